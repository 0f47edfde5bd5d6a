/** Which function describes which kind: one line per kind. Kinds that are not here are described field by field. */
import type { KubeObject } from '../../api/meta/objectMeta';
import { describeCertificate } from './certificate';
import { describeClaim } from './claim';
import { describeConfigMap, describeSecret, describeServiceAccount } from './configuration';
import { describeDaemonSet } from './daemonSet';
import { describeDeployment } from './deployment';
import type { DescribeContext, Describer } from './describer';
import { Description } from './description';
import { describeEndpointSlice, describeEndpoints } from './endpoints';
import { describeAnything } from './generic';
import { describeHorizontalPodAutoscaler } from './horizontalPodAutoscaler';
import { describeIngress, describeIngressClass } from './ingress';
import { describeCronJob, describeJob } from './job';
import { describeNamespace } from './namespace';
import { describeNetworkPolicy } from './networkPolicy';
import { describeNode } from './node';
import { describePersistentVolume } from './persistentVolume';
import { describePod } from './pod';
import { describePodDisruptionBudget, describePriorityClass } from './policy';
import { describeLimitRange, describeResourceQuota } from './quota';
import { describeReplicaSet, describeReplicationController } from './replicaSet';
import { describeRole, describeRoleBinding } from './role';
import { describeService } from './service';
import { describeIPAddress, describeServiceCIDR } from './serviceCIDR';
import { describeStatefulSet } from './statefulSet';
import { describeCSINode, describeStorageClass, describeVolumeAttributesClass } from './storage';

const describers: Readonly<Record<string, Describer>> = {
  '/ConfigMap': of(describeConfigMap),
  '/Endpoints': of(describeEndpoints),
  '/LimitRange': of(describeLimitRange),
  '/Namespace': of(describeNamespace),
  '/Node': of(describeNode),
  '/PersistentVolume': of(describePersistentVolume),
  '/PersistentVolumeClaim': of(describeClaim),
  '/Pod': of(describePod),
  '/ReplicationController': of(describeReplicationController),
  '/ResourceQuota': of(describeResourceQuota),
  '/Secret': of(describeSecret),
  '/Service': of(describeService),
  '/ServiceAccount': of(describeServiceAccount),
  'apps/DaemonSet': of(describeDaemonSet),
  'apps/Deployment': of(describeDeployment),
  'apps/ReplicaSet': of(describeReplicaSet),
  'apps/StatefulSet': of(describeStatefulSet),
  'autoscaling/HorizontalPodAutoscaler': of(describeHorizontalPodAutoscaler),
  'batch/CronJob': of(describeCronJob),
  'batch/Job': of(describeJob),
  'certificates.k8s.io/CertificateSigningRequest': of(describeCertificate),
  'discovery.k8s.io/EndpointSlice': of(describeEndpointSlice),
  'networking.k8s.io/Ingress': of(describeIngress),
  'networking.k8s.io/IngressClass': of(describeIngressClass),
  'networking.k8s.io/IPAddress': of(describeIPAddress),
  'networking.k8s.io/NetworkPolicy': of(describeNetworkPolicy),
  'networking.k8s.io/ServiceCIDR': of(describeServiceCIDR),
  'policy/PodDisruptionBudget': of(describePodDisruptionBudget),
  'rbac.authorization.k8s.io/ClusterRole': of(describeRole),
  'rbac.authorization.k8s.io/ClusterRoleBinding': of(describeRoleBinding),
  'rbac.authorization.k8s.io/Role': of(describeRole),
  'rbac.authorization.k8s.io/RoleBinding': of(describeRoleBinding),
  'scheduling.k8s.io/PriorityClass': of(describePriorityClass),
  'storage.k8s.io/CSINode': of(describeCSINode),
  'storage.k8s.io/StorageClass': of(describeStorageClass),
  'storage.k8s.io/VolumeAttributesClass': of(describeVolumeAttributesClass),
};

/** The server says of which kind an object is; from here on it has that kind's type. */
function of<T extends KubeObject>(describe: Describer<T>): Describer {
  return (object, d, context) => describe(object as T, d, context);
}

/** The whole text of one object, as `kubectl describe` prints it. Rejects with ApiError. */
export async function describeObject(group: string, object: KubeObject, context: DescribeContext): Promise<string> {
  const d = Description.create();
  const describe = describers[`${group}/${object.kind}`] ?? describeAnything;
  await describe(object, d, context);
  return d.aligned();
}
