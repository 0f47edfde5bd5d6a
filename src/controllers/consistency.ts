/**
 * Keeps a control loop from acting on a cache that has not seen its own last writes.
 * Models pkg/controller/util/consistency (v1.36.3) for all controllers; expectations are not needed beside it.
 */
import type { Kind, Kinds } from '../api/kinds';
import { type KubeObject, type ListOf, type ObjectKey, keyText, parseKey } from '../api/meta/objectMeta';
import type { Cache, PodCounts } from '../client/cache';
import type { DeleteOptions, Draft, KubeClient, ListOptions, Patch, Subresource, WatchOptions } from '../client/client';
import type { ApiRequest, ApiResponse, Unsubscribe, WatchEvent } from '../client/transport';

/** What one reconcile wrote, as far as the manager's caches will show it. */
export interface Wrote {
  /** Newest revision written, per kind. */
  readonly revisions: Readonly<Partial<Record<Kind, number>>>;
  /** Objects whose deletion was accepted: a delete answers with no revision. Oldest first. */
  readonly deletes: readonly { readonly kind: Kind; readonly key: string; readonly uid: string }[];
}

/** A client that remembers what it wrote to the kinds in `watched`. Made for one reconcile. */
export class NotingClient implements KubeClient {
  readonly #client: KubeClient;
  readonly #cache: Cache;
  readonly #watched: ReadonlySet<Kind>;
  readonly #revisions: Partial<Record<Kind, number>> = {};
  readonly #deletes: { kind: Kind; key: string; uid: string }[] = [];

  constructor(client: KubeClient, cache: Cache, watched: ReadonlySet<Kind>) {
    this.#client = client;
    this.#cache = cache;
    this.#watched = watched;
  }

  /** What was written so far; undefined if nothing. */
  wrote(): Wrote | undefined {
    const nothing = this.#deletes.length === 0 && Object.keys(this.#revisions).length === 0;
    return nothing ? undefined : { revisions: this.#revisions, deletes: this.#deletes };
  }

  #note<T extends KubeObject>(kind: Kind, object: T): T {
    if (!this.#watched.has(kind)) return object;
    const revision = Number(object.metadata.resourceVersion);
    this.#revisions[kind] = Math.max(this.#revisions[kind] ?? 0, revision);
    return object;
  }

  get<K extends Kind>(kind: K, key: ObjectKey): Promise<Kinds[K]> {
    return this.#client.get(kind, key);
  }
  list<K extends Kind>(kind: K, options?: ListOptions): Promise<ListOf<Kinds[K]>> {
    return this.#client.list(kind, options);
  }
  watch<K extends Kind>(kind: K, options: WatchOptions, onEvent: (event: WatchEvent<Kinds[K]>) => void): Unsubscribe {
    return this.#client.watch(kind, options, onEvent);
  }
  raw(request: ApiRequest): Promise<ApiResponse> {
    return this.#client.raw(request);
  }
  async create<K extends Kind>(kind: K, object: Draft<Kinds[K]>): Promise<Kinds[K]> {
    return this.#note(kind, await this.#client.create(kind, object));
  }
  async update<K extends Kind>(kind: K, object: Kinds[K], subresource?: Subresource): Promise<Kinds[K]> {
    return this.#note(kind, await this.#client.update(kind, object, subresource));
  }
  async patch<K extends Kind>(kind: K, key: ObjectKey, patch: Patch, subresource?: Subresource): Promise<Kinds[K]> {
    return this.#note(kind, await this.#client.patch(kind, key, patch, subresource));
  }
  async delete<K extends Kind>(kind: K, key: ObjectKey, options?: DeleteOptions): Promise<void> {
    const uid = options?.preconditions?.uid ?? (this.#watched.has(kind) ? this.#uidOf(kind, key) : undefined);
    await this.#client.delete(kind, key, options);
    if (uid !== undefined && this.#watched.has(kind)) this.#deletes.push({ kind, key: keyText(key), uid });
  }

  #uidOf(kind: Kind, key: ObjectKey): string | undefined {
    return this.#cache.get(kind, key)?.metadata.uid;
  }
}

/** The kind whose cache has not yet seen all of `wrote`; undefined once every cache has. O(kinds). */
export function unseenKind(wrote: Wrote | undefined, cache: Cache): Kind | undefined {
  if (wrote === undefined) return undefined;
  for (const [kind, revision] of Object.entries(wrote.revisions)) {
    if (cache.revision(kind as Kind) < revision) return kind as Kind; // Keys of a record over Kind.
  }
  // A cache shows changes in their order: once the last deletion is there, so are those before it.
  const last = wrote.deletes.at(-1);
  if (last === undefined) return undefined;
  const object = cache.get(last.kind, parseKey(last.key));
  const isSeen = object === undefined || object.metadata.uid !== last.uid || isTerminating(object);
  return isSeen ? undefined : last.kind;
}

function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** A cache that counts the objects it hands out: what a reconcile costs in virtual time follows from it. */
export class CountingCache implements Cache {
  /** Objects handed out so far. */
  count = 0;
  readonly #cache: Cache;
  constructor(cache: Cache) {
    this.#cache = cache;
  }
  #counted<T>(objects: readonly T[]): readonly T[] {
    this.count += objects.length;
    return objects;
  }
  get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined {
    this.count += 1;
    return this.#cache.get(kind, key);
  }
  list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][] {
    return this.#counted(this.#cache.list(kind, namespace));
  }
  podsOnNode(nodeName: string): readonly Kinds['Pod'][] {
    return this.#counted(this.#cache.podsOnNode(nodeName));
  }
  ownedBy<K extends Kind>(kind: K, uid: string): readonly Kinds[K][] {
    return this.#counted(this.#cache.ownedBy(kind, uid));
  }
  /** Not counted: whoever counts pods so has had them handed out before. */
  podCounts(uid: string): readonly PodCounts[] {
    return this.#cache.podCounts(uid);
  }
  orphans<K extends Kind>(kind: K, namespace: string): readonly Kinds[K][] {
    return this.#counted(this.#cache.orphans(kind, namespace));
  }
  revision(kind: Kind): number {
    return this.#cache.revision(kind);
  }
}
