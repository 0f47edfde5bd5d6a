/**
 * Fills in the defaults of a structural schema.
 * Models apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go (v1.36.3).
 */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { isJsonObject } from '../../api/meta/jsonObject';
import { fieldSchema, itemsOf, valuesOf } from './schemaParts';

/** Schemas without a default anywhere in them need no walk. */
const known = new WeakMap<JSONSchemaProps, boolean>();

function hasDefaults(schema: JSONSchemaProps): boolean {
  let found = known.get(schema);
  if (found === undefined) {
    const items = itemsOf(schema);
    const values = valuesOf(schema);
    const inner = [...Object.values(schema.properties ?? {}), ...[items, values].filter((each) => each !== undefined)];
    found = inner.some((each) => (each.default !== undefined && each.default !== null) || hasDefaults(each));
    known.set(schema, found);
  }
  return found;
}

/** `value` with its defaults; the given value itself where nothing was absent. */
export function withDefaults(value: unknown, schema: JSONSchemaProps): unknown {
  if (!hasDefaults(schema)) return value;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    if (items === undefined) return value;
    const filled = value.map((each: unknown) => withDefaults(each, items));
    return filled.some((each, index) => each !== value[index]) ? filled : value;
  }
  if (!isJsonObject(value)) return value;
  let next: Record<string, unknown> | undefined;
  for (const [name, inside] of Object.entries(schema.properties ?? {})) {
    const given = value[name];
    const chosen = given === undefined ? (inside.default ?? undefined) : given;
    if (chosen === undefined) continue;
    const filled = withDefaults(chosen, inside);
    if (filled !== given) next = { ...(next ?? value), [name]: filled };
  }
  for (const [name, given] of Object.entries(value)) {
    if (schema.properties !== undefined && Object.hasOwn(schema.properties, name)) continue;
    const inside = fieldSchema(schema, name);
    const filled = inside === undefined ? given : withDefaults(given, inside);
    if (filled !== given) next = { ...(next ?? value), [name]: filled };
  }
  return next ?? value;
}
