/**
 * The cluster as the scheduler sees it: what the watch brought, plus the pods that it has bound and whose watch
 * event is still on its way (assumed pods).
 * Models pkg/scheduler/backend/cache/cache.go (v1.36.3).
 * Left out: the expiry of assumed pods, because an answered binding always comes back; the node tree by zone.
 */
import type { Node } from '../api/core/node';
import type { Pod } from '../api/core/pod';
import { claimNames } from '../api/core/podClaims';
import { labelSelectorMatches, matchesLabels } from '../api/meta/labels';
import { type LabelSelector, type Labels, controllerOf } from '../api/meta/objectMeta';
import type { Cache, CacheChange } from '../client/cache';
import type { World } from '../component/component';
import type { StateMap } from '../sim/clock';
import { isEnded, isPlaced } from './clusterEvent';
import type { NodeInfo, PlacedPod, Snapshot, StorageReader } from './framework';
import { NodeUsages, allocatableOf } from './nodeInfo';
import { PodCounts } from './podCounts';
import { isResizeInfeasible } from './podRequests';

interface Placement {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
}

export class SchedulerCache {
  readonly #usages: NodeUsages;
  readonly #counts: PodCounts;
  /** By uid. */
  readonly #assumed: StateMap<Placement>;
  /** Placed pods with podAffinity or podAntiAffinity, by uid. */
  readonly #withAffinity: StateMap<Placement>;
  /** Waiting pods for which room was made on a node, by uid. */
  readonly #nominated: StateMap<Placement>;
  /** Claims, volumes and classes as the cache has them. */
  readonly storage: StorageReader;
  /** Derived: an entry holds as long as its node and usage are the present ones. */
  readonly #infos = new Map<string, NodeInfo>();

  constructor(private readonly world: Pick<World, 'cache' | 'state'>) {
    const { state } = world;
    this.#usages = new NodeUsages(state.map('nodes/usage'));
    this.#counts = new PodCounts(state);
    this.#assumed = state.map('pods/assumed');
    this.#withAffinity = state.map('pods/withAffinity');
    this.#nominated = state.map('pods/nominated');
    this.storage = storageReader(() => world.cache);
  }

  /** Forgets everything and counts what the watch has brought: the process has just started. */
  rebuild(): void {
    this.#usages.clear();
    this.#counts.clear();
    this.#assumed.clear();
    this.#withAffinity.clear();
    this.#nominated.clear();
    this.#infos.clear();
    for (const pod of this.world.cache.list('Pod')) {
      if (isPlaced(pod)) this.#change(pod, nodeOf(pod), 1);
      else if (!isEnded(pod)) this.nominate(pod, pod.status.nominatedNodeName ?? '');
    }
  }

  /** Counts `pod` for others as if it were on `node` soon; empty: no longer. */
  nominate(pod: Pod, node: string): void {
    const { namespace = '', name, uid } = pod.metadata;
    if (node !== '') this.#nominated.set(uid, { namespace, name, node });
    else if (this.#nominated.size > 0) this.#nominated.delete(uid);
  }

  isAssumed(uid: string): boolean {
    return this.#assumed.has(uid);
  }

  /** Counts `pod` on `node` from now on, before the binding has been answered. */
  assume(pod: Pod, node: string): void {
    const { namespace = '', name, uid } = pod.metadata;
    this.#assumed.set(uid, { namespace, name, node });
    this.#nominated.delete(uid);
    this.#change(pod, node, 1);
  }

  /** Takes an assumption back: the binding was refused. */
  forget(pod: Pod): void {
    const assumed = this.#assumed.get(pod.metadata.uid);
    if (assumed === undefined) return;
    this.#assumed.delete(pod.metadata.uid);
    this.#change(pod, assumed.node, -1);
  }

  /** Follows a change that has reached the cache. */
  apply(change: CacheChange<Pod>): void {
    const { object: pod } = change;
    const { uid } = pod.metadata;
    const previous = change.type === 'DELETED' ? (change.previous ?? pod) : change.previous;
    const assumed = this.#assumed.get(uid)?.node;
    const was = previous === undefined || isEnded(previous) ? undefined : nodeOf(previous) || assumed;
    const gone = change.type === 'DELETED' || isEnded(pod);
    const is = gone ? undefined : nodeOf(pod) || assumed;
    if (is !== undefined || gone) this.nominate(pod, '');
    else if (previous?.status.nominatedNodeName !== pod.status.nominatedNodeName) {
      this.nominate(pod, pod.status.nominatedNodeName ?? '');
    }
    if (gone || nodeOf(pod) !== '') this.#assumed.delete(uid);
    if (was === is && previous !== undefined && countsTheSame(previous, pod)) return;
    if (was !== undefined && previous !== undefined) this.#change(previous, was, -1);
    if (is !== undefined) this.#change(pod, is, 1);
  }

  /** The cluster now. Read it within the event only. */
  snapshot(): Snapshot {
    const { cache } = this.world;
    const nodes = cache.list('Node').map((node) => this.#nodeInfo(node));
    return {
      nodes,
      storage: this.storage,
      podsOn: (node) => this.#podsOn(node),
      count: (query) => this.#counts.of(query, () => this.#placed(query.namespace)),
      disruptionBudgets: () => cache.list('PodDisruptionBudget'),
      podsUsing: (namespace, claim) =>
        [...this.#placed(namespace)].filter(({ pod }) => claimNames(pod).includes(claim)),
      nominatedOn: (node) => this.#nominatedOn(node),
      podsWithAffinity: () => [...this.#withAffinity.entries()].flatMap(([, placement]) => this.#resolve(placement)),
      defaultSelector: (pod) => defaultSelector(pod, cache),
      namespacesMatching: (selector) =>
        cache
          .list('Namespace')
          .filter((namespace) => labelSelectorMatches(selector, namespace.metadata.labels))
          .map((namespace) => namespace.metadata.name),
    };
  }

  #nodeInfo(node: Node): NodeInfo {
    const { name } = node.metadata;
    const usage = this.#usages.of(name);
    const known = this.#infos.get(name);
    if (known !== undefined && known.node === node && known.usage === usage) return known;
    const info = { name, node, allocatable: allocatableOf(node.status.allocatable), usage };
    this.#infos.set(name, info);
    return info;
  }

  #podsOn(node: string): readonly Pod[] {
    const bound = this.world.cache.podsOnNode(node).filter((pod) => !isEnded(pod));
    if (this.#assumed.size === 0) return bound;
    const assumed = [...this.#assumed.values()].filter((placement) => placement.node === node);
    return [...bound, ...assumed.flatMap((placement) => this.#resolve(placement)).map(({ pod }) => pod)];
  }

  #nominatedOn(node: string): readonly Pod[] {
    if (this.#nominated.size === 0) return nobody;
    const here = [...this.#nominated.values()].filter((placement) => placement.node === node);
    return here.flatMap((placement) => this.#resolve(placement)).map(({ pod }) => pod);
  }

  *#placed(namespace: string): Iterable<PlacedPod> {
    for (const pod of this.world.cache.list('Pod', namespace)) {
      if (isEnded(pod)) continue;
      const node = nodeOf(pod) || this.#assumed.get(pod.metadata.uid)?.node;
      if (node !== undefined) yield { pod, node };
    }
  }

  #resolve({ namespace, name, node }: Placement): readonly PlacedPod[] {
    const pod = this.world.cache.get('Pod', { namespace, name });
    return pod === undefined ? [] : [{ pod, node }];
  }

  #change(pod: Pod, node: string, sign: 1 | -1): void {
    this.#usages.change(node, pod, sign);
    this.#counts.change(node, pod, sign);
    const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
    if (podAffinity === undefined && podAntiAffinity === undefined) return;
    const { namespace = '', name, uid } = pod.metadata;
    if (sign === 1) this.#withAffinity.set(uid, { namespace, name, node });
    else this.#withAffinity.delete(uid);
  }
}

const nobody: readonly Pod[] = Object.freeze([]);

function nodeOf(pod: Pod): string {
  return pod.spec.nodeName ?? '';
}

/** Whether nothing that is counted differs; frozen parts that did not change are shared. */
function countsTheSame(previous: Pod, pod: Pod): boolean {
  return (
    previous.metadata.labels === pod.metadata.labels &&
    previous.metadata.deletionTimestamp === pod.metadata.deletionTimestamp &&
    (previous.status.conditions === pod.status.conditions ||
      isResizeInfeasible(previous) === isResizeInfeasible(pod)) &&
    (previous.spec === pod.spec ||
      (previous.spec.containers === pod.spec.containers && previous.spec.resources === pod.spec.resources))
  );
}

/** `cache` is asked for each time: it is not there yet while the scheduler is being made. */
function storageReader(cache: () => Cache): StorageReader {
  return {
    claim: (namespace, name) => cache().get('PersistentVolumeClaim', { namespace, name }),
    volume: (name) => cache().get('PersistentVolume', { name }),
    volumes: () => cache().list('PersistentVolume'),
    storageClass: (name) => cache().get('StorageClass', { name }),
    driver: (name) => cache().get('CSIDriver', { name }),
    csiNode: (name) => cache().get('CSINode', { name }),
    capacities: () => cache().list('CSIStorageCapacity'),
    attachments: () => cache().list('VolumeAttachment'),
  };
}

/** What the Services and the owner of a pod select together, for spreading pods that say nothing about it themselves. */
function defaultSelector(pod: Pod, cache: Cache): LabelSelector | undefined {
  const { namespace, labels } = pod.metadata;
  let merged: Labels | undefined;
  for (const { spec } of cache.list('Service', namespace)) {
    const { selector = {} } = spec;
    if (Object.keys(selector).length > 0 && matchesLabels(selector, labels)) merged = { ...merged, ...selector };
  }
  const owned = ownerSelector(pod, cache);
  if (merged === undefined) return owned;
  return { ...owned, matchLabels: { ...merged, ...owned?.matchLabels } };
}

function ownerSelector(pod: Pod, cache: Cache): LabelSelector | undefined {
  const owner = controllerOf(pod);
  const { namespace } = pod.metadata;
  if (owner === undefined || namespace === undefined) return undefined;
  const key = { namespace, name: owner.name };
  if (owner.kind === 'ReplicaSet') return cache.get('ReplicaSet', key)?.spec.selector;
  if (owner.kind === 'StatefulSet') return cache.get('StatefulSet', key)?.spec.selector;
  if (owner.kind !== 'ReplicationController') return undefined;
  const matchLabels = cache.get('ReplicationController', key)?.spec.selector;
  return matchLabels === undefined ? undefined : { matchLabels };
}
