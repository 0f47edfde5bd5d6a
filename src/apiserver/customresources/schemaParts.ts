/** The schemas inside a schema, where there is one and not a list or a boolean. */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { isJsonObject } from '../../api/meta/jsonObject';

/** `items`, where it is one schema. */
export function itemsOf({ items }: JSONSchemaProps): JSONSchemaProps | undefined {
  return isJsonObject(items) ? (items as JSONSchemaProps) : undefined; // A list of schemas is refused.
}

/** `additionalProperties`, where it is a schema. */
export function valuesOf({ additionalProperties }: JSONSchemaProps): JSONSchemaProps | undefined {
  return isJsonObject(additionalProperties) ? (additionalProperties as JSONSchemaProps) : undefined; // No boolean.
}

/** The schema of field `name` of an object; undefined where none is declared. */
export function fieldSchema(schema: JSONSchemaProps | undefined, name: string): JSONSchemaProps | undefined {
  if (schema === undefined) return undefined;
  const { properties } = schema;
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : valuesOf(schema);
}

/** True where any field may stand. */
export function isOpen(schema: JSONSchemaProps): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
}
