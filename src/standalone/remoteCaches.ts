/**
 * A component's caches over any transport: each kind is listed, then followed by a watch; after a watch has ended it is
 * listed again. What arrives waits in line until the component has its turn.
 * Models staging/src/k8s.io/client-go/tools/cache/reflector.go (v1.36.3). Left out: going on from the last revision after
 * an orderly end (a list tells the same), lists in pages, resyncs.
 */
import type { Kind } from '../api/kinds';
import { type KubeObject, keyOf, keyText } from '../api/meta/objectMeta';
import type { CacheChange } from '../client/cache';
import type { KubeClient } from '../client/client';
import type { Unsubscribe, WatchEvent } from '../client/transport';
import { KindCaches } from '../cluster/kindCaches';
import type { StateSpace } from '../sim/clock';
import { deepFreeze } from '../sim/freeze';

/** The first wait before a list is asked for again; it doubles up to the last. */
const BACK_OFF_MS = 800;
const BACK_OFF_AT_MOST_MS = 30_000;
/** A watch that lasted so long was no failure. */
const HEALTHY_MS = 10_000;

/** What has come of a kind and is not in the cache yet. */
export type Arrival =
  | { readonly type: 'list'; readonly kind: Kind; readonly revision: number; readonly objects: readonly KubeObject[] }
  | { readonly type: 'event'; readonly kind: Kind; readonly event: WatchEvent };

export interface RemoteCachesOptions {
  readonly component: string;
  readonly kinds: readonly Kind[];
  readonly client: KubeClient;
  readonly state: StateSpace;
  /** Something has come: hand it to `receive` when it is its turn. */
  readonly onArrival: (arrival: Arrival) => void;
  /** A list or watch has failed and will be tried again. */
  readonly onTrouble: (kind: Kind, error: unknown) => void;
}

export class RemoteCaches extends KindCaches {
  readonly #options: RemoteCachesOptions;
  readonly #revisions = new Map<Kind, number>();
  readonly #stops = new Set<Unsubscribe>();
  #isOpen = true;

  constructor(options: RemoteCachesOptions) {
    super(options.component, options.kinds, options.state);
    this.#options = options;
  }

  /** Lists every kind into the caches, then begins to watch. Rejects with ApiError if a kind cannot be listed. */
  async open(): Promise<void> {
    for (const kind of this.#options.kinds) this.receive(await this.#list(kind));
    for (const kind of this.#options.kinds) this.#watch(kind, 0);
  }

  /** Puts what came into the cache; hands back what has changed there. */
  receive(arrival: Arrival): readonly CacheChange[] {
    const { kind } = arrival;
    if (arrival.type === 'list') {
      this.#revisions.set(kind, arrival.revision);
      return this.adopt(kind, new Map(arrival.objects.map((object) => [keyText(keyOf(object)), object])));
    }
    const { event } = arrival;
    if (event.type === 'ERROR') return [];
    this.#revisions.set(kind, Number(event.object.metadata.resourceVersion));
    if (event.type === 'BOOKMARK') return [];
    const object = deepFreeze(event.object);
    const key = keyText(keyOf(object));
    // A list that was asked for meanwhile may have told it already.
    const known = this.cacheOf(kind).get(key);
    if (event.type === 'DELETED' && known === undefined) return [];
    if (event.type !== 'DELETED' && known?.metadata.resourceVersion === object.metadata.resourceVersion) return [];
    return [this.replace(kind, key, event.type === 'DELETED' ? undefined : object, object)];
  }

  /** Newest revision this cache has seen of `kind`; 0 before the first. */
  revision(kind: Kind): number {
    return this.#revisions.get(kind) ?? 0;
  }

  close(): void {
    this.#isOpen = false;
    for (const stop of this.#stops) stop();
  }

  async #list(kind: Kind): Promise<Arrival> {
    const { metadata, items } = await this.#options.client.list(kind);
    for (const item of items) deepFreeze(item);
    return { type: 'list', kind, revision: Number(metadata.resourceVersion), objects: items };
  }

  /** Follows from the revision of the last list. What arrives later than that stands in line behind it. */
  #watch(kind: Kind, failures: number, resourceVersion = String(this.revision(kind))): void {
    if (!this.#isOpen) return;
    const { client, onArrival } = this.#options;
    const beganAt = performance.now();
    const stop = client.watch(kind, { resourceVersion, allowWatchBookmarks: true }, (event) => {
      if (event.type !== 'ERROR') return onArrival({ type: 'event', kind, event });
      this.#stops.delete(stop);
      const isHealthy = performance.now() - beganAt > HEALTHY_MS;
      if (!isHealthy) this.#options.onTrouble(kind, event.object.message);
      this.#relistLater(kind, isHealthy ? 0 : failures + 1);
    });
    this.#stops.add(stop);
  }

  #relistLater(kind: Kind, failures: number): void {
    const delayMs = failures === 0 ? 0 : Math.min(BACK_OFF_MS * 2 ** (failures - 1), BACK_OFF_AT_MOST_MS);
    const timer = setTimeout(() => {
      this.#stops.delete(cancel);
      void this.#relist(kind, failures);
    }, delayMs);
    const cancel = (): void => clearTimeout(timer);
    this.#stops.add(cancel);
  }

  async #relist(kind: Kind, failures: number): Promise<void> {
    try {
      const list = await this.#list(kind);
      if (!this.#isOpen) return;
      this.#options.onArrival(list);
      this.#watch(kind, failures, list.type === 'list' ? String(list.revision) : undefined);
    } catch (error) {
      if (!this.#isOpen) return;
      this.#options.onTrouble(kind, error);
      this.#relistLater(kind, failures + 1);
    }
  }
}
