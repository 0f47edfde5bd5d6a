/**
 * A component's copy of one kind, with the indexes that control loops ask for.
 * The copy is state; the indexes are derived and rebuilt when first needed after a restore.
 * Models staging/src/k8s.io/client-go/tools/cache/thread_safe_store.go (v1.36.3).
 */
import type { Kind } from '../api/kinds';
import { type KubeObject, controllerOf } from '../api/meta/objectMeta';
import type { Pod } from '../api/core/pod';
import type { PodCounts } from '../client/cache';
import type { StateMap } from '../sim/clock';
import { PodTally } from './podTally';
import { SortedObjects } from './sortedObjects';

/** What objects are found by, and what a change moves them between. */
const namings = {
  all: () => [''],
  byNamespace: ({ metadata }: KubeObject) => [metadata.namespace ?? ''],
  byOwner: ({ metadata }: KubeObject) => metadata.ownerReferences?.map(({ uid }) => uid) ?? NONE,
  /** Without a controlling owner, by namespace. */
  orphans: (object: KubeObject) => (controllerOf(object) === undefined ? [object.metadata.namespace ?? ''] : NONE),
  byNode: (object: KubeObject) => {
    const node = nodeOf(object);
    return node === undefined || node === '' ? NONE : [node];
  },
} as const satisfies Readonly<Record<string, (object: KubeObject) => readonly string[]>>;

type IndexName = keyof typeof namings;

const NONE: readonly string[] = [];
const NOTHING: readonly KubeObject[] = [];

export class KindCache {
  readonly #objects: StateMap<KubeObject>;
  /** Those that somebody has asked for: a kubelet has no use for owners. */
  readonly #indexes = new Map<IndexName, ObjectIndex>();
  /** Of owners whose pods somebody counts. */
  readonly #tallies = new Map<string, PodTally>();

  constructor(
    readonly kind: Kind,
    objects: StateMap<KubeObject>,
  ) {
    this.#objects = objects;
  }

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  keys(): IterableIterator<string> {
    return this.#objects.keys();
  }

  set(key: string, object: KubeObject): void {
    const previous = this.#objects.get(key);
    this.#objects.set(key, object);
    const isElsewhere = previous !== undefined && !sameIndexKeys(previous, object);
    for (const index of this.#indexes.values()) {
      if (isElsewhere) index.leave(key, previous, object);
      index.set(key, object);
    }
    if (this.#tallies.size === 0) return;
    if (previous !== undefined) this.#tallyOf(previous)?.remove(previous as Pod); // Only pods are tallied.
    this.#tallyOf(object)?.add(object as Pod);
  }

  delete(key: string): void {
    const previous = this.#objects.get(key);
    if (previous === undefined) return;
    this.#objects.delete(key);
    for (const index of this.#indexes.values()) index.delete(key, previous);
    if (this.#tallies.size === 0) return;
    const tally = this.#tallyOf(previous);
    tally?.remove(previous as Pod); // Only pods are tallied.
    if (tally?.isEmpty === true) this.#tallies.delete(controllerOf(previous)?.uid ?? '');
  }

  /** Drops what is derived: the state behind it was restored. */
  reset(): void {
    this.#indexes.clear();
    this.#tallies.clear();
  }

  list(namespace?: string): readonly KubeObject[] {
    return namespace === undefined ? this.#found('all', '') : this.#found('byNamespace', namespace);
  }

  ownedBy(uid: string): readonly KubeObject[] {
    return this.#found('byOwner', uid);
  }

  /** For a cache of pods. */
  podCounts(uid: string): readonly PodCounts[] {
    let tally = this.#tallies.get(uid);
    if (tally === undefined) {
      tally = new PodTally();
      for (const object of this.ownedBy(uid)) if (controllerOf(object)?.uid === uid) tally.add(object as Pod);
      // An owner without pods may be gone for good.
      if (!tally.isEmpty) this.#tallies.set(uid, tally);
    }
    return tally.groups();
  }

  orphans(namespace: string): readonly KubeObject[] {
    return this.#found('orphans', namespace);
  }

  onNode(node: string): readonly KubeObject[] {
    return this.#found('byNode', node);
  }

  #tallyOf(object: KubeObject): PodTally | undefined {
    const uid = controllerOf(object)?.uid;
    return uid === undefined ? undefined : this.#tallies.get(uid);
  }

  #found(by: IndexName, name: string): readonly KubeObject[] {
    let index = this.#indexes.get(by);
    if (index === undefined) {
      index = new ObjectIndex(namings[by]);
      const sorted = [...this.#objects.entries()].sort(([x], [y]) => (x < y ? -1 : 1));
      for (const [key, object] of sorted) index.set(key, object);
      this.#indexes.set(by, index);
    }
    return index.found(name);
  }
}

/** Objects in key order under each of the names that `namesOf` gives them. */
class ObjectIndex {
  readonly #groups = new Map<string, SortedObjects>();

  constructor(private readonly namesOf: (object: KubeObject) => readonly string[]) {}

  found(name: string): readonly KubeObject[] {
    return this.#groups.get(name)?.objects ?? NOTHING;
  }

  set(key: string, object: KubeObject): void {
    for (const name of this.namesOf(object)) {
      let group = this.#groups.get(name);
      if (group === undefined) {
        group = new SortedObjects();
        this.#groups.set(name, group);
      }
      group.set(key, object);
    }
  }

  /** `object` is what stands under `key`. */
  delete(key: string, object: KubeObject): void {
    this.#remove(key, this.namesOf(object));
  }

  /** Takes `previous` from where `next` will not stand: a pod that is bound stays in its place in most indexes. */
  leave(key: string, previous: KubeObject, next: KubeObject): void {
    const kept = this.namesOf(next);
    this.#remove(
      key,
      this.namesOf(previous).filter((name) => !kept.includes(name)),
    );
  }

  #remove(key: string, names: readonly string[]): void {
    for (const name of names) {
      const group = this.#groups.get(name);
      group?.delete(key);
      if (group?.objects.length === 0) this.#groups.delete(name);
    }
  }
}

/** Where an object stands in the indexes depends on these alone. */
function sameIndexKeys(x: KubeObject, y: KubeObject): boolean {
  return x.metadata.ownerReferences === y.metadata.ownerReferences && nodeOf(x) === nodeOf(y);
}

function nodeOf(object: KubeObject): string | undefined {
  return object.kind === 'Pod' ? (object as KubeObject & { spec: { nodeName?: string } }).spec.nodeName : undefined; // A Pod has a spec.
}
