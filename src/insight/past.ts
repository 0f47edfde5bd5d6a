/** The writes of one object, backwards, as far as the store remembers them. */
import { storageKey, storagePrefix } from '../apiserver/storageKey';
import { CUSTOM_RESOURCE, type Kind, kinds } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import type { ObjectPlace } from '../client/why';
import type { Trace } from '../sim/trace';
import type { Change, Entry, Revision, Store } from '../storage/store';
import type { Explained } from './explained';

const CUSTOM = storagePrefix(CUSTOM_RESOURCE);

/** Reads what a cluster keeps of its past. Of old writes only the row of the trace is left, without what was written. */
export class Past {
  readonly store: Store;
  readonly trace: Trace;
  /** Pods by uid, of those that are there; made with the first question. */
  #pods: ReadonlyMap<string, ObjectPlace> | undefined;

  /** By key; made when it is first needed. */
  #spans: Map<string, Span> | undefined;

  constructor({ kernel, store }: Pick<Explained, 'kernel' | 'store'>) {
    this.store = store;
    this.trace = kernel.trace;
  }

  /** The write that made `revision`; undefined once it is forgotten. */
  at(revision: number): Change | undefined {
    return this.store.changeAt(revision as Revision); // Every write has one number.
  }

  /** The row of the write that made `revision`; undefined once that is forgotten too. */
  rowOf(revision: number): number | undefined {
    const known = this.at(revision)?.cause;
    if (known !== undefined) return known;
    let [low, high] = [this.trace.start, this.trace.end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      let index = middle;
      while (index < high && this.trace.row(index)?.revision === undefined) index += 1;
      const found = index < high ? this.trace.row(index)?.revision : undefined;
      if (found === revision) return index;
      if (found === undefined || found > revision) high = middle;
      else low = index + 1;
    }
    return undefined;
  }

  /** Index of the first row that is not older than `instant`. Rows are in order of time. */
  firstAt(instant: number): number {
    let [low, high] = [this.trace.start, this.trace.end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.trace.row(middle)?.at ?? Number.NEGATIVE_INFINITY) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where the object lies, or lay, in the store; undefined for a custom resource that nobody remembers. */
  key(place: ObjectPlace): string | undefined {
    const { kind, namespace, name } = place;
    if (Object.hasOwn(kinds, kind)) return storageKey(kind, place);
    const isIt = ({ key, value }: Pick<Entry, 'key' | 'value'>) =>
      key.startsWith(CUSTOM) &&
      (value.kind as Kind) === kind && // Of its own name.
      value.metadata.name === name &&
      value.metadata.namespace === namespace;
    return (this.store.list(CUSTOM).entries.find(isIt) ?? this.#end(undefined, isIt))?.key;
  }

  /** What is stored of the object that `place` names; of the one with its uid, if it has one. */
  entry(place: ObjectPlace): Entry | undefined {
    const entry = this.store.get(this.key(place) ?? '');
    return entry !== undefined && isMeant(entry.value, place) ? entry : undefined;
  }

  /** The last write of the object that `place` names, as of `entry`: for one that is gone its end. */
  last(place: ObjectPlace): Change | undefined {
    const key = this.key(place);
    if (key === undefined) return undefined;
    const entry = this.store.get(key);
    if (entry !== undefined && isMeant(entry.value, place)) return this.at(entry.revision);
    return this.#end(entry?.createRevision, (change) => change.key === key && isMeant(change.value, place));
  }

  /** The newest deletion before `revision` that `isIt`. */
  #end(revision: number = this.store.revision, isIt: (change: Change) => boolean): Change | undefined {
    for (let at = revision; at > 0; at -= 1) {
      const change = this.at(at);
      if (change === undefined) return undefined;
      if (change.type === 'delete' && isIt(change)) return change;
    }
    return undefined;
  }

  /** The write before `change` of the same object; undefined if it made the object, or if that is forgotten. */
  before({ previous }: Change): Change | undefined {
    return previous && this.at(Number(previous.metadata.resourceVersion));
  }

  /** `change` and those before it of the same object, newest first. */
  *back(change: Change | undefined): IterableIterator<Change> {
    for (let each = change; each !== undefined; each = this.before(each)) yield each;
  }

  /** The pod with this uid, also one that is gone, as long as its end is remembered. */
  podWith(uid: string): ObjectPlace | undefined {
    const there = this.#podsByUid().get(uid);
    if (there !== undefined) return there;
    const end = this.#end(undefined, ({ value }) => value.metadata.uid === uid);
    return end && placeOf(end.value);
  }

  /** The pod that alone is called so, in whatever namespace. */
  podNamed(name: string): ObjectPlace | undefined {
    const found = [...this.#podsByUid().values()].filter((pod) => pod.name === name);
    return found.length === 1 ? found[0] : undefined;
  }

  #podsByUid(): ReadonlyMap<string, ObjectPlace> {
    this.#pods ??= new Map(
      this.store.list(storagePrefix('Pod')).entries.map(({ value }) => [value.metadata.uid, placeOf(value)] as const),
    );
    return this.#pods;
  }

  /** What the write in row `index` did, of which only the row is left. */
  typeOfRow(index: number): ChangeType {
    const { subject: key = '', revision = 0 } = this.trace.row(index) ?? {};
    const created = this.store.get(key)?.createRevision ?? Number.POSITIVE_INFINITY;
    if (created <= revision) return created === revision ? 'ADDED' : 'MODIFIED';
    const { first, last } = this.#writesOf(key);
    if (first === index) return 'ADDED';
    return last === index ? 'DELETED' : 'MODIFIED';
  }

  #writesOf(key: string): Span {
    if (this.#spans === undefined) {
      this.#spans = new Map();
      for (let index = this.trace.start; index < this.trace.end; index += 1) {
        const { type, subject = '' } = this.trace.row(index) ?? {};
        if (type === 'write')
          this.#spans.set(subject, { first: this.#spans.get(subject)?.first ?? index, last: index });
      }
    }
    return this.#spans.get(key) ?? { first: -1, last: -1 };
  }
}

/** Rows of the first and the last write of one key. */
interface Span {
  readonly first: number;
  readonly last: number;
}

function isMeant({ metadata }: KubeObject, { uid }: ObjectPlace): boolean {
  return uid === undefined || metadata.uid === uid;
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
type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** What a write did. */
export function typeOf({ type, previous }: Change): ChangeType {
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
