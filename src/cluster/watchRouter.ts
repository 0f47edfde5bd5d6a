/**
 * Tells the caches that a write concerns about it, and only those: a hundred kubelets cost a write no more than one.
 */
import { type Kind, kinds } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import type { Kinds } from '../api/kinds';
import type { Change, Revision, Store } from '../storage/store';
import type { Informers } from './informers';
import { storagePrefix } from '../apiserver/storageKey';

interface Listener {
  readonly informers: Informers;
  /** Number of the spec among the component's. */
  readonly index: number;
}

export class WatchRouter {
  /** Listeners of a kind without a filter, and by the value of their one filter. */
  readonly #all = new Map<Kind, Listener[]>();
  readonly #byNode = new Map<string, Listener[]>();
  readonly #byName = new Map<string, Listener[]>();

  /** `isConnected` says whether a component hears of changes at present. */
  constructor(store: Store, isConnected: (component: string) => boolean) {
    for (const kind of Object.keys(kinds) as Kind[]) {
      store.watch(storagePrefix(kind), store.revision as Revision, (change) => {
        for (const listener of this.#listeners(kind, change)) {
          if (isConnected(listener.informers.component)) listener.informers.announce(listener.index, change);
        }
      });
    }
  }

  add(informers: Informers): void {
    informers.specs.forEach((spec, index) => {
      const listener = { informers, index };
      if (spec.nodeName !== undefined) push(this.#byNode, spec.nodeName, listener);
      else if (spec.name !== undefined) push(this.#byName, `${spec.kind}/${spec.name}`, listener);
      else push(this.#all, spec.kind, listener);
    });
  }

  remove(component: string): void {
    for (const map of [this.#all, this.#byNode, this.#byName] as Map<string, Listener[]>[]) {
      for (const [key, listeners] of map) {
        map.set(
          key,
          listeners.filter(({ informers }) => informers.component !== component),
        );
      }
    }
  }

  *#listeners(kind: Kind, change: Change): Iterable<Listener> {
    yield* this.#all.get(kind) ?? [];
    yield* this.#byName.get(`${kind}/${change.value.metadata.name}`) ?? [];
    const node = kind === 'Pod' ? nodeNameOf(change.value) : undefined;
    if (node !== undefined) yield* this.#byNode.get(node) ?? [];
  }
}

function nodeNameOf(pod: KubeObject): string | undefined {
  return (pod as Kinds['Pod']).spec.nodeName; // Called for pods alone.
}

function push<K>(map: Map<K, Listener[]>, key: K, listener: Listener): void {
  const listeners = map.get(key);
  if (listeners === undefined) map.set(key, [listener]);
  else listeners.push(listener);
}
