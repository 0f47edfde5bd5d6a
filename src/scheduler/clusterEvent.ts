/**
 * What happened in the cluster, in the words of queueing hints.
 * Models pkg/scheduler/eventhandlers.go and pkg/scheduler/framework/events.go (v1.36.3).
 */
import type { Node } from '../api/core/node';
import type { PersistentVolume } from '../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../api/core/persistentVolumeClaim';
import type { Pod } from '../api/core/pod';
import type { CSIDriver, CSINode, CSIStorageCapacity } from '../api/storage/csi';
import type { StorageClass } from '../api/storage/storageClass';
import { isDeepEqual } from '../api/meta/equality';
import type { CacheChange } from '../client/cache';
import type { Kind } from '../api/kinds';
import type { Explain } from '../component/component';

/** A change of one of the kinds that the volume plugins read. */
export type StorageChange =
  | (CacheChange<PersistentVolumeClaim> & { readonly kind: 'PersistentVolumeClaim' })
  | (CacheChange<PersistentVolume> & { readonly kind: 'PersistentVolume' })
  | (CacheChange<StorageClass> & { readonly kind: 'StorageClass' })
  | (CacheChange<CSINode> & { readonly kind: 'CSINode' })
  | (CacheChange<CSIDriver> & { readonly kind: 'CSIDriver' })
  | (CacheChange<CSIStorageCapacity> & { readonly kind: 'CSIStorageCapacity' });

/** Something that may make a waiting pod fit. A pod that ends (Succeeded, Failed) counts as deleted. */
export type ClusterEvent =
  | { readonly type: 'nodeAdd'; readonly node: Node }
  | { readonly type: 'nodeUpdate'; readonly node: Node; readonly previous: Node }
  | { readonly type: 'nodeDelete'; readonly node: Node }
  | { readonly type: 'assignedPodAdd'; readonly pod: Pod }
  | { readonly type: 'assignedPodUpdate'; readonly pod: Pod; readonly previous: Pod }
  /** `upTo`: it helps only pods of at most that priority. */
  | { readonly type: 'assignedPodDelete'; readonly pod: Pod; readonly upTo?: number }
  /** Something about claims, volumes, classes or storage drivers came or changed. */
  | { readonly type: 'storageChange'; readonly change: StorageChange }
  /** A VolumeAttachment is gone. */
  | { readonly type: 'volumeDetached' }
  /** Of the waiting pod itself. */
  | { readonly type: 'pendingPodUpdate'; readonly pod: Pod; readonly previous: Pod };

/** Whether `pod` takes room on its node: it has one and has not ended. */
export function isPlaced(pod: Pod): boolean {
  return (pod.spec.nodeName ?? '') !== '' && !isEnded(pod);
}

/** Succeeded and Failed pods no longer exist for the scheduler. */
export function isEnded(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}

/** The event in a change of a node; a heartbeat gives none. */
export function nodeEvent(change: CacheChange<Node>): ClusterEvent | undefined {
  const { object: node, previous } = change;
  if (change.type === 'DELETED') return { type: 'nodeDelete', node };
  if (previous === undefined) return { type: 'nodeAdd', node };
  const same =
    isDeepEqual(previous.metadata.labels, node.metadata.labels) &&
    isDeepEqual(previous.spec.taints, node.spec.taints) &&
    (previous.spec.unschedulable ?? false) === (node.spec.unschedulable ?? false) &&
    isDeepEqual(previous.status.allocatable, node.status.allocatable);
  return same ? undefined : { type: 'nodeUpdate', node, previous };
}

/** The event in a change of a pod that is, or just was, on a node. */
export function assignedPodEvent(change: CacheChange<Pod>): ClusterEvent | undefined {
  const { object: pod, previous } = change;
  const was = previous !== undefined && isPlaced(previous);
  const is = change.type !== 'DELETED' && isPlaced(pod);
  if (is && !was) return { type: 'assignedPodAdd', pod };
  if (was && !is) return { type: 'assignedPodDelete', pod: previous };
  if (!was || !is) return undefined;
  const same =
    isDeepEqual(previous.metadata.labels, pod.metadata.labels) &&
    previous.metadata.deletionTimestamp === pod.metadata.deletionTimestamp &&
    isDeepEqual(previous.spec, pod.spec);
  return same ? undefined : { type: 'assignedPodUpdate', pod, previous };
}

const storageKinds: ReadonlySet<Kind> = new Set<Kind>([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'CSIStorageCapacity',
]);

/**
 * The event in a change of a storage kind, undefined for other kinds. What went helps nobody, nor does a volume that has
 * found its claim.
 */
export function storageEvent(change: CacheChange): ClusterEvent | undefined {
  if (change.kind === 'VolumeAttachment') return change.type === 'DELETED' ? { type: 'volumeDetached' } : undefined;
  if (!storageKinds.has(change.kind) || change.type === 'DELETED') return undefined;
  const told = change as StorageChange; // Of one of the kinds above.
  if (told.kind === 'PersistentVolume' && told.object.spec.claimRef !== undefined) return undefined;
  return { type: 'storageChange', change: told };
}

/** Tells that `event` lets waiting pods be tried again. */
export function explainWaking(event: ClusterEvent, explain: Explain): void {
  switch (event.type) {
    case 'nodeAdd':
      return explain.rule('wokenByNewNode', { node: event.node.metadata.name });
    case 'nodeUpdate':
      return explain.rule('wokenByNode', { node: event.node.metadata.name });
    case 'nodeDelete':
      return explain.rule('wokenByNodeGone', { node: event.node.metadata.name });
    case 'assignedPodDelete':
      return explain.rule('wokenByPodGone', { pod: event.pod.metadata.name, node: event.pod.spec.nodeName ?? '' });
    case 'assignedPodAdd':
    case 'assignedPodUpdate':
      return explain.rule('wokenByPod', { pod: event.pod.metadata.name, node: event.pod.spec.nodeName ?? '' });
    case 'storageChange':
      return explain.rule('wokenByStorage', { kind: event.change.kind, object: event.change.object.metadata.name });
    case 'volumeDetached':
      return explain.rule('wokenByDetach');
    case 'pendingPodUpdate':
      return explain.rule('wokenByItself', { pod: event.pod.metadata.name });
    default:
      return event satisfies never;
  }
}
