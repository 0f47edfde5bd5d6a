/** Where a write went, in kubectl's way of naming things: `pod/kubia-x`. */
import { CUSTOM_RESOURCE, type Kind, kindOf, kinds } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import type { Stop } from '../../client/stepping';
import type { ObjectPlace } from '../../client/why';
import type { Change } from '../../storage/store';

/** What a stop tells of the write at which it is. */
export function changeTold({ value, revision }: Change): Pick<Stop, 'what' | 'object' | 'revision'> {
  const kind = kindOf(value.apiVersion, value.kind);
  const what = `${value.kind.toLowerCase()}/${value.metadata.name}`;
  return kind === undefined ? { what, revision } : { what, object: placeOf(kind, value), revision };
}

/** The place of an object. */
export function placeOf(kind: Kind, { metadata }: KubeObject): ObjectPlace {
  const { namespace, name, uid } = metadata;
  return { kind, ...(namespace === undefined ? {} : { namespace }), name, uid };
}

/** Kinds whose changes a person would look at. Events tell of what happened, Leases that somebody lives. */
export const visibleKinds: readonly Kind[] = [
  ...(Object.keys(kinds) as Kind[]).filter((kind) => kind !== 'Lease' && kind !== 'Event'), // Keys of the table of kinds.
  CUSTOM_RESOURCE,
];
