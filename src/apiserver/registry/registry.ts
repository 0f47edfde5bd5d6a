/** The strategy of every kind: one line per kind. */
import type { Kind } from '../../api/kinds';
import { certificateSigningRequest } from './certificateSigningRequest';
import { configMap } from './configMap';
import { controllerRevision } from './controllerRevision';
import { customResourceDefinition } from './customResourceDefinition';
import { cronJob } from './cronJob';
import { daemonSet } from './daemonSet';
import { deployment } from './deployment';
import { endpointSlice } from './endpointSlice';
import { endpoints } from './endpoints';
import { event } from './event';
import { horizontalPodAutoscaler } from './horizontalPodAutoscaler';
import { image } from './image';
import { ingress, ingressClass } from './ingress';
import { job } from './job';
import { lease } from './lease';
import { limitRange } from './limitRange';
import { namespace } from './namespace';
import { networkPolicy } from './networkPolicy';
import { node } from './node';
import { persistentVolume, persistentVolumeClaim, storageClass } from './persistentVolume';
import { pod } from './pod';
import { podDisruptionBudget } from './podDisruptionBudget';
import { podTemplate } from './podTemplate';
import { priorityClass } from './priorityClass';
import { replicaSet } from './replicaSet';
import { replicationController } from './replicationController';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './role';
import { resourceQuota } from './resourceQuota';
import { secret } from './secret';
import { service } from './service';
import { ipAddress, serviceCIDR } from './serviceCIDR';
import { serviceAccount } from './serviceAccount';
import { statefulSet } from './statefulSet';
import { storedKinds } from './storedKinds';
import type { Strategy } from './strategy';

/** What the API server knows of each kind. */
export const strategies: { readonly [K in Kind]: Strategy<K> } = {
  Namespace: namespace,
  Node: node,
  Lease: lease,
  Pod: pod,
  ReplicationController: replicationController,
  ReplicaSet: replicaSet,
  Deployment: deployment,
  ConfigMap: configMap,
  Secret: secret,
  ServiceAccount: serviceAccount,
  Event: event,
  Service: service,
  Endpoints: endpoints,
  EndpointSlice: endpointSlice,
  Ingress: ingress,
  IngressClass: ingressClass,
  NetworkPolicy: networkPolicy,
  PriorityClass: priorityClass,
  PodDisruptionBudget: podDisruptionBudget,
  ResourceQuota: resourceQuota,
  LimitRange: limitRange,
  DaemonSet: daemonSet,
  StatefulSet: statefulSet,
  ControllerRevision: controllerRevision,
  Job: job,
  HorizontalPodAutoscaler: horizontalPodAutoscaler,
  PersistentVolume: persistentVolume,
  PersistentVolumeClaim: persistentVolumeClaim,
  StorageClass: storageClass,
  PodTemplate: podTemplate,
  ServiceCIDR: serviceCIDR,
  IPAddress: ipAddress,
  Role: role,
  RoleBinding: roleBinding,
  ClusterRole: clusterRole,
  ClusterRoleBinding: clusterRoleBinding,
  CronJob: cronJob,
  Image: image,
  CertificateSigningRequest: certificateSigningRequest,
  ...storedKinds,
  CustomResourceDefinition: customResourceDefinition,
};
