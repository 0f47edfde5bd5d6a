/**
 * What the queueing hints of the volume plugins have in common.
 * Models isSchedulableAfterPersistentVolumeClaimChange and its like in pkg/scheduler/framework/plugins (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import { claimNames } from '../../api/core/podClaims';
import { isDeepEqual } from '../../api/meta/equality';
import type { ClusterEvent, StorageChange } from '../clusterEvent';

/** Whether `change` is of a claim that `pod` uses. */
export function claimChanged({ kind, object }: StorageChange, pod: Pod): boolean {
  if (kind !== 'PersistentVolumeClaim' || object.metadata.namespace !== pod.metadata.namespace) return false;
  return claimNames(pod).includes(object.metadata.name);
}

/** Whether a node came, or got other labels. */
export function nodeLabelsChanged(event: ClusterEvent): boolean {
  if (event.type === 'nodeAdd') return true;
  return event.type === 'nodeUpdate' && !isDeepEqual(event.node.metadata.labels, event.previous.metadata.labels);
}
