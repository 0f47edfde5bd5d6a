/**
 * Annotations by which the controllers, the scheduler and provisioners tell each other about claims and volumes.
 * Models staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go (v1.36.3).
 */

/** On a claim: the controller has finished binding it. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
/** On a claim or a volume: the other side was chosen for it, nobody named it. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** On a volume: the provisioner that made it. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
/** On a claim: the node for whose pod its volume is to be made. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** On a claim: who is to make its volume. */
export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
/** The older name of the same. */
export const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
