/**
 * What `kubectl wait --for` waits for, and whether an object is there yet.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/wait/{wait,condition,json}.go (v1.36.3).
 */
import { CommandError } from '../../errors';
import { relaxedJsonPath } from '../../printers/customColumns';
import { goQuote, goValue } from '../../../printers/goFormat';
import { JsonPath } from '../../../printers/jsonPath/jsonPath';
import { JsonPathError } from '../../../printers/jsonPath/parser';
import type { Unstructured } from '../../resource/access';

/** What --for waits for. */
export type WaitCondition =
  | { readonly type: 'create' }
  | { readonly type: 'delete' }
  /** Throws CommandError where it cannot be told. */
  | { readonly type: 'state'; isMet(object: Unstructured): boolean };

/** Reads the values of `--for`. Throws CommandError: `unrecognized condition: "x"`. */
export function waitConditionsOf(values: readonly string[]): readonly WaitCondition[] {
  if (values.length === 0) throw new CommandError('unrecognized condition: []');
  return values.map((value) => {
    const word = value.toLowerCase();
    if (word === 'create' || word === 'delete') return { type: word };
    if (value.startsWith('condition=')) return statusCondition(value.slice('condition='.length));
    if (value.startsWith('jsonpath=')) return jsonPathCondition(value.slice('jsonpath='.length));
    throw new CommandError(`unrecognized condition: ${goQuote(value)}`);
  });
}

/** `Ready` or `Ready=false`; the case of both does not matter. */
function statusCondition(text: string): WaitCondition {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const wanted = equals < 0 ? 'true' : text.slice(equals + 1);
  return { type: 'state', isMet: (object) => hasCondition(object, name, wanted) };
}

function hasCondition(object: Unstructured, name: string, wanted: string): boolean {
  const status = recordOf(object.status);
  const { conditions } = status;
  if (!Array.isArray(conditions)) return false;
  for (const entry of conditions) {
    const condition = recordOf(entry);
    if (typeof condition.type !== 'string' || !equalFold(condition.type, name)) continue;
    if (typeof condition.status !== 'string') continue;
    const observed = condition.observedGeneration ?? status.observedGeneration;
    const { generation } = object.metadata;
    // What the status says of an older generation does not count.
    if (generation !== undefined && typeof observed === 'number' && observed < generation) return false;
    return equalFold(condition.status, wanted);
  }
  return false;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // Objects of JSON are records of unknown values.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function equalFold(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `{.status.phase}=Running`; without a value any will do. */
function jsonPathCondition(text: string): WaitCondition {
  const [expression = '', value, ...more] = splitAtEquals(text);
  if (more.length > 0) {
    throw new CommandError(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  }
  const path = relaxedJsonPath(expression);
  const wanted = value?.replace(/^['"]+|['"]+$/g, '');
  if (wanted === '') {
    throw new CommandError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  if (path === '') throw new CommandError('jsonpath expression cannot be empty');
  const parsed = withCommandErrors(() => new JsonPath(path, { allowMissingKeys: true }));
  return { type: 'state', isMet: (object) => withCommandErrors(() => isAt(parsed, object, wanted)) };
}

/** At single `=` signs; those of `==` stay. */
function splitAtEquals(text: string): readonly string[] {
  return text
    .replaceAll('==', '\0')
    .split('=')
    .map((part) => part.replaceAll('\0', '=='));
}

function isAt(path: JsonPath, object: Unstructured, wanted: string | undefined): boolean {
  const [values, ...others] = path.find(object);
  const [value, ...more] = values ?? [];
  if (value === undefined) return false;
  if (others.length > 0) throw new CommandError('given jsonpath expression matches more than one list');
  if (more.length > 0) throw new CommandError('given jsonpath expression matches more than one value');
  if (wanted === undefined) return true;
  if (typeof value === 'object' && value !== null) {
    throw new CommandError('jsonpath leads to a nested object or list which is not supported');
  }
  return goValue(value).trim() === wanted.trim();
}

function withCommandErrors<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof JsonPathError ? new CommandError(error.message) : error;
  }
}
