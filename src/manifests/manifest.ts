/** An API object as it stands in a file: nothing of it is certain but its kind and its name. And how to read in it. */
import { type JsonObject, isJsonObject } from '../api/meta/jsonObject';
import type { Subject } from './note';

export interface ManifestMeta extends JsonObject {
  /** Empty where only `generateName` is given. */
  readonly name: string;
  readonly namespace?: string;
}

/** Built by `manifestOf` alone, so that kind, name and namespace are texts. */
export interface Manifest extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMeta;
}

/** `value` as a manifest, or what is wrong with it, in a few words. */
export function manifestOf(value: unknown): Manifest | string {
  if (!isJsonObject(value)) return 'invalid object';
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== 'string' || apiVersion === '') return 'apiVersion not set';
  if (typeof kind !== 'string' || kind === '') return 'kind not set';
  const metadata = isJsonObject(value.metadata) ? value.metadata : {};
  const { name = '', namespace, generateName } = metadata;
  if (typeof name !== 'string') return unmarshalling(name, 'metadata.name');
  if (name === '' && (typeof generateName !== 'string' || generateName === '')) {
    return 'resource name may not be empty';
  }
  if (namespace !== undefined && typeof namespace !== 'string') return unmarshalling(namespace, 'metadata.namespace');
  const { namespace: _scope, ...rest } = metadata;
  const scope = namespace === undefined || namespace === '' ? {} : { namespace };
  return { ...value, apiVersion, kind, metadata: { ...rest, name, ...scope } };
}

/** Go's words for a value of another type, which YAML easily makes of a name such as `on`. */
function unmarshalling(value: unknown, field: string): string {
  const types: Readonly<Record<string, string>> = { boolean: 'bool', number: 'number' };
  const type = types[typeof value] ?? (Array.isArray(value) ? 'array' : 'object');
  return `json: cannot unmarshal ${type} into Go struct field ObjectMeta.${field} of type string`;
}

/** What notes call it. */
export function subjectOf({ kind, metadata }: Manifest): Subject {
  const name = metadata.name === '' ? `${String(metadata.generateName)}*` : metadata.name;
  return { kind, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }), name };
}

/** The value at `path`, undefined where something on the way is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, part) => (isJsonObject(inner) ? inner[part] : undefined), value);
}

/** The object at `path`; empty if there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject {
  const found = at(value, ...path);
  return isJsonObject(found) ? found : {};
}

/** The objects of the list at `path`. */
export function listAt(value: unknown, ...path: readonly string[]): readonly JsonObject[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** The text at `path`, if it is one. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** `object` without the fields of those names. */
export function without<T extends JsonObject>(object: T, ...names: readonly string[]): T {
  const kept = Object.entries(object).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept) as T; // Only optional fields are taken away.
}

/** `object` with a field put at `path`, which is made where it is missing; undefined takes the field away. */
export function withAt<T extends JsonObject>(object: T, path: readonly string[], value: unknown): T {
  const [first, ...rest] = path;
  if (first === undefined) return object;
  if (rest.length > 0) return { ...object, [first]: withAt(objectAt(object, first), rest, value) };
  return value === undefined ? without(object, first) : { ...object, [first]: value };
}
