/** The objects that conditions look at, and since when they are as they are. Heartbeats count for nothing. */
import type { Kind } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { storagePrefix } from '../../apiserver/storageKey';
import type { Scene } from '../../conditions/scene';
import type { Change } from '../../storage/store';
import type { Cluster } from '../cluster';
import { isHeartbeat } from '../heartbeat';

interface Shelf {
  list: readonly KubeObject[] | undefined;
  /** The last change that a person would see. */
  last: Change | undefined;
  readonly stop: () => void;
}

export class SeenObjects implements Scene {
  readonly #shelves = new Map<Kind, Shelf>();
  #newest: Change | undefined;

  constructor(private readonly cluster: () => Cluster) {}

  list(kind: Kind): readonly KubeObject[] {
    const shelf = this.#shelves.get(kind) ?? this.#follow(kind);
    const { store } = this.cluster();
    shelf.list ??= store.list(storagePrefix(kind)).entries.map(({ value }) => value);
    return shelf.list;
  }

  /** The last change of any kind that is looked at. */
  get newest(): Change | undefined {
    return this.#newest;
  }

  /** The last change of one of `looked`. */
  newestOf(looked: Iterable<Kind>): Change | undefined {
    let newest: Change | undefined;
    for (const kind of looked) {
      const last = this.#shelves.get(kind)?.last;
      if (last !== undefined && (newest === undefined || last.revision > newest.revision)) newest = last;
    }
    return newest;
  }

  /** The cluster is another one, or went elsewhere in time: nothing is known of it. */
  forget(): void {
    for (const { stop } of this.#shelves.values()) stop();
    this.#shelves.clear();
    this.#newest = undefined;
  }

  #follow(kind: Kind): Shelf {
    const { store } = this.cluster();
    const stop = store.watch(storagePrefix(kind), store.revision, (change) => {
      if (isHeartbeat(change)) return;
      shelf.list = undefined;
      shelf.last = change;
      this.#newest = change;
    });
    const shelf: Shelf = { list: undefined, last: undefined, stop };
    this.#shelves.set(kind, shelf);
    return shelf;
  }
}
