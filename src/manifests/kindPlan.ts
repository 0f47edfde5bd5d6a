/**
 * What becomes of each kind when a cluster is copied: in which order it is made, or why it is not.
 * The order is that of dependence: what is looked up when an object is written, or soon after, stands before it.
 */
import type { Kind } from '../api/kinds';
import type { LeftOutKey } from './note';

/** When an object is made: what the others stand on, what workloads refer to, what runs. */
export type Phase = 'ground' | 'configuration' | 'workloads';

export type KindPlan = { readonly phase: Phase; readonly order: number } | { readonly leftOut: LeftOutKey };

const ground: readonly Kind[] = [
  'Namespace',
  'CustomResourceDefinition',
  'ServiceCIDR',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'VolumeAttributesClass',
  'CSIDriver',
  'IngressClass',
  'DeviceClass',
  'FlowSchema',
  'PriorityLevelConfiguration',
  'ClusterRole',
  'ClusterRoleBinding',
  'Image',
];
const configuration: readonly Kind[] = [
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'NetworkPolicy',
  'Service',
  'Endpoints',
  'EndpointSlice',
  'PodTemplate',
  'ResourceClaimTemplate',
  'ResourceClaim',
  'PodDisruptionBudget',
];
const workloads: readonly Kind[] = [
  'DaemonSet',
  'StatefulSet',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'Pod',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'Ingress',
  // Policies judge what comes after them: what is there already was let in.
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
];
const leftOut: Readonly<Partial<Record<Kind, LeftOutKey>>> = {
  Node: 'node',
  Lease: 'reported',
  Event: 'reported',
  ControllerRevision: 'madeAgain',
  IPAddress: 'madeAgain',
  CSINode: 'reported',
  CSIStorageCapacity: 'reported',
  VolumeAttachment: 'reported',
  ResourceSlice: 'reported',
  CertificateSigningRequest: 'reported',
  APIService: 'apiService',
  ValidatingWebhookConfiguration: 'webhook',
  MutatingWebhookConfiguration: 'webhook',
};

const plans = new Map<string, KindPlan>(Object.entries(leftOut).map(([kind, key]) => [kind, { leftOut: key }]));
for (const [phase, kinds] of Object.entries({ ground, configuration, workloads }) as [Phase, readonly Kind[]][]) {
  for (const kind of kinds) plans.set(kind, { phase, order: plans.size });
}

/** The plan for a kind of the table; custom resources (undefined) come after what they may refer to. */
export function planOf(kind: Kind | undefined): KindPlan {
  return (kind === undefined ? undefined : plans.get(kind)) ?? CUSTOM;
}

const CUSTOM: KindPlan = { phase: 'workloads', order: plans.size };

/** Whether somebody has decided what becomes of the kind. */
export function isPlanned(kind: Kind): boolean {
  return plans.has(kind);
}
