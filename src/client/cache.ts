/**
 * A component's own, slightly late copy of what it watches (client-go's informers), as an interface.
 */
import type { KubeObject, Labels, ObjectKey } from '../api/meta/objectMeta';
import type { Kind, Kinds } from '../api/kinds';

/** What a component watches. */
export interface CacheSpec {
  readonly kind: Kind;
  /** Only pods bound to this node: a kubelet's view. */
  readonly nodeName?: string;
  /** Only this object, e.g. a kubelet's own Node. */
  readonly name?: string;
}

/** One difference that has just reached the cache. `previous` is what the cache held before. */
export interface CacheChange<T extends KubeObject = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: Kind;
  /** The new state; for DELETED the last known one. */
  readonly object: T;
  readonly previous?: T;
}

/** How many of an owner's pods that carry this very labels object are what. */
export interface PodCounts {
  readonly labels: Labels | undefined;
  readonly pods: number;
  /** Neither ended nor being deleted. */
  readonly active: number;
  /** Active with the condition Ready. */
  readonly ready: number;
  /** Being deleted, not ended. */
  readonly terminating: number;
}

/** Reads of a component's caches. Objects are frozen. Only kinds that the component watches may be asked for. */
export interface Cache {
  get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined;
  /** In key order. Do not keep the array. */
  list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][];
  /** Pods bound to `nodeName`, in key order. O(hits). */
  podsOnNode(nodeName: string): readonly Kinds['Pod'][];
  /** Objects of `kind` whose ownerReferences name `uid`, in key order. O(hits). */
  ownedBy<K extends Kind>(kind: K, uid: string): readonly Kinds[K][];
  /** The pods that `uid` controls, counted by labels object, in no order. Costs nothing per pod. */
  podCounts(uid: string): readonly PodCounts[];
  /** Objects of `kind` in `namespace` without a controlling owner, in key order. O(hits). */
  orphans<K extends Kind>(kind: K, namespace: string): readonly Kinds[K][];
  /** Newest revision this cache has seen of `kind`; 0 before the first. */
  revision(kind: Kind): number;
}
