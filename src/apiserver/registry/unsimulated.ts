/**
 * The warnings about fields that are stored but change nothing here, as `Warning` headers.
 */
import type { JsonObject } from '../../api/meta/jsonObject';
import type { Kind, Kinds } from '../../api/kinds';
import { actingFields } from './actingFields';
import { type Field, fieldsOf } from './fieldTable';

/** Metadata and status are the server's and the components' own. */
const notAsked: readonly string[] = ['apiVersion', 'kind', 'metadata', 'status'];
const none: readonly string[] = Object.freeze([]);

/** Frozen structs that have been walked: paths of what does not act, relative to them. */
const known = new WeakMap<object, readonly string[]>();

/** One sentence for each field of `object` that is set and does not act. */
export function unsimulatedWarnings<K extends Kind>(kind: K, object: Kinds[K]): readonly string[] {
  const paths = inertPaths(kind, object as unknown as JsonObject); // A decoded object: its fields have the table's types.
  return paths.map((path) => `kubeloop: ${path} is stored but not simulated`);
}

function inertPaths(type: string, given: JsonObject): readonly string[] {
  const before = known.get(given);
  if (before !== undefined) return before;
  const acting = actingFields[type] ?? none;
  const fields = fieldsOf(type);
  let found: string[] | undefined;
  for (const key in given) {
    const value = given[key];
    const field = fields.get(key);
    if (field === undefined || value === undefined || value === null || notAsked.includes(key)) continue;
    const inside = acting === '*' || acting.includes(key) ? pathsInside(field, key, value) : [key];
    if (inside.length > 0) found = [...(found ?? none), ...inside];
  }
  const paths = found ?? none;
  if (Object.isFrozen(given)) known.set(given, paths);
  return paths;
}

function pathsInside(field: Field, key: string, value: unknown): readonly string[] {
  if (field.base !== '@') return none;
  if (!Array.isArray(value)) {
    return prefixed(key, inertPaths(field.type, value as JsonObject)); // The table says that it is a struct.
  }
  let found: readonly string[] = none;
  value.forEach((item: JsonObject, index) => {
    const inside = inertPaths(field.type, item);
    if (inside.length > 0) found = [...found, ...prefixed(`${key}[${index}]`, inside)];
  });
  return found;
}

function prefixed(prefix: string, paths: readonly string[]): readonly string[] {
  return paths.length === 0 ? none : paths.map((path) => `${prefix}.${path}`);
}
