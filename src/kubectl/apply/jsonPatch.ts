/**
 * JSON patches (RFC 6902) carried out on this side.
 * Models gopkg.in/evanphx/json-patch.v4, whose words the errors are.
 */
import { isDeepEqual } from '../../api/meta/equality';
import { isJsonObject } from '../../api/meta/jsonObject';
import { CommandError } from '../errors';

type Step = (document: unknown, operation: Operation) => unknown;

interface Operation {
  readonly path: string;
  readonly from: string;
  readonly value: unknown;
}

const steps: Readonly<Record<string, Step>> = {
  add: (document, { path, value }) => put('add', document, path, value),
  replace: (document, { path, value }) => put('replace', document, path, value),
  remove: (document, { path }) => take('remove', document, path),
  move: (document, { path, from }) => put('move', take('move', document, from), path, valueAt(document, from)),
  copy: (document, { path, from }) => put('copy', document, path, valueAt(document, from) ?? null),
  test(document, { path, value }) {
    if (containerOf(document, path) === undefined) {
      throw new CommandError(`test operation does not apply: is missing path: ${path}: missing value`);
    }
    if (isDeepEqual(valueAt(document, path), value)) return document;
    throw new CommandError(`testing value ${path} failed: test failed`);
  },
};

/** `document` after the operations of `patch`. Throws CommandError where one cannot be done. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw new CommandError('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  let result = document;
  for (const operation of patch) {
    const { op, path, from, value } = isJsonObject(operation) ? operation : {};
    const step = Object.hasOwn(steps, String(op)) ? steps[String(op)] : undefined;
    if (step === undefined) throw new CommandError(`Unexpected kind: ${String(op)}`);
    result = step(result, { path: String(path), from: String(from), value });
  }
  return result;
}

function partsOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: unknown, path: string): unknown {
  return partsOf(path).reduce(within, document);
}

function within(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return value[Number(part)];
  return isJsonObject(value) ? value[part] : undefined;
}

/** The map or list that holds what `path` names. */
function containerOf(document: unknown, path: string): unknown {
  return partsOf(path).slice(0, -1).reduce(within, document);
}

/** A copy of `document` in which `change` has made another map or list of the one at `parts`. */
function rebuilt(document: unknown, parts: readonly string[], change: (container: unknown) => unknown): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return change(document);
  const inner = rebuilt(within(document, part), rest, change);
  if (Array.isArray(document)) return document.map((item, index) => (index === Number(part) ? inner : item));
  return isJsonObject(document) ? { ...document, [part]: inner } : document;
}

function put(op: 'add' | 'replace' | 'move' | 'copy', document: unknown, path: string, value: unknown): unknown {
  const parts = partsOf(path);
  const key = parts.at(-1) ?? '';
  if (containerOf(document, path) === undefined) {
    const where = op === 'replace' ? path : JSON.stringify(path);
    throw new CommandError(`${op} operation does not apply: doc is missing path: ${where}: missing value`);
  }
  return rebuilt(document, parts.slice(0, -1), (container) => {
    if (!Array.isArray(container)) return isJsonObject(container) ? { ...container, [key]: value } : container;
    const index = key === '-' ? container.length : Number(key);
    const isReplaced = op === 'replace';
    if (!Number.isInteger(index) || index < 0 || index > container.length - (isReplaced ? 1 : 0)) {
      throw invalidIndex(op, path, key);
    }
    return [...container.slice(0, index), value, ...container.slice(isReplaced ? index + 1 : index)];
  });
}

function take(op: 'remove' | 'move', document: unknown, path: string): unknown {
  const parts = partsOf(path);
  const key = parts.at(-1) ?? '';
  if (containerOf(document, path) === undefined) {
    const where = JSON.stringify(path);
    throw new CommandError(`${op} operation does not apply: doc is missing path: ${where}: missing value`);
  }
  return rebuilt(document, parts.slice(0, -1), (container) => {
    if (Array.isArray(container)) {
      const index = Number(key);
      if (!Number.isInteger(index) || index < 0 || index >= container.length) throw invalidIndex(op, path, key);
      return container.filter((_, at) => at !== index);
    }
    if (!isJsonObject(container) || !Object.hasOwn(container, key)) {
      const where = op === 'move' ? key : path;
      throw new CommandError(
        `error in ${op} for path: '${where}': Unable to remove nonexistent key: ${key}: missing value`,
      );
    }
    const { [key]: _, ...others } = container;
    return others;
  });
}

function invalidIndex(op: string, path: string, key: string): CommandError {
  if (op === 'replace') return new CommandError(`Object to be patched is missing field (${path}: missing value)`);
  return new CommandError(
    `error in ${op} for path: '${path}': Unable to access invalid index: ${key}: invalid index referenced`,
  );
}
