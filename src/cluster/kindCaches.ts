/** The reads of a component's caches, whatever fills them: one KindCache for each kind that it watches. */
import type { Kind, Kinds } from '../api/kinds';
import type { KubeObject, ObjectKey } from '../api/meta/objectMeta';
import { keyText } from '../api/meta/objectMeta';
import type { Cache, CacheChange, PodCounts } from '../client/cache';
import type { StateSpace } from '../sim/clock';
import { invariant } from '../sim/invariant';
import { KindCache } from './kindCache';

/** Who fills the caches says how far each has come. */
export abstract class KindCaches implements Cache {
  readonly #byKind: ReadonlyMap<Kind, KindCache>;

  /** The objects are kept in maps of `state`, one for each kind, named after it. */
  constructor(
    readonly component: string,
    kinds: readonly Kind[],
    state: StateSpace,
  ) {
    this.#byKind = new Map(kinds.map((kind) => [kind, new KindCache(kind, state.map(kind))]));
  }

  abstract revision(kind: Kind): number;

  /** Drops derived data after a restore. */
  reset(): void {
    for (const cache of this.#byKind.values()) cache.reset();
  }

  get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined {
    return this.cacheOf(kind).get(keyText(key)) as Kinds[K] | undefined; // The cache of a kind holds that kind alone.
  }
  list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][] {
    return this.cacheOf(kind).list(namespace) as readonly Kinds[K][];
  }
  podsOnNode(nodeName: string): readonly Kinds['Pod'][] {
    return this.cacheOf('Pod').onNode(nodeName) as readonly Kinds['Pod'][];
  }
  ownedBy<K extends Kind>(kind: K, uid: string): readonly Kinds[K][] {
    return this.cacheOf(kind).ownedBy(uid) as readonly Kinds[K][];
  }
  podCounts(uid: string): readonly PodCounts[] {
    return this.cacheOf('Pod').podCounts(uid);
  }
  orphans<K extends Kind>(kind: K, namespace: string): readonly Kinds[K][] {
    return this.cacheOf(kind).orphans(namespace) as readonly Kinds[K][];
  }

  protected cacheOf(kind: Kind): KindCache {
    const cache = this.#byKind.get(kind);
    invariant(cache !== undefined, `${this.component} does not watch ${kind}`);
    return cache;
  }

  /** Puts `next` in the place of what the cache holds under `key`, or nothing; `object` is what the change tells of. */
  protected replace(kind: Kind, key: string, next: KubeObject | undefined, object: KubeObject): CacheChange {
    const cache = this.cacheOf(kind);
    const previous = cache.get(key);
    if (next === undefined) cache.delete(key);
    else cache.set(key, next);
    const type = next === undefined ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED';
    return { type, kind, object, ...(previous === undefined ? {} : { previous }) };
  }

  /** Makes the cache hold what a list of its kind says, by key; hands back the differences. */
  protected adopt(kind: Kind, listed: ReadonlyMap<string, KubeObject>): readonly CacheChange[] {
    const cache = this.cacheOf(kind);
    const changes: CacheChange[] = [];
    for (const key of [...cache.keys()].sort()) {
      const gone = cache.get(key);
      if (gone !== undefined && !listed.has(key)) changes.push(this.replace(kind, key, undefined, gone));
    }
    for (const [key, object] of listed) {
      const known = cache.get(key);
      if (known?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
      if (known !== undefined && known.metadata.uid !== object.metadata.uid) {
        changes.push(this.replace(kind, key, undefined, known)); // Replaced meanwhile: the old one is gone first.
      }
      changes.push(this.replace(kind, key, object, object));
    }
    return changes;
  }
}
