/**
 * Tells the caches that a write concerns about it, and only those: a hundred kubelets cost a write no more than one.
 */
import { CUSTOM_RESOURCE, type Kind, kinds } from '../api/kinds';
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
  /** Kinds of which somebody follows single objects. */
  readonly #named = new Set<Kind>();

  /** `isConnected` says whether a component hears of changes at present. */
  constructor(
    store: Store,
    private readonly isConnected: (component: string) => boolean,
  ) {
    for (const kind of [...(Object.keys(kinds) as Kind[]), CUSTOM_RESOURCE]) {
      store.watch(storagePrefix(kind), store.revision as Revision, (change) => this.#route(kind, change));
    }
  }

  add(informers: Informers): void {
    informers.specs.forEach((spec, index) => {
      const listener = { informers, index };
      if (spec.nodeName !== undefined) push(this.#byNode, spec.nodeName, listener);
      else if (spec.name !== undefined) {
        push(this.#byName, `${spec.kind}/${spec.name}`, listener);
        this.#named.add(spec.kind);
      } else push(this.#all, spec.kind, listener);
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

  #route(kind: Kind, change: Change): void {
    this.#tell(this.#all.get(kind), change);
    const { name } = change.value.metadata;
    if (this.#named.has(kind)) this.#tell(this.#byName.get(`${kind}/${name}`), change);
    const node = kind === 'Pod' ? nodeNameOf(change.value) : undefined;
    if (node !== undefined) this.#tell(this.#byNode.get(node), change);
  }

  #tell(listeners: readonly Listener[] | undefined, change: Change): void {
    if (listeners === undefined) return;
    for (let at = 0; at < listeners.length; at += 1) {
      const { informers, index } = listeners[at] as Listener; // In range.
      if (this.isConnected(informers.component)) informers.announce(index, change);
    }
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
