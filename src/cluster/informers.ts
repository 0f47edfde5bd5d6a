/**
 * Brings every write to the caches that watch it, a little later, and lets a component that was cut off list again.
 * Models staging/src/k8s.io/client-go/tools/cache (reflector, shared informer; v1.36.3).
 */
import { CUSTOM_RESOURCE, type Kind, type Kinds } from '../api/kinds';
import { storagePrefix } from '../apiserver/storageKey';
import { type KubeObject, type ObjectKey, keyOf, keyText } from '../api/meta/objectMeta';
import type { Cache, CacheChange, CacheSpec, PodCounts } from '../client/cache';
import { deepFreeze } from '../sim/freeze';
import { invariant } from '../sim/invariant';
import type { Kernel } from '../sim/kernel';
import type { StateMap } from '../sim/clock';
import type { Change, Revision, Store } from '../storage/store';
import { KindCache } from './kindCache';

/** Type of the event that carries one change to a component. Its data: index of the spec, revision. */
export const WATCH_EVENT = '@watch';
/** Asks a component's caches to compare themselves with the store. */
export const RELIST_EVENT = '@relist';

/** Where a cache stands: `seen` has reached it, `arrives` is when the last change on its way will. */
interface Position {
  readonly seen: number;
  readonly arrives: number;
}

/** Metadata of custom resources by the objects, so that what has not changed is the same again. */
const metadataAlone = new WeakMap<KubeObject, KubeObject>();

/** What a cache holds of an object: all of it, or the metadata of custom resources, named so that kinds differ. */
function cachedForm(kind: Kind | undefined, key: string, value: KubeObject): KubeObject {
  if (kind !== CUSTOM_RESOURCE) return value;
  let known = metadataAlone.get(value);
  if (known === undefined) {
    const [, , , , plural = ''] = key.split('/');
    const name = `${value.apiVersion.replace('/', ':')}:${plural}:${value.metadata.name}`;
    const { apiVersion, kind: own, metadata } = value;
    known = deepFreeze({ apiVersion, kind: own, metadata: { ...metadata, name } });
    metadataAlone.set(value, known);
  }
  return known;
}

/** The caches of one component. */
export class Informers implements Cache {
  readonly #caches: readonly { readonly spec: CacheSpec; readonly cache: KindCache; readonly position: string }[];
  readonly #byKind = new Map<Kind, KindCache>();
  readonly #positions: StateMap<Position>;

  constructor(
    readonly component: string,
    specs: readonly CacheSpec[],
    private readonly kernel: Kernel,
    private readonly store: Store,
    private readonly latencyMs: number,
  ) {
    this.#positions = kernel.state.map(`cache/${component}`);
    this.#caches = specs.map((spec, index) => {
      const cache = new KindCache(spec.kind, kernel.state.map(`cache/${component}/${spec.kind}`));
      this.#byKind.set(spec.kind, cache);
      return { spec, cache, position: String(index) };
    });
  }

  get specs(): readonly CacheSpec[] {
    return this.#caches.map(({ spec }) => spec);
  }

  /** A write that concerns spec number `index` has happened: it will arrive after the watch latency, never out of order. */
  announce(index: number, change: Change): void {
    const position = this.#position(index);
    const arrives = Math.max(position.arrives, this.kernel.clock.now() + this.latencyMs);
    this.#positions.set(String(index), { ...position, arrives });
    this.kernel.scheduleFrom(change.cause, arrives - this.kernel.clock.now(), {
      actor: this.component,
      type: WATCH_EVENT,
      data: [index, change.revision],
    });
  }

  /** The change of a WATCH_EVENT, applied to the cache; undefined if the cache has it already. */
  receive(index: number, revision: number): CacheChange | undefined {
    const position = this.#position(index);
    const change = this.store.changeAt(revision as Revision);
    if (change === undefined || revision <= position.seen) return undefined;
    this.#positions.set(String(index), { ...position, seen: revision });
    const value = cachedForm(this.#caches[index]?.spec.kind, change.key, change.value);
    return this.#apply(index, keyText(keyOf(value)), change.type === 'delete' ? undefined : value, value);
  }

  /** Compares every cache with the store as it is now; hands back the differences, applied. */
  relist(): readonly CacheChange[] {
    const changes: CacheChange[] = [];
    this.#caches.forEach(({ spec, cache }, index) => {
      const listed = new Map<string, KubeObject>();
      const { revision, entries } = this.store.list(storagePrefix(spec.kind));
      for (const entry of entries) {
        const value = cachedForm(spec.kind, entry.key, entry.value);
        if (concerns(spec, value)) listed.set(keyText(keyOf(value)), value);
      }
      for (const key of [...cache.keys()].sort()) {
        const gone = cache.get(key);
        if (gone !== undefined && !listed.has(key)) changes.push(this.#apply(index, key, undefined, gone));
      }
      for (const [key, object] of listed) {
        const known = cache.get(key);
        if (known?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
        if (known !== undefined && known.metadata.uid !== object.metadata.uid) {
          changes.push(this.#apply(index, key, undefined, known)); // Replaced meanwhile: the old one is gone first.
        }
        changes.push(this.#apply(index, key, object, object));
      }
      this.#positions.set(String(index), { ...this.#position(index), seen: revision });
    });
    return changes;
  }

  /** Drops derived data after a restore. */
  reset(): void {
    for (const { cache } of this.#caches) cache.reset();
  }

  get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined {
    return this.#cache(kind).get(keyText(key)) as Kinds[K] | undefined; // The cache of a kind holds that kind alone.
  }
  list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][] {
    return this.#cache(kind).list(namespace) as readonly Kinds[K][];
  }
  podsOnNode(nodeName: string): readonly Kinds['Pod'][] {
    return this.#cache('Pod').onNode(nodeName) as readonly Kinds['Pod'][];
  }
  ownedBy<K extends Kind>(kind: K, uid: string): readonly Kinds[K][] {
    return this.#cache(kind).ownedBy(uid) as readonly Kinds[K][];
  }
  podCounts(uid: string): readonly PodCounts[] {
    return this.#cache('Pod').podCounts(uid);
  }
  orphans<K extends Kind>(kind: K, namespace: string): readonly Kinds[K][] {
    return this.#cache(kind).orphans(namespace) as readonly Kinds[K][];
  }
  revision(kind: Kind): number {
    const index = this.#caches.findIndex(({ spec }) => spec.kind === kind);
    return this.#position(index).seen;
  }

  #apply(index: number, key: string, next: KubeObject | undefined, object: KubeObject): CacheChange {
    const entry = this.#caches[index];
    invariant(entry !== undefined, `${this.component} has no cache number ${index}`);
    const { cache, spec } = entry;
    const previous = cache.get(key);
    if (next === undefined) cache.delete(key);
    else cache.set(key, next);
    const type = next === undefined ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED';
    return { type, kind: spec.kind, object, ...(previous === undefined ? {} : { previous }) };
  }

  #position(index: number): Position {
    return this.#positions.get(String(index)) ?? { seen: 0, arrives: 0 };
  }

  #cache(kind: Kind): KindCache {
    const cache = this.#byKind.get(kind);
    invariant(cache !== undefined, `${this.component} does not watch ${kind}`);
    return cache;
  }
}

/** Whether a cache with this spec holds `object`. */
export function concerns(spec: CacheSpec, object: KubeObject): boolean {
  if (spec.name !== undefined && object.metadata.name !== spec.name) return false;
  if (spec.nodeName === undefined) return true;
  return (object as Kinds['Pod']).spec.nodeName === spec.nodeName; // Only Pod specs name a node.
}
