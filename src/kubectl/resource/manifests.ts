/**
 * Objects of manifests, as kubectl reads them before any server is asked.
 * Models StreamVisitor of staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go and getObjectKind of
 * staging/src/k8s.io/kubectl/pkg/validation/schema.go (v1.36.3).
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { type JsonDocument, readDocuments } from './documents';
import { metadataError } from './metadataTypes';

/** An object that has a kind and well-typed metadata, but maybe no name. */
export interface Manifest {
  readonly type: 'object';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly object: JsonObject;
  /** It was one of a list's items. */
  readonly isItem: boolean;
}
/** A text of kubectl's, without `error: `. */
export interface ManifestProblem {
  readonly type: 'problem';
  readonly message: string;
}

/**
 * The objects of one text in order, lists taken apart. An object that cannot be decoded is a problem in its place;
 * broken syntax, and with `validate` a missing kind or apiVersion, ends the reading.
 */
export function readManifests(
  text: string,
  source: string,
  validate: boolean,
): readonly (Manifest | ManifestProblem)[] {
  const manifests: (Manifest | ManifestProblem)[] = [];
  for (const document of readDocuments(text)) {
    if (document.type === 'problem') {
      manifests.push({ type: 'problem', message: `error parsing ${source}: ${document.message}` });
      break;
    }
    const invalid = validate ? identityError(document.value) : undefined;
    if (invalid !== undefined) {
      const advice = 'if you choose to ignore these errors, turn validation off with --validate=false';
      const message = `error validating ${JSON.stringify(source)}: error validating data: ${invalid}; ${advice}`;
      manifests.push({ type: 'problem', message });
      break;
    }
    manifests.push(...decode(document, source));
  }
  return manifests;
}

/** What is wrong with kind and apiVersion, of a list with those of its items. */
function identityError(value: unknown): string | undefined {
  const problems = identityProblems(value);
  if (problems.length === 0 && isJsonObject(value) && value.kind === 'List' && value.apiVersion === 'v1') {
    if (!Array.isArray(value.items)) return INVALID;
    problems.push(...value.items.flatMap(identityProblems));
  }
  const distinct = [...new Set(problems)];
  if (distinct.length === 0) return undefined;
  return distinct.length === 1 ? distinct[0] : `[${distinct.join(', ')}]`;
}

const INVALID = 'invalid object to validate';

function identityProblems(value: unknown): string[] {
  if (!isJsonObject(value)) return [INVALID];
  const problems: string[] = [];
  const { apiVersion, kind } = value;
  if (apiVersion === undefined || apiVersion === null) problems.push('apiVersion not set');
  else if (typeof apiVersion !== 'string') problems.push("apiVersion isn't string type");
  else if (apiVersion.split('/').length > 2) problems.push(`unexpected GroupVersion string: ${apiVersion}`);
  if (kind === undefined || kind === null) problems.push('kind not set');
  else if (typeof kind !== 'string') problems.push("kind isn't string type");
  return problems;
}

function decode({ value, json }: JsonDocument, source: string): readonly (Manifest | ManifestProblem)[] {
  const undecodable = (words: string): readonly ManifestProblem[] => [
    { type: 'problem', message: `unable to decode ${JSON.stringify(source)}: ${words}` },
  ];
  if (!isJsonObject(value)) return undecodable(notAMap(value));
  if (typeof value.kind !== 'string' || value.kind === '') {
    return undecodable(`Object 'Kind' is missing in '${json}'`);
  }
  const wrongType = metadataError(value);
  if (wrongType !== undefined) return undecodable(wrongType);
  return flatten(value, source, json, false);
}

function notAMap(value: unknown): string {
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${type} into Go value of type unstructured.detector`;
}

/** A list's items one by one; those of `XList` need not say that they are an X. */
function flatten(
  object: JsonObject,
  source: string,
  json: string,
  isItem: boolean,
): readonly (Manifest | ManifestProblem)[] {
  const { items, kind } = object;
  if (!Array.isArray(items)) return [manifestOf(object, isItem)];
  const itemKind = typeof kind === 'string' && kind.endsWith('List') ? kind.slice(0, -'List'.length) : '';
  return items.flatMap((item: unknown) => {
    if (!isJsonObject(item)) return [];
    const filled: JsonObject =
      itemKind === ''
        ? item
        : { ...item, apiVersion: item.apiVersion ?? object.apiVersion, kind: item.kind ?? itemKind };
    if (typeof filled.kind !== 'string' || filled.kind === '') {
      const message = `unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in '${json}'`;
      return [{ type: 'problem' as const, message }];
    }
    return flatten(filled, source, json, true);
  });
}

function manifestOf(object: JsonObject, isItem: boolean): Manifest {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    type: 'object',
    apiVersion: text(object.apiVersion),
    kind: text(object.kind),
    name: text(metadata.name),
    namespace: text(metadata.namespace),
    object,
    isItem,
  };
}
