/** The writes of one object, backwards, as far as the store remembers them. */
import { storageKey, storagePrefix } from '../apiserver/storageKey';
import { CUSTOM_RESOURCE, type Kind, kinds } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import type { ObjectPlace } from '../client/why';
import type { Change, Revision, Store } from '../storage/store';

/** Reads the writes of `store`. */
export class Past {
  constructor(readonly store: Store) {}

  /** The write that made `revision`; undefined once it is forgotten. */
  at(revision: number): Change | undefined {
    return this.store.changeAt(revision as Revision); // Every write has one number.
  }

  /** The last write of the object that `place` names; of the one with its uid, if it has one. */
  last(place: ObjectPlace): Change | undefined {
    const key = storageKey(place.kind, place);
    const entry = this.store.get(key);
    const isMeant = (value: KubeObject) => place.uid === undefined || value.metadata.uid === place.uid;
    if (entry !== undefined && isMeant(entry.value)) return this.at(entry.revision);
    for (let revision: number = entry?.createRevision ?? this.store.revision; revision > 0; revision -= 1) {
      const change = this.at(revision);
      if (change === undefined) return undefined;
      if (change.key === key && change.type === 'delete' && isMeant(change.value)) return change;
    }
    return undefined;
  }

  /** The object with this uid, if its end is remembered. */
  removed(uid: string): ObjectPlace | undefined {
    for (let revision: number = this.store.revision; revision > 0; revision -= 1) {
      const change = this.at(revision);
      if (change === undefined) return undefined;
      if (change.type === 'delete' && change.value.metadata.uid === uid) return placeOf(change.value);
    }
    return undefined;
  }

  /** Whether the object is there. */
  has(place: ObjectPlace): boolean {
    const uid = this.store.get(storageKey(place.kind, place))?.value.metadata.uid;
    return uid !== undefined && (place.uid === undefined || place.uid === uid);
  }

  /** The write before `change` of the same object; undefined if it made the object, or if that is forgotten. */
  before({ previous }: Change): Change | undefined {
    return previous && this.at(Number(previous.metadata.resourceVersion));
  }

  /** `change` and those before it of the same object, newest first. */
  *back(change: Change | undefined): IterableIterator<Change> {
    for (let each = change; each !== undefined; each = this.before(each)) yield each;
  }
}

/** The object that a write has made, changed or removed. */
export function placeOf({ metadata, kind }: KubeObject): ObjectPlace {
  const { namespace, name, uid } = metadata;
  // What is stored is of a kind that there is.
  return { kind: kind as Kind, ...(namespace === undefined ? {} : { namespace }), name, uid };
}

/** The object that is stored under `key`, whose write is forgotten. Undefined for a key that names none. */
export function placeOfKey(key: string): ObjectPlace | undefined {
  for (const kind of Object.keys(kinds) as Kind[]) {
    const prefix = storagePrefix(kind);
    if (kind === CUSTOM_RESOURCE || !key.startsWith(prefix)) continue;
    const [first = '', name] = key.slice(prefix.length).split('/');
    return name === undefined ? { kind, name: first } : { kind, namespace: first, name };
  }
  return undefined;
}

/** As watches call it. */
export function typeOf({ type, previous }: Change): 'ADDED' | 'MODIFIED' | 'DELETED' {
  if (type === 'delete') return 'DELETED';
  return previous === undefined ? 'ADDED' : 'MODIFIED';
}

/** What a write is about: of an Event, the object that it tells of. */
export function subjectOf({ value }: Change): ObjectPlace {
  const { involvedObject } = value as { readonly involvedObject?: ObjectPlace }; // Events alone have one.
  if (involvedObject === undefined) return placeOf(value);
  const { kind, namespace, name, uid } = involvedObject;
  return { kind, ...(namespace ? { namespace } : {}), name, ...(uid ? { uid } : {}) };
}
