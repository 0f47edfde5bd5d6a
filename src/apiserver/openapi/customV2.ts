/**
 * Schemas of custom resources as OpenAPI v2 may say them without misleading kubectl.
 * Models apiextensions-apiserver/pkg/controller/openapi/{builder,v2/conversion.go} (v1.36.3).
 */
import { isSchema, type Schema } from './definitions';

const GVK = 'x-kubernetes-group-version-kind';
const OPEN = 'x-kubernetes-preserve-unknown-fields';
const junctors = ['allOf', 'oneOf', 'anyOf', 'not'];
/** Fields that every object has and that no definition says. */
const headers = ['apiVersion', 'kind', 'metadata'];

/** The schema of a kind. One that keeps all fields says nothing of them: kubectl would forbid the others. */
export function customV2Schema(schema: Schema): Schema {
  if (schema[OPEN] === true) return { type: 'object', ...(GVK in schema ? { [GVK]: schema[GVK] } : {}) };
  const { properties } = schema;
  if (!isSchema(properties)) return schema;
  const fields = Object.entries(properties).map(([name, each]): [string, unknown] => {
    return [name, headers.includes(name) || !isSchema(each) ? each : narrowed(each)];
  });
  return { ...schema, properties: Object.fromEntries(fields) };
}

/** Null, fields that nobody declares and lists without items are told of without a type. */
function narrowed(schema: Schema): Schema {
  const isNullable = schema.nullable === true;
  const isOpen = schema[OPEN] === true;
  const isUntold = isNullable || isOpen;
  const hasItems = isSchema(schema.items) && !isUntold;
  const isUntyped = isNullable || (schema.type === 'array' && !hasItems) || (isOpen && schema.type === 'object');
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (junctors.includes(keyword) || keyword === 'nullable') continue;
    if (keyword === 'type' && isUntyped) continue;
    if ((keyword === 'items' || keyword === 'properties') && isUntold) continue;
    if (keyword === 'required') {
      const required = requiredOf(schema, isUntold);
      if (required.length > 0) result[keyword] = required;
    } else if (keyword === 'properties' && isSchema(value)) {
      result[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, isSchema(each) ? narrowed(each) : each]),
      );
    } else if ((keyword === 'items' || keyword === 'additionalProperties') && isSchema(value)) {
      result[keyword] = narrowed(value);
    } else result[keyword] = keyword === 'x-kubernetes-validations' ? byName(value) : value;
  }
  return result;
}

/** Rules, which v2 has as maps. */
function byName(rules: unknown): unknown {
  if (!Array.isArray(rules)) return rules;
  return rules.map((rule: unknown) =>
    isSchema(rule) ? Object.fromEntries(Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1))) : rule,
  );
}

/** What may be null need not be there. */
function requiredOf(
  { required, properties, additionalProperties, ...schema }: Schema,
  isUntold: boolean,
): readonly string[] {
  // The names that an object inside an object must have are added after these rules.
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  if (isEmbedded && isUntold) return [];
  if (isSchema(additionalProperties) && additionalProperties.nullable === true) return [];
  const fields = isSchema(properties) && !isUntold ? properties : {};
  const isNull = (name: string) => isSchema(fields[name]) && (fields[name] as Schema).nullable === true; // Just seen.
  return Array.isArray(required) ? (required as readonly string[]).filter((name) => !isNull(name)) : []; // Names.
}
