/** The lines of metadata.managedFields, and what counts in them. Models managedfields/internal/{managedfields,stripmeta}.go (v1.36.3). */
import { apiVersionOf, infoOf, type Kind } from '../../api/kinds';
import { type Fields, isEmpty, NO_FIELDS, without } from './fieldSet';
import { emptyStruct, type Shape, shapeOfKind } from './shape';

/** One line of managedFields. */
export interface ManagedEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: Fields;
  readonly subresource?: string;
}

/** An entry without fields is none. */
export function hasFields({ fieldsV1 }: ManagedEntry): boolean {
  return !isEmpty(fieldsV1);
}

/** How server-side apply sees objects of `kind`. */
export function shapeOf(kind: Kind): Shape {
  return shapeOfKind(kind);
}

/** What is there before an object is. */
export function emptyObject(kind: Kind): Readonly<Record<string, unknown>> {
  return { ...emptyStruct(kind), apiVersion: apiVersionOf(kind), kind: infoOf(kind).kind };
}

const SYSTEM = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
];

/** `set` without what the server itself writes, and what names the object. */
export function withoutSystemFields(set: Fields): Fields {
  let metadata = set['f:metadata'] ?? NO_FIELDS;
  for (const name of SYSTEM) metadata = without(metadata, `f:${name}`);
  metadata = without(metadata, '.');
  const { 'f:apiVersion': _apiVersion, 'f:kind': _kind, ...rest } = set;
  // In its place: sets are in order.
  return isEmpty(metadata)
    ? without(rest, 'f:metadata')
    : 'f:metadata' in rest
      ? { ...rest, 'f:metadata': metadata }
      : rest;
}

/** Appliers first, then by age and name. */
export function inOrder(entries: readonly ManagedEntry[]): readonly ManagedEntry[] {
  const key = ({ operation, time = '', manager, apiVersion, subresource = '' }: ManagedEntry) =>
    [operation, time, manager, apiVersion, subresource] as const;
  return [...entries].sort((x, y) => {
    const [a, b] = [key(x), key(y)];
    const at = a.findIndex((part, index) => part !== b[index]);
    return at === -1 ? 0 : (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
  });
}
