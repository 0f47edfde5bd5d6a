/**
 * Which objects of a cluster a copy is made of: what people configured, not what components made of it or report.
 */
import { isJsonObject, type JsonObject } from '../api/meta/jsonObject';
import { builtInKind, type ServedKinds } from './customKinds';
import { planOf } from './kindPlan';
import { at, listAt, type Manifest, objectAt, subjectOf, textAt } from './manifest';
import type { LeftOutKey, Note } from './note';

export interface SelectionOptions {
  /** Only objects of these namespaces, and what belongs to none; absent: all but those of the system. */
  readonly namespaces?: readonly string[];
  /** With `namespaces`: what belongs to no namespace stays out, but for those namespaces themselves. */
  readonly withoutClusterScoped?: boolean;
  /** Takes namespaces of the system too. */
  readonly withSystem?: boolean;
  /** Jobs and pods that have come to their end stay: as manifests they can run again. */
  readonly withFinished?: boolean;
}

export interface Selection {
  readonly kept: readonly Manifest[];
  readonly notes: readonly Note[];
}

export const SYSTEM_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

/** Owner kind to the kinds that its controller makes again. */
const MAKES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['ReplicaSet'],
  ReplicaSet: ['Pod'],
  ReplicationController: ['Pod'],
  DaemonSet: ['Pod', 'ControllerRevision'],
  StatefulSet: ['Pod', 'ControllerRevision'],
  CronJob: ['Job'],
  Job: ['Pod'],
  Pod: ['PersistentVolumeClaim', 'ResourceClaim'],
  Service: ['EndpointSlice', 'Endpoints'],
  Endpoints: ['EndpointSlice'],
};

/** Marks Services whose endpoints a controller writes. */
const SELECTS = 'selects';

/** Parts the objects that a copy is made of from the others, each with its reason. */
export function selectObjects(objects: readonly Manifest[], served: ServedKinds, options: SelectionOptions): Selection {
  const owners = new Set(objects.flatMap(namesOf));
  const kept: Manifest[] = [];
  const notes: Note[] = [];
  for (const object of objects) {
    if (!isInScope(object, options)) continue; // It was not asked for: nobody misses it.
    const key = reasonAgainst(object, owners, served, options);
    if (key === undefined) kept.push(object);
    else notes.push({ tone: 'leftOut', key, about: subjectOf(object) });
  }
  return { kept, notes };
}

function isInScope({ kind, metadata }: Manifest, { namespaces, withoutClusterScoped }: SelectionOptions): boolean {
  if (namespaces === undefined) return true;
  if (kind === 'Namespace') return namespaces.includes(metadata.name);
  return metadata.namespace === undefined ? withoutClusterScoped !== true : namespaces.includes(metadata.namespace);
}

function reasonAgainst(
  object: Manifest,
  owners: ReadonlySet<string>,
  served: ServedKinds,
  options: SelectionOptions,
): LeftOutKey | undefined {
  const { metadata } = object;
  const kindServed = served(object.apiVersion, object.kind);
  if (isReported(object)) return 'reported';
  if (kindServed === undefined) return 'noDefinition';
  if (kindServed === 'unserved') return 'unservedVersion';
  if (isBootstrap(object)) return 'bootstrap';
  const plan = planOf(builtInKind(object));
  if ('leftOut' in plan) return plan.leftOut;
  if (isOfSystem(metadata.namespace ?? '', options)) return 'system';
  if (metadata.deletionTimestamp !== undefined) return 'terminating';
  if (isPassingHook(object)) return 'helmHook';
  return reasonOfKind(object, options) ?? reasonOfOwner(object, owners);
}

/** In a namespace of the system that nobody asked for. */
function isOfSystem(namespace: string, { namespaces, withSystem }: SelectionOptions): boolean {
  return SYSTEM_NAMESPACES.includes(namespace) && withSystem !== true && namespaces?.includes(namespace) !== true;
}

/** What `helm template` prints and `helm install` does not make to stay. */
function isPassingHook({ metadata }: Manifest): boolean {
  const hooks = textAt(metadata, 'annotations', 'helm.sh/hook');
  return hooks !== undefined && !/\b(?:pre-install|post-install|crd-install)\b/.test(hooks);
}

/** Groups whose objects nobody stores. */
function isReported({ apiVersion, kind }: Manifest): boolean {
  return /^(metrics\.k8s\.io|events\.k8s\.io|authentication\.k8s\.io|authorization\.k8s\.io)\//.test(apiVersion)
    ? true
    : kind === 'ComponentStatus' && apiVersion === 'v1';
}

function isBootstrap(object: Manifest): boolean {
  const kind = builtInKind(object);
  const { metadata } = object;
  const { name, namespace } = metadata;
  switch (kind) {
    case 'Namespace':
      return [...SYSTEM_NAMESPACES, 'default'].includes(name);
    case 'ServiceAccount':
      return name === 'default' && !ACCOUNT_FIELDS.some((field) => at(object, ...field) !== undefined);
    case 'PriorityClass':
      return name.startsWith('system-');
    case 'Service':
    case 'Endpoints':
    case 'EndpointSlice':
      return namespace === 'default' && name === 'kubernetes';
    case 'ServiceCIDR':
      return name === 'kubernetes';
    case 'ConfigMap':
      return name === 'kube-root-ca.crt';
    case 'FlowSchema':
    case 'PriorityLevelConfiguration':
      return at(metadata, 'annotations', 'apf.kubernetes.io/autoupdate-spec') === 'true';
    case 'ClusterRole':
    case 'ClusterRoleBinding':
    case 'Role':
    case 'RoleBinding':
      // The prefix is Kubernetes' own; kubeadm's roles go with the add-ons that it installs.
      return (
        /^(system|kubeadm):/.test(name) || at(metadata, 'labels', 'kubernetes.io/bootstrapping') === 'rbac-defaults'
      );
    default:
      return false;
  }
}

/** What people write into the account that every namespace is given. */
const ACCOUNT_FIELDS = [
  ['imagePullSecrets'],
  ['automountServiceAccountToken'],
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
] as const;

function reasonOfOwner(object: Manifest, owners: ReadonlySet<string>): LeftOutKey | undefined {
  const kind = builtInKind(object) ?? '';
  const { metadata } = object;
  if (at(metadata, 'annotations', 'kubernetes.io/config.mirror') !== undefined) return 'mirrorPod';
  for (const owner of listAt(metadata, 'ownerReferences')) {
    if (owner.controller !== true && kind !== 'PersistentVolumeClaim') continue;
    if (owner.kind === 'Node' && kind === 'Pod') return 'mirrorPod';
    const makes = MAKES[String(owner.kind)]?.includes(kind) === true;
    if (makes && ownerNames(owner, metadata.namespace).some((name) => owners.has(name))) return 'madeAgain';
  }
  const labels = objectAt(metadata, 'labels');
  const isManaged =
    /^endpointslice(mirroring)?-controller\.k8s\.io$/.test(String(labels['endpointslice.kubernetes.io/managed-by'])) ||
    labels['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller' ||
    (kind === 'Endpoints' && owners.has(`Service ${metadata.namespace ?? ''}/${metadata.name} ${SELECTS}`));
  return isManaged ? 'madeAgain' : undefined;
}

function reasonOfKind(object: Manifest, { withFinished }: SelectionOptions): LeftOutKey | undefined {
  switch (builtInKind(object)) {
    case 'Secret':
      return reasonAgainstSecret(textAt(object, 'type'));
    case 'ConfigMap':
      return isHelmRelease(object) ? 'helmRelease' : undefined;
    case 'PersistentVolume':
      return isProvisioned(object) ? 'provisioned' : undefined;
    case 'Job':
      return withFinished !== true && isFinishedJob(object) ? 'finished' : undefined;
    case 'Pod':
      return withFinished !== true && ['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase') ?? '')
        ? 'finished'
        : undefined;
    default:
      return undefined;
  }
}

/** Helm can keep its releases in ConfigMaps, with all that it rendered: Secrets too. */
function isHelmRelease({ metadata, ...object }: Manifest): boolean {
  return at(metadata, 'labels', 'owner') === 'helm' && at(object, 'data', 'release') !== undefined;
}

function reasonAgainstSecret(type: string | undefined): LeftOutKey | undefined {
  if (type === 'helm.sh/release.v1') return 'helmRelease';
  return type === 'kubernetes.io/service-account-token' || type === 'bootstrap.kubernetes.io/token'
    ? 'token'
    : undefined;
}

/** A provisioner made it for a claim, and makes another one for the claim's copy. */
export function isProvisioned(volume: Manifest): boolean {
  return at(volume.metadata, 'annotations', 'pv.kubernetes.io/provisioned-by') !== undefined;
}

function isFinishedJob(job: Manifest): boolean {
  return listAt(job, 'status', 'conditions').some(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

/** What owner references find an object by: names, because files may have lost the uids. */
function namesOf(object: Manifest): readonly string[] {
  const { kind, metadata } = object;
  const name = `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  const selects = builtInKind(object) === 'Service' && Object.keys(objectAt(object, 'spec', 'selector')).length > 0;
  return selects ? [name, `${name} ${SELECTS}`] : [name];
}

/** Owner kind to the kind that makes such owners, and what it adds to its own name for theirs. */
const MAKERS: Readonly<Record<string, readonly [string, RegExp]>> = {
  ReplicaSet: ['Deployment', /-[a-z0-9]+$/],
  Job: ['CronJob', /-\d+$/],
};

/** The owner, and who makes it: `kubectl get deployments,pods` leaves out the ReplicaSets between them. */
function ownerNames({ kind, name }: JsonObject, namespace: string | undefined): readonly string[] {
  const own = `${String(kind)} ${namespace ?? ''}/${String(name)}`;
  const [maker, suffix] = MAKERS[String(kind)] ?? [];
  if (maker === undefined || suffix === undefined) return [own];
  return [own, `${maker} ${namespace ?? ''}/${String(name).replace(suffix, '')}`];
}

/** True if somebody is named that the object belonged to. */
export function hasOwner({ metadata }: Manifest): boolean {
  return Array.isArray(metadata.ownerReferences) && metadata.ownerReferences.some(isJsonObject);
}
