/**
 * How server-side apply sees custom resources.
 * Models k8s.io/apimachinery/pkg/util/managedfields with the OpenAPI document of a definition (v1.36.3).
 * Simplified: what a schema does not describe is owned as a whole.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import type { Shape } from '../apply/shape';
import { isOpen, itemsOf, valuesOf } from './schemaParts';

const LEAF: Shape = { type: 'leaf' };
const scalars: Readonly<Record<string, string>> = { string: 's', integer: 'l', number: 'd', boolean: 'b' };

/** The shape of whole objects with `schema`. */
export function shapeOfResource(schema: JSONSchemaProps): Shape {
  const { fields, scalarFields, open } = fieldsOf(schema);
  const own = new Map(fields);
  own.set('metadata', { type: 'struct', name: 'ObjectMeta' });
  own.set('apiVersion', LEAF);
  own.set('kind', LEAF);
  return { type: 'fields', fields: own, scalarFields, open };
}

function fieldsOf(schema: JSONSchemaProps) {
  const entries = Object.entries(schema.properties ?? {});
  const scalarFields = new Map<string, string>();
  for (const [name, each] of entries) {
    const code = scalars[each.type ?? ''];
    if (code !== undefined && each['x-kubernetes-int-or-string'] !== true) scalarFields.set(name, code);
  }
  const fields = new Map(entries.map(([name, each]) => [name, shapeOf(each)]));
  return { fields, scalarFields, open: isOpen(schema) ? LEAF : undefined };
}

function shapeOf(schema: JSONSchemaProps): Shape {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  if (schema.type === 'array') {
    const listType = schema['x-kubernetes-list-type'];
    if (listType === 'set') return { type: 'set' };
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    if (listType === 'map' && items !== undefined) return { type: 'list', keys, items: shapeOf(items) };
    return LEAF;
  }
  if (schema.type !== 'object' || schema['x-kubernetes-map-type'] === 'atomic') return LEAF;
  if (values !== undefined && (values.type === 'string' || values.type === 'object' || values.type === 'array')) {
    return { type: 'map', items: shapeOf(values) };
  }
  if (values !== undefined) return { type: 'fields', fields: new Map(), scalarFields: new Map(), open: LEAF };
  const { fields, scalarFields, open } = fieldsOf(schema);
  return { type: 'fields', fields, scalarFields, open };
}
