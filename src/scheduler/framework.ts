/**
 * What a scheduling plugin is: the questions that the scheduler asks it, and what it sees of the cluster.
 * Models staging/src/k8s.io/kube-scheduler/framework/interface.go (v1.36.3).
 * Left out: Permit, which no default plugin has. DefaultBinder's Bind is outcome.ts, VolumeBinding's PreBind is
 * volumeWaits.ts, DefaultPreemption is preemption.ts.
 */
import type { LabelSelector } from '../api/meta/objectMeta';
import type { Node } from '../api/core/node';
import type { PersistentVolume } from '../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../api/core/persistentVolumeClaim';
import type { PodDisruptionBudget } from '../api/policy/podDisruptionBudget';
import type { Pod } from '../api/core/pod';
import type { CSIDriver, CSINode, CSIStorageCapacity, VolumeAttachment } from '../api/storage/csi';
import type { StorageClass } from '../api/storage/storageClass';
import type { Allocatable, NodeUsage } from './nodeInfo';
import type { ClusterEvent } from './clusterEvent';

/**
 * Why a node (or, from PreFilter, every node) is no place for the pod. `reasons` are Kubernetes' own words: they end up
 * in the FailedScheduling event. Only `Unschedulable` leaves hope that preemption helps.
 */
export interface Refusal {
  readonly code: 'Unschedulable' | 'UnschedulableAndUnresolvable';
  readonly reasons: readonly string[];
}

/** A refusal that would go away if pods left the node. */
export function unschedulable(...reasons: readonly string[]): Refusal {
  return { code: 'Unschedulable', reasons };
}

/** A refusal that no preemption can lift. */
export function unresolvable(...reasons: readonly string[]): Refusal {
  return { code: 'UnschedulableAndUnresolvable', reasons };
}

/** One node as a cycle sees it: with the pods that were assumed to be there a moment ago. */
export interface NodeInfo {
  readonly name: string;
  readonly node: Node;
  readonly allocatable: Allocatable;
  readonly usage: NodeUsage;
}

/** A pod with the node it is on, also if only assumed to be. */
export interface PlacedPod {
  readonly pod: Pod;
  readonly node: string;
}

/** Which pods to count on each node. */
export interface PodQuery {
  readonly namespace: string;
  readonly selector: LabelSelector;
  /** Whether pods count that have a deletionTimestamp but still run. */
  readonly terminating: boolean;
}

/** Claims, volumes and classes, and what storage drivers tell of themselves. */
export interface StorageReader {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
  driver(name: string): CSIDriver | undefined;
  /** What the drivers on a node can attach. */
  csiNode(node: string): CSINode | undefined;
  capacities(): readonly CSIStorageCapacity[];
  attachments(): readonly VolumeAttachment[];
}

/** The cluster at the beginning of a cycle. Ended pods (Succeeded, Failed) are nowhere in it. */
export interface Snapshot {
  /** All nodes, by name. */
  readonly nodes: readonly NodeInfo[];
  /** Bound and assumed pods of a node. O(hits). */
  podsOn(node: string): readonly Pod[];
  /** How many pods on a node answer to `query`. A repeated query costs a look-up per node. */
  count(query: PodQuery): (node: string) => number;
  /** The pods that have podAffinity or podAntiAffinity of their own. */
  podsWithAffinity(): readonly PlacedPod[];
  /** The placed pods that use a claim. O(pods of the namespace): only for claims of a single pod. */
  podsUsing(namespace: string, claim: string): readonly PlacedPod[];
  /** Waiting pods for which room was made on a node. */
  nominatedOn(node: string): readonly Pod[];
  /** What the Services and the owner of `pod` select; undefined if there are none. */
  defaultSelector(pod: Pod): LabelSelector | undefined;
  /** Namespaces whose labels match, by name. */
  namespacesMatching(selector: LabelSelector): readonly string[];
  readonly storage: StorageReader;
  disruptionBudgets(): readonly PodDisruptionBudget[];
}

export type NodeFilter = (node: NodeInfo) => Refusal | undefined;

/**
 * What PreFilter answers, once per cycle, before any node is looked at:
 * skip: the plugin has nothing to say about this pod; reject: no node will do;
 * filter: judges each node. With `nodeNames`, other nodes are out without being looked at.
 */
export type PreFilterAnswer =
  | { readonly type: 'skip' }
  | { readonly type: 'reject'; readonly refusal: Refusal }
  | { readonly type: 'filter'; readonly filter: NodeFilter; readonly nodeNames?: ReadonlySet<string> };

/** What PreScore answers, once per cycle, knowing the nodes that passed. `normalize` turns raw scores into 0..100. */
export type PreScoreAnswer =
  | { readonly type: 'skip' }
  | {
      readonly type: 'score';
      readonly score: (node: NodeInfo) => number;
      readonly normalize?: (scores: readonly number[], nodes: readonly NodeInfo[]) => readonly number[];
    };

/** The answer of a plugin that has no opinion on this pod. */
export const skip = { type: 'skip' } as const;

/**
 * One plugin. The functions that an answer holds live for one cycle only; a plugin keeps nothing between cycles.
 * The order in plugins/registry.ts is the order of asking; a node's first refusal ends its row.
 */
export interface Plugin {
  /** As Kubernetes spells it. */
  readonly name: string;
  /** False keeps the pod out of the queue altogether, without an event. */
  preEnqueue?(pod: Pod): boolean;
  preFilter?(pod: Pod, snapshot: Snapshot): PreFilterAnswer;
  preScore?(pod: Pod, snapshot: Snapshot, feasible: readonly NodeInfo[]): PreScoreAnswer;
  /** Queueing hint: whether `event` may make a pod fit that this plugin has rejected. */
  wakes?(event: ClusterEvent, pod: Pod): boolean;
}

/** A plugin in its place, with the weight of its normalised score. */
export interface RegisteredPlugin {
  readonly plugin: Plugin;
  /** 0: does not score. */
  readonly weight: number;
}

/** The highest normalised score. */
export const MAX_NODE_SCORE = 100;

/** Scales scores to 0..100 by the highest one; `reverse` makes the highest the worst. Integer division, as upstream. */
export function scaleToMax(scores: readonly number[], reverse: boolean): readonly number[] {
  const max = Math.max(0, ...scores);
  if (max === 0) return reverse ? scores.map(() => MAX_NODE_SCORE) : scores;
  return scores.map((score) => {
    const scaled = Math.floor((MAX_NODE_SCORE * score) / max);
    return reverse ? MAX_NODE_SCORE - scaled : scaled;
  });
}
