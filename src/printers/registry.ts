/**
 * Which table each kind has. Kinds without a line here show their name and when they were created.
 * Models pkg/printers/internalversion/printers.go, AddHandlers, and apiserver/pkg/registry/rest/table.go (v1.36.3).
 */
import { horizontalPodAutoscalerTable, podDisruptionBudgetTable, scaleTable } from './autoscaling';
import {
  configMapTable,
  leaseTable,
  namespaceTable,
  priorityClassTable,
  resourceQuotaTable,
  roleBindingTable,
  secretTable,
  serviceAccountTable,
} from './configuration';
import { eventTable, newEventTable } from './event';
import { imageTable } from './image';
import { cronJobTable, jobTable } from './jobs';
import {
  admissionPolicyBindingTable,
  agedTable,
  apiServiceTable,
  certificateSigningRequestTable,
  flowSchemaTable,
  mutatingAdmissionPolicyTable,
  priorityLevelConfigurationTable,
  resourceClaimTable,
  resourceSliceTable,
  validatingAdmissionPolicyTable,
  webhookConfigurationTable,
} from './extensions';
import { nodeMetricsTable, podMetricsTable } from './metrics';
import { ingressClassTable, ingressTable, ipAddressTable, networkPolicyTable, serviceCIDRTable } from './networking';
import { componentStatusTable, nodeTable, runtimeClassTable } from './node';
import { podTable, podTemplateTable } from './pod';
import { endpointSliceTable, endpointsTable, serviceTable } from './services';
import {
  csiDriverTable,
  csiNodeTable,
  persistentVolumeClaimTable,
  persistentVolumeTable,
  storageClassTable,
  volumeAttachmentTable,
  volumeAttributesClassTable,
} from './storage';
import { columns, type TablePrinter } from './table';
import {
  controllerRevisionTable,
  daemonSetTable,
  deploymentTable,
  replicaSetTable,
  replicationControllerTable,
  statefulSetTable,
} from './workloads';

/** By `Kind`, or `Kind.group` outside the core group. */
const tables: Readonly<Record<string, TablePrinter>> = {
  ComponentStatus: componentStatusTable,
  ConfigMap: configMapTable,
  Endpoints: endpointsTable,
  Event: eventTable,
  'Event.events.k8s.io': newEventTable,
  Namespace: namespaceTable,
  Node: nodeTable,
  PersistentVolume: persistentVolumeTable,
  PersistentVolumeClaim: persistentVolumeClaimTable,
  Pod: podTable,
  PodTemplate: podTemplateTable,
  ReplicationController: replicationControllerTable,
  ResourceQuota: resourceQuotaTable,
  Secret: secretTable,
  Service: serviceTable,
  ServiceAccount: serviceAccountTable,
  'ControllerRevision.apps': controllerRevisionTable,
  'DaemonSet.apps': daemonSetTable,
  'Deployment.apps': deploymentTable,
  'ReplicaSet.apps': replicaSetTable,
  'StatefulSet.apps': statefulSetTable,
  'HorizontalPodAutoscaler.autoscaling': horizontalPodAutoscalerTable,
  'NodeMetrics.metrics.k8s.io': nodeMetricsTable,
  'PodMetrics.metrics.k8s.io': podMetricsTable,
  'Scale.autoscaling': scaleTable,
  'CronJob.batch': cronJobTable,
  'Job.batch': jobTable,
  'Lease.coordination.k8s.io': leaseTable,
  'EndpointSlice.discovery.k8s.io': endpointSliceTable,
  'Image.images.kubeloop.dev': imageTable,
  'Ingress.networking.k8s.io': ingressTable,
  'IngressClass.networking.k8s.io': ingressClassTable,
  'IPAddress.networking.k8s.io': ipAddressTable,
  'NetworkPolicy.networking.k8s.io': networkPolicyTable,
  'ServiceCIDR.networking.k8s.io': serviceCIDRTable,
  'RuntimeClass.node.k8s.io': runtimeClassTable,
  'PodDisruptionBudget.policy': podDisruptionBudgetTable,
  'ClusterRoleBinding.rbac.authorization.k8s.io': roleBindingTable,
  'RoleBinding.rbac.authorization.k8s.io': roleBindingTable,
  'PriorityClass.scheduling.k8s.io': priorityClassTable,
  'APIService.apiregistration.k8s.io': apiServiceTable,
  'CertificateSigningRequest.certificates.k8s.io': certificateSigningRequestTable,
  'FlowSchema.flowcontrol.apiserver.k8s.io': flowSchemaTable,
  'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io': priorityLevelConfigurationTable,
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': webhookConfigurationTable,
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': webhookConfigurationTable,
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io': validatingAdmissionPolicyTable,
  'MutatingAdmissionPolicy.admissionregistration.k8s.io': mutatingAdmissionPolicyTable,
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io': admissionPolicyBindingTable,
  'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io': admissionPolicyBindingTable,
  'DeviceClass.resource.k8s.io': agedTable,
  'ResourceClaim.resource.k8s.io': resourceClaimTable,
  'ResourceClaimTemplate.resource.k8s.io': agedTable,
  'ResourceSlice.resource.k8s.io': resourceSliceTable,
  'CSIDriver.storage.k8s.io': csiDriverTable,
  'CSINode.storage.k8s.io': csiNodeTable,
  'StorageClass.storage.k8s.io': storageClassTable,
  'VolumeAttachment.storage.k8s.io': volumeAttachmentTable,
  'VolumeAttributesClass.storage.k8s.io': volumeAttributesClassTable,
};

const defaultTable: TablePrinter = {
  columns: [...columns('Name'), { name: 'Created At', type: 'date' }],
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
};

/** The table of a kind; `group` is empty for the core group. */
export function tablePrinterOf(group: string, kind: string): TablePrinter {
  const key = group === '' ? kind : `${kind}.${group}`;
  return (Object.hasOwn(tables, key) ? tables[key] : undefined) ?? defaultTable;
}
