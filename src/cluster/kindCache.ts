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
  orphans: (object: KubeObject) =>
    controllerOf(object) === undefined ? [object.metadata.namespace ?? ''] : NONE,
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
  #indexes: Indexes | undefined;

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
    if (this.#indexes === undefined) return;
    const same = previous !== undefined && sameIndexKeys(previous, object);
    if (previous !== undefined && !same) visit(this.#indexes, previous, (index, name) => index.get(name)?.delete(key));
    this.#indexes.all.set(key, object);
    visit(this.#indexes, object, (index, name) => {
      const found = index.get(name) ?? new SortedObjects();
      index.set(name, found);
      found.set(key, object);
    });
    if (previous !== undefined) this.#tallyOf(previous)?.remove(previous as Pod); // Only pods are tallied.
    this.#tallyOf(object)?.add(object as Pod);
  }

  delete(key: string): void {
    const previous = this.#objects.get(key);
    if (previous === undefined) return;
    this.#objects.delete(key);
    if (this.#indexes === undefined) return;
    this.#indexes.all.delete(key);
    visit(this.#indexes, previous, (index, name) => {
      const found = index.get(name);
      found?.delete(key);
      if (found?.objects.length === 0) index.delete(name);
    });
    this.#tallyOf(previous)?.remove(previous as Pod); // Only pods are tallied.
    for (const { uid } of previous.metadata.ownerReferences ?? []) {
      if (!this.#indexes.byOwner.has(uid)) this.#indexes.tallies.delete(uid);
    }
  }

  /** Drops what is derived: the state behind it was restored. */
  reset(): void {
    this.#indexes = undefined;
  }

  list(namespace?: string): readonly KubeObject[] {
    const indexes = this.#built();
    return namespace === undefined ? indexes.all.objects : (indexes.byNamespace.get(namespace)?.objects ?? NOTHING);
  }

  ownedBy(uid: string): readonly KubeObject[] {
    return this.#built().byOwner.get(uid)?.objects ?? NOTHING;
  }

  /** For a cache of pods. */
  podCounts(uid: string): readonly PodCounts[] {
    const { byOwner, tallies } = this.#built();
    const owned = byOwner.get(uid);
    if (owned === undefined) return [];
    let tally = tallies.get(uid);
    if (tally === undefined) {
      tally = new PodTally();
      for (const object of owned.objects) if (controllerOf(object)?.uid === uid) tally.add(object as Pod);
      tallies.set(uid, tally);
    }
    return tally.groups();
  }

  #tallyOf(object: KubeObject): PodTally | undefined {
    const tallies = this.#indexes?.tallies;
    if (tallies === undefined || tallies.size === 0) return undefined;
    const uid = controllerOf(object)?.uid;
    return uid === undefined ? undefined : tallies.get(uid);
  }

  orphans(namespace: string): readonly KubeObject[] {
    return this.#built().orphans.get(namespace)?.objects ?? NOTHING;
  }

  onNode(node: string): readonly KubeObject[] {
    return this.#built().byNode.get(node)?.objects ?? NOTHING;
  }

  #built(): Indexes {
    if (this.#indexes === undefined) {
      this.#indexes = {
        all: new SortedObjects(),
        byNamespace: new Map(),
        byOwner: new Map(),
        orphans: new Map(),
        byNode: new Map(),
        tallies: new Map(),
      };
      const sorted = [...this.#objects.entries()].sort(([x], [y]) => (x < y ? -1 : 1));
      for (const [key, object] of sorted) {
        this.#indexes.all.set(key, object);
        visit(this.#indexes, object, (index, name) => {
          const found = index.get(name) ?? new SortedObjects();
          index.set(name, found);
          found.set(key, object);
        });
      }
    }
    return this.#indexes;
  }
}

/** Where an object stands in the indexes depends on these alone. */
function sameIndexKeys(x: KubeObject, y: KubeObject): boolean {
  return x.metadata.ownerReferences === y.metadata.ownerReferences && nodeOf(x) === nodeOf(y);
}

function nodeOf(object: KubeObject): string | undefined {
  return object.kind === 'Pod' ? (object as KubeObject & { spec: { nodeName?: string } }).spec.nodeName : undefined; // A Pod has a spec.
}

function visit(indexes: Indexes, object: KubeObject, at: (index: Index, name: string) => void): void {
  const { namespace = '', ownerReferences } = object.metadata;
  at(indexes.byNamespace, namespace);
  for (const { uid } of ownerReferences ?? []) at(indexes.byOwner, uid);
  if (controllerOf(object) === undefined) at(indexes.orphans, namespace);
  const node = nodeOf(object);
  if (node !== undefined && node !== '') at(indexes.byNode, node);
}
