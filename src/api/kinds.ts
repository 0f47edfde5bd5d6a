/**
 * Every kind that the engine knows: its type, and how the API spells it. The one place to add a kind.
 */
import type {
  AdmissionPolicyBinding,
  MutatingAdmissionPolicy,
  ValidatingAdmissionPolicy,
} from './admissionregistration/admissionPolicy';
import type { WebhookConfiguration } from './admissionregistration/webhookConfiguration';
import type { APIService } from './apiregistration/apiService';
import type { CustomResourceDefinition } from './apiextensions/customResourceDefinition';
import type { CronJob } from './batch/cronJob';
import type { CertificateSigningRequest } from './certificates/certificateSigningRequest';
import type { HorizontalPodAutoscaler } from './autoscaling/horizontalPodAutoscaler';
import type { Job } from './batch/job';
import type { Lease } from './coordination/lease';
import type { ControllerRevision } from './apps/controllerRevision';
import type { DaemonSet } from './apps/daemonSet';
import type { Deployment } from './apps/deployment';
import type { ReplicaSet } from './apps/replicaSet';
import type { StatefulSet } from './apps/statefulSet';
import type { ConfigMap } from './core/configMap';
import type { Event } from './core/event';
import type { Namespace } from './core/namespace';
import type { Node } from './core/node';
import type { PersistentVolume } from './core/persistentVolume';
import type { PersistentVolumeClaim } from './core/persistentVolumeClaim';
import type { Pod } from './core/pod';
import type { PodTemplate } from './core/podTemplate';
import type { ReplicationController } from './core/replicationController';
import type { Secret } from './core/secret';
import type { ServiceAccount } from './core/serviceAccount';
import type { Endpoints } from './core/endpoints';
import type { Service } from './core/service';
import type { Image } from './images/image';
import type { Ingress, IngressClass } from './networking/ingress';
import type { NetworkPolicy } from './networking/networkPolicy';
import type { IPAddress, ServiceCIDR } from './networking/serviceCIDR';
import type { ClusterRole, Role, RoleBinding } from './rbac/role';
import type { LimitRange } from './core/limitRange';
import type { ResourceQuota } from './core/resourceQuota';
import type { PodDisruptionBudget } from './policy/podDisruptionBudget';
import type { FlowSchema, PriorityLevelConfiguration } from './flowcontrol/flowControl';
import type { RuntimeClass } from './node/runtimeClass';
import type { DeviceClass, ResourceClaim, ResourceClaimTemplate, ResourceSlice } from './resource/resource';
import type { CSIDriver, CSINode, CSIStorageCapacity, VolumeAttachment } from './storage/csi';
import type { StorageClass, VolumeAttributesClass } from './storage/storageClass';
import type { PriorityClass } from './scheduling/priorityClass';
import type { EndpointSlice } from './discovery/endpointSlice';

export interface Kinds {
  Namespace: Namespace;
  Node: Node;
  Lease: Lease;
  Pod: Pod;
  ReplicationController: ReplicationController;
  ReplicaSet: ReplicaSet;
  Deployment: Deployment;
  ConfigMap: ConfigMap;
  Secret: Secret;
  ServiceAccount: ServiceAccount;
  Event: Event;
  Service: Service;
  Endpoints: Endpoints;
  EndpointSlice: EndpointSlice;
  Ingress: Ingress;
  IngressClass: IngressClass;
  NetworkPolicy: NetworkPolicy;
  PriorityClass: PriorityClass;
  PodDisruptionBudget: PodDisruptionBudget;
  ResourceQuota: ResourceQuota;
  LimitRange: LimitRange;
  DaemonSet: DaemonSet;
  StatefulSet: StatefulSet;
  ControllerRevision: ControllerRevision;
  Job: Job;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  PersistentVolume: PersistentVolume;
  PersistentVolumeClaim: PersistentVolumeClaim;
  StorageClass: StorageClass;
  PodTemplate: PodTemplate;
  ServiceCIDR: ServiceCIDR;
  IPAddress: IPAddress;
  Role: Role;
  RoleBinding: RoleBinding;
  ClusterRole: ClusterRole;
  ClusterRoleBinding: RoleBinding;
  CronJob: CronJob;
  Image: Image;
  RuntimeClass: RuntimeClass;
  CSIDriver: CSIDriver;
  CSINode: CSINode;
  CSIStorageCapacity: CSIStorageCapacity;
  VolumeAttachment: VolumeAttachment;
  VolumeAttributesClass: VolumeAttributesClass;
  CertificateSigningRequest: CertificateSigningRequest;
  APIService: APIService;
  FlowSchema: FlowSchema;
  PriorityLevelConfiguration: PriorityLevelConfiguration;
  ValidatingWebhookConfiguration: WebhookConfiguration;
  MutatingWebhookConfiguration: WebhookConfiguration;
  ValidatingAdmissionPolicy: ValidatingAdmissionPolicy;
  ValidatingAdmissionPolicyBinding: AdmissionPolicyBinding;
  MutatingAdmissionPolicy: MutatingAdmissionPolicy;
  MutatingAdmissionPolicyBinding: AdmissionPolicyBinding;
  DeviceClass: DeviceClass;
  ResourceClaim: ResourceClaim;
  ResourceClaimTemplate: ResourceClaimTemplate;
  ResourceSlice: ResourceSlice;
  CustomResourceDefinition: CustomResourceDefinition;
}
export type Kind = keyof Kinds;

export interface KindInfo {
  readonly kind: Kind;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** `kubectl get all` lists those of category `all`, `kubectl get api-extensions` what extends the API. */
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
}

const info = (
  kind: Kind,
  group: string,
  plural: string,
  shortNames: readonly string[],
  options: { cluster?: true; all?: true; category?: string; subresources?: readonly string[]; version?: string } = {},
): KindInfo => ({
  kind,
  group,
  version: options.version ?? 'v1',
  plural,
  shortNames,
  namespaced: options.cluster !== true,
  categories: options.all === true ? ['all'] : options.category === undefined ? [] : [options.category],
  subresources: options.subresources ?? [],
});

const cluster = { cluster: true } as const;
const withStatus = { cluster: true, subresources: ['status'] } as const;
const extension = { cluster: true, category: 'api-extensions' } as const;

export const kinds: { readonly [K in Kind]: KindInfo } = {
  Namespace: info('Namespace', '', 'namespaces', ['ns'], { cluster: true, subresources: ['status', 'finalize'] }),
  Node: info('Node', '', 'nodes', ['no'], { cluster: true, subresources: ['status'] }),
  Lease: info('Lease', 'coordination.k8s.io', 'leases', []),
  Pod: info('Pod', '', 'pods', ['po'], {
    all: true,
    subresources: [
      'status',
      'log',
      'exec',
      'attach',
      'portforward',
      'binding',
      'eviction',
      'resize',
      'ephemeralcontainers',
    ],
  }),
  ReplicationController: info('ReplicationController', '', 'replicationcontrollers', ['rc'], {
    all: true,
    subresources: ['status', 'scale'],
  }),
  ReplicaSet: info('ReplicaSet', 'apps', 'replicasets', ['rs'], { all: true, subresources: ['status', 'scale'] }),
  Deployment: info('Deployment', 'apps', 'deployments', ['deploy'], { all: true, subresources: ['status', 'scale'] }),
  ConfigMap: info('ConfigMap', '', 'configmaps', ['cm']),
  Secret: info('Secret', '', 'secrets', []),
  ServiceAccount: info('ServiceAccount', '', 'serviceaccounts', ['sa'], { subresources: ['token'] }),
  Event: info('Event', '', 'events', ['ev']),
  Service: info('Service', '', 'services', ['svc'], { all: true, subresources: ['status'] }),
  Endpoints: info('Endpoints', '', 'endpoints', ['ep']),
  EndpointSlice: info('EndpointSlice', 'discovery.k8s.io', 'endpointslices', []),
  Ingress: info('Ingress', 'networking.k8s.io', 'ingresses', ['ing'], { subresources: ['status'] }),
  IngressClass: info('IngressClass', 'networking.k8s.io', 'ingressclasses', [], { cluster: true }),
  NetworkPolicy: info('NetworkPolicy', 'networking.k8s.io', 'networkpolicies', ['netpol']),
  DaemonSet: info('DaemonSet', 'apps', 'daemonsets', ['ds'], { all: true, subresources: ['status'] }),
  StatefulSet: info('StatefulSet', 'apps', 'statefulsets', ['sts'], { all: true, subresources: ['status', 'scale'] }),
  ControllerRevision: info('ControllerRevision', 'apps', 'controllerrevisions', []),
  Job: info('Job', 'batch', 'jobs', [], { all: true, subresources: ['status'] }),
  CronJob: info('CronJob', 'batch', 'cronjobs', ['cj'], { all: true, subresources: ['status'] }),
  HorizontalPodAutoscaler: info('HorizontalPodAutoscaler', 'autoscaling', 'horizontalpodautoscalers', ['hpa'], {
    all: true,
    subresources: ['status'],
    version: 'v2',
  }),
  PersistentVolume: info('PersistentVolume', '', 'persistentvolumes', ['pv'], {
    cluster: true,
    subresources: ['status'],
  }),
  PersistentVolumeClaim: info('PersistentVolumeClaim', '', 'persistentvolumeclaims', ['pvc'], {
    subresources: ['status'],
  }),
  StorageClass: info('StorageClass', 'storage.k8s.io', 'storageclasses', ['sc'], { cluster: true }),
  PodTemplate: info('PodTemplate', '', 'podtemplates', []),
  ServiceCIDR: info('ServiceCIDR', 'networking.k8s.io', 'servicecidrs', [], {
    cluster: true,
    subresources: ['status'],
  }),
  IPAddress: info('IPAddress', 'networking.k8s.io', 'ipaddresses', ['ip'], { cluster: true }),
  Role: info('Role', 'rbac.authorization.k8s.io', 'roles', []),
  RoleBinding: info('RoleBinding', 'rbac.authorization.k8s.io', 'rolebindings', []),
  ClusterRole: info('ClusterRole', 'rbac.authorization.k8s.io', 'clusterroles', [], { cluster: true }),
  ClusterRoleBinding: info('ClusterRoleBinding', 'rbac.authorization.k8s.io', 'clusterrolebindings', [], {
    cluster: true,
  }),
  PodDisruptionBudget: info('PodDisruptionBudget', 'policy', 'poddisruptionbudgets', ['pdb'], {
    subresources: ['status'],
  }),
  ResourceQuota: info('ResourceQuota', '', 'resourcequotas', ['quota'], { subresources: ['status'] }),
  LimitRange: info('LimitRange', '', 'limitranges', ['limits']),
  PriorityClass: info('PriorityClass', 'scheduling.k8s.io', 'priorityclasses', ['pc'], { cluster: true }),
  Image: info('Image', 'images.kubeloop.dev', 'images', [], { cluster: true }),
  RuntimeClass: info('RuntimeClass', 'node.k8s.io', 'runtimeclasses', [], cluster),
  CSIDriver: info('CSIDriver', 'storage.k8s.io', 'csidrivers', [], cluster),
  CSINode: info('CSINode', 'storage.k8s.io', 'csinodes', [], cluster),
  CSIStorageCapacity: info('CSIStorageCapacity', 'storage.k8s.io', 'csistoragecapacities', []),
  VolumeAttachment: info('VolumeAttachment', 'storage.k8s.io', 'volumeattachments', [], withStatus),
  VolumeAttributesClass: info('VolumeAttributesClass', 'storage.k8s.io', 'volumeattributesclasses', ['vac'], cluster),
  CertificateSigningRequest: info(
    'CertificateSigningRequest',
    'certificates.k8s.io',
    'certificatesigningrequests',
    ['csr'],
    { cluster: true, subresources: ['status', 'approval'] },
  ),
  APIService: info('APIService', 'apiregistration.k8s.io', 'apiservices', [], { ...extension, ...withStatus }),
  FlowSchema: info('FlowSchema', 'flowcontrol.apiserver.k8s.io', 'flowschemas', [], withStatus),
  PriorityLevelConfiguration: info(
    'PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io',
    'prioritylevelconfigurations',
    [],
    withStatus,
  ),
  ValidatingWebhookConfiguration: info(
    'ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io',
    'validatingwebhookconfigurations',
    [],
    extension,
  ),
  MutatingWebhookConfiguration: info(
    'MutatingWebhookConfiguration',
    'admissionregistration.k8s.io',
    'mutatingwebhookconfigurations',
    [],
    extension,
  ),
  ValidatingAdmissionPolicy: info(
    'ValidatingAdmissionPolicy',
    'admissionregistration.k8s.io',
    'validatingadmissionpolicies',
    [],
    { ...extension, ...withStatus },
  ),
  ValidatingAdmissionPolicyBinding: info(
    'ValidatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io',
    'validatingadmissionpolicybindings',
    [],
    extension,
  ),
  MutatingAdmissionPolicy: info(
    'MutatingAdmissionPolicy',
    'admissionregistration.k8s.io',
    'mutatingadmissionpolicies',
    [],
    extension,
  ),
  MutatingAdmissionPolicyBinding: info(
    'MutatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io',
    'mutatingadmissionpolicybindings',
    [],
    extension,
  ),
  DeviceClass: info('DeviceClass', 'resource.k8s.io', 'deviceclasses', [], cluster),
  ResourceClaim: info('ResourceClaim', 'resource.k8s.io', 'resourceclaims', [], { subresources: ['status'] }),
  ResourceClaimTemplate: info('ResourceClaimTemplate', 'resource.k8s.io', 'resourceclaimtemplates', []),
  ResourceSlice: info('ResourceSlice', 'resource.k8s.io', 'resourceslices', [], cluster),
  CustomResourceDefinition: info(
    'CustomResourceDefinition',
    'apiextensions.k8s.io',
    'customresourcedefinitions',
    ['crd', 'crds'],
    { cluster: true, category: 'api-extensions', subresources: ['status'] },
  ),
};

/**
 * Objects of kinds that are known only at run time, as components cache them: metadata alone, all of them together.
 * Their names are `group:version:plural:name`. No kind of the API.
 */
export const CUSTOM_RESOURCE = 'CustomResource' as Kind; // Only caches and paths are asked for it.

/** Kinds that are known only at run time, by a name that says all of it. Derived: every process finds the same. */
const declared = new Map<Kind, KindInfo>([[CUSTOM_RESOURCE, info(CUSTOM_RESOURCE, '', 'customresources', [])]]);

/** Makes a kind known that is not in the table. The same `id` must always mean the same. */
export function declareKind(id: string, told: KindInfo): Kind {
  const kind = id as Kind; // From here on the tables that are asked by kind know it.
  declared.set(kind, told);
  return kind;
}

/** How the API spells `kind`, also one that was declared. */
export function infoOf(kind: Kind): KindInfo {
  const known: KindInfo | undefined = kinds[kind] ?? declared.get(kind);
  if (known === undefined) throw new TypeError(`nobody has declared the kind ${kind}`);
  return known;
}

/** `v1` or `apps/v1`. */
export function apiVersionOf(kind: Kind): string {
  const { group, version } = infoOf(kind);
  return group === '' ? version : `${group}/${version}`;
}

/** The kind that `apiVersion` and `kind` name together, if the engine knows it. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  if (!Object.hasOwn(kinds, kind)) return undefined;
  const known = kind as Kind; // It is a key of the table of kinds.
  return apiVersionOf(known) === apiVersion ? known : undefined;
}
