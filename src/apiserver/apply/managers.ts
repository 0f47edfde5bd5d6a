/**
 * Who owns which field: what metadata.managedFields says. It is kept beside the objects, and only for those that a
 * person has written; what components write is noted in a few words and compared when somebody asks.
 * Models staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal (v1.36.3).
 * Simplified: of objects that only components have written, the owners are told from the kind; a component's writes in a
 * row count as one. Left out: the cap of ten managers, objects without owners.
 */
import { apiVersionOf, type Kind } from '../../api/kinds';
import { isDeepEqual } from '../../api/meta/equality';
import type { KubeObject } from '../../api/meta/objectMeta';
import { formatTime } from '../../api/meta/time';
import type { StateMap, StateSpace } from '../../sim/clock';
import type { Entry } from '../../storage/store';
import type { Call } from '../call';
import { asSent, saidIn } from './asSent';
import { compare } from './compare';
import { derivedEntries } from './derived';
import { difference, isEmpty, NO_FIELDS, union } from './fieldSet';
import { emptyObject, hasFields, inOrder, type ManagedEntry, shapeOf, withoutSystemFields } from './managedEntry';

/** A write whose fields nobody has asked for yet. */
interface Pending {
  readonly manager: string;
  readonly subresource: string;
  readonly time: string;
  /** Absent: it created the object, */
  readonly from?: KubeObject;
  /** whose maker said these words of those that admission adds. */
  readonly said?: readonly string[];
  readonly to: KubeObject;
}

interface Row {
  readonly uid: string;
  readonly entries: readonly ManagedEntry[];
  readonly pending: readonly Pending[];
}

/** More are compared at once. */
const MOST_PENDING = 6;
const components = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet']);
/** Written all the time, by components. */
const untracked = new Set<Kind>(['Event', 'Lease']);

/** Who owns which fields of each object. Its rows are part of the run's state. */
export class Managers {
  readonly #rows: StateMap<Row>;

  constructor(state: StateSpace) {
    this.#rows = state.map('kube-apiserver/managers');
  }

  /** `sent` has become the object `stored` at `key`. */
  created(call: Call, kind: Kind, key: string, sent: KubeObject, stored: KubeObject): void {
    if (isComponent(call) || untracked.has(kind)) return;
    this.#rows.set(key, { uid: stored.metadata.uid, entries: [], pending: [creation(call, kind, sent, stored)] });
  }

  /** `old` has become `next`. */
  updated(call: Call, kind: Kind, key: string, subresource: string, old: KubeObject, next: KubeObject): void {
    const byComponent = isComponent(call);
    if ((byComponent && this.#rows.size === 0) || untracked.has(kind)) return;
    const { uid } = next.metadata;
    const found = this.#rows.get(key);
    const known = found?.uid === uid ? found : undefined;
    if (byComponent && known === undefined) return;
    const row = known ?? { uid, entries: derivedEntries(kind, old), pending: [] };
    const pending = { manager: managerOf(call), subresource, time: timeOf(call), from: old, to: next };
    const last = row.pending.at(-1);
    const isSame = byComponent && last?.manager === pending.manager && last.subresource === subresource;
    if (isSame && last.from !== undefined) {
      this.#rows.set(key, { ...row, pending: [...row.pending.slice(0, -1), { ...pending, from: last.from }] });
    } else if (row.pending.length < MOST_PENDING) {
      this.#rows.set(key, { ...row, pending: [...row.pending, pending] });
    } else {
      this.#rows.set(key, { uid, entries: folded(kind, row), pending: [pending] });
    }
  }

  /** The object at `key` is gone. */
  forget(key: string): void {
    if (this.#rows.size > 0) this.#rows.delete(key);
  }

  /** The owners of `object`, in the order in which they are told. */
  entriesOf(kind: Kind, { key, value: object }: Pick<Entry, 'key' | 'value'>): readonly ManagedEntry[] {
    const row = this.#rows.get(key);
    if (row === undefined || row.uid !== object.metadata.uid) return derivedEntries(kind, object);
    return inOrder(folded(kind, row));
  }

  /** From now on these are the owners. */
  set(key: string, uid: string, entries: readonly ManagedEntry[]): void {
    this.#rows.set(key, { uid, entries, pending: [] });
  }

  /** The stored object as a person's client gets it. Components and the page do without: it weighs more than the rest. */
  shown(call: Call, kind: Kind, entry: Pick<Entry, 'key' | 'value'>): KubeObject {
    return wantsManagers(call) ? withManagers(entry.value, this.entriesOf(kind, entry)) : entry.value;
  }

  /** As `shown`, of what `sent` would have become: a dry run leaves no row behind. */
  shownUnstored(call: Call, kind: Kind, sent: KubeObject, object: KubeObject): KubeObject {
    if (!wantsManagers(call) || untracked.has(kind)) return object;
    return withManagers(object, afterUpdate(kind, [], creation(call, kind, sent, object)));
  }

  /** The owners that `sent` names, if it means to change them. */
  rewritten(call: Call, kind: Kind, entry: Entry, sent: KubeObject): readonly ManagedEntry[] | undefined {
    const given = sent.metadata.managedFields as readonly ManagedEntry[] | undefined; // As the decoder has read it.
    if (given === undefined || given.length === 0 || isComponent(call)) return undefined;
    if (given.length === 1 && given[0]?.manager === undefined) return [];
    return isDeepEqual(given, this.entriesOf(kind, entry)) ? undefined : given;
  }
}

function creation(call: Call, kind: Kind, sent: KubeObject, to: KubeObject): Pending {
  return { manager: managerOf(call), subresource: '', time: timeOf(call), to, said: saidIn(kind, sent) };
}

/** Foreign clients introduce themselves as `name/version`; our own say a bare name. */
export function wantsManagers({ request }: Call): boolean {
  return request.headers?.['user-agent']?.includes('/') === true;
}

/** `object` with `entries` as its managedFields; the object itself if there are none. */
export function withManagers(object: KubeObject, entries: readonly ManagedEntry[]): KubeObject {
  if (entries.length === 0) return object;
  return { ...object, metadata: { ...object.metadata, managedFields: entries as never } }; // Theirs has opaque fields.
}

function isComponent({ request }: Call): boolean {
  const agent = request.headers?.['user-agent'];
  return agent !== undefined && components.has(agent);
}

function managerOf({ query, request }: Call): string {
  const agent = request.headers?.['user-agent']?.split('/')[0] ?? '';
  return query.fieldManager || agent || 'unknown';
}

/** The instant of a call as managedFields write it. */
export function timeOf(call: Call): string {
  return formatTime(call.backend.clock.now());
}

function folded(kind: Kind, { entries, pending }: Row): readonly ManagedEntry[] {
  let all = entries;
  for (const write of pending) all = afterUpdate(kind, all, write);
  return all;
}

/** The owners after somebody has written by other means than an apply: what changed is the writer's. */
function afterUpdate(kind: Kind, entries: readonly ManagedEntry[], write: Pending): readonly ManagedEntry[] {
  const { manager, subresource, time, to } = write;
  const from = write.from ?? emptyObject(kind);
  const next = write.from === undefined ? { ...emptyObject(kind), ...asSent(kind, to, write.said) } : to;
  const { added, modified, removed } = compare(from, next, shapeOf(kind));
  const changed = withoutSystemFields(union(added, modified));
  const isOwn = (entry: ManagedEntry) =>
    entry.manager === manager && entry.operation === 'Update' && (entry.subresource ?? '') === subresource;
  const left = entries.map((entry) => ({
    ...entry,
    fieldsV1: difference(difference(entry.fieldsV1, changed), removed),
  }));
  if (isEmpty(changed)) return left.filter(hasFields);
  const own: ManagedEntry = {
    manager,
    operation: 'Update',
    apiVersion: apiVersionOf(kind),
    // The scale's own handler notes no time.
    ...(subresource === 'scale' ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: union(left.find(isOwn)?.fieldsV1 ?? NO_FIELDS, changed),
    ...(subresource === '' ? {} : { subresource }),
  };
  return [...left.filter((entry) => !isOwn(entry)), own].filter(hasFields);
}
