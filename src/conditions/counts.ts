/**
 * Counts of statuses that JSON leaves out while they are 0, and every client of the API reads as 0: without them
 * `status.readyReplicas < 2` would tell nothing of a controller without a ready pod.
 * Models the omitempty integers of k8s.io/api core/v1, apps/v1 and batch/v1 (v1.36.3).
 */

const replicas = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];

/** By kind, the fields of its status. */
export const countsOfStatus: Readonly<Record<string, readonly string[]>> = {
  ReplicationController: replicas,
  ReplicaSet: replicas,
  Deployment: ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'unavailableReplicas'],
  StatefulSet: ['readyReplicas', 'currentReplicas', 'updatedReplicas'],
  DaemonSet: ['updatedNumberScheduled', 'numberAvailable', 'numberUnavailable'],
  Job: ['active', 'succeeded', 'failed'],
};
