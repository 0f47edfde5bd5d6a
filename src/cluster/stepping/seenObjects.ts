/** The objects that conditions look at, and since when they are as they are. Heartbeats count for nothing. */
import type { Kind } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { storagePrefix } from '../../apiserver/storageKey';
import type { Scene, Source } from '../../conditions/scene';
import type { Change } from '../../storage/store';
import type { Cluster } from '../cluster';
import { isHeartbeat } from '../heartbeat';

interface Shelf {
  list: readonly KubeObject[] | undefined;
  /** Where each key stands in the list. */
  readonly places: Map<string, number>;
  /** The last change that a person would see. */
  last: Change | undefined;
  readonly stop: () => void;
}

export class SeenObjects implements Scene {
  readonly #shelves = new Map<Source, Shelf>();
  #newest: Change | undefined;

  constructor(private readonly cluster: () => Cluster) {}

  list(kind: Kind): readonly KubeObject[] {
    const shelf = this.#shelves.get(kind) ?? this.#follow(kind);
    if (shelf.list !== undefined) return shelf.list;
    const { entries } = this.cluster().store.list(storagePrefix(kind));
    shelf.places.clear();
    for (const [place, { key }] of entries.entries()) shelf.places.set(key, place);
    shelf.list = entries.map(({ value }) => value);
    return shelf.list;
  }

  /** The last change of any kind that is looked at. */
  get newest(): Change | undefined {
    return this.#newest;
  }

  /** The last change of one of `looked`. */
  newestOf(looked: Iterable<Source>): Change | undefined {
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
      shelf.list = changed(shelf, change);
      shelf.last = change;
      this.#newest = change;
    });
    const shelf: Shelf = { list: undefined, places: new Map(), last: undefined, stop };
    this.#shelves.set(kind, shelf);
    return shelf;
  }
}

/** A list of a thousand is not read anew because one of them is another: only what comes or goes moves the others. */
function changed({ list, places }: Shelf, { type, key, value }: Change): Shelf['list'] {
  const place = places.get(key);
  if (list === undefined || place === undefined || type === 'delete') return undefined;
  const next = [...list];
  next[place] = value;
  return next;
}
