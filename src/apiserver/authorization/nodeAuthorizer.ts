/**
 * What a kubelet may do: its own node, and what the pods on it need; nothing of other nodes.
 * Models plugin/pkg/auth/authorizer/node (v1.36.3), with the features that are on by default.
 * Left out: ResourceClaims of pods, PodCertificateRequests.
 */
import type { Container, Pod } from '../../api/core/pod';
import type { PolicyRule } from '../../api/rbac/role';
import { type Action, ruleAllows } from '../../api/rbac/rules';
import type { ObjectReader } from '../admission/admission';
import type { User } from '../authentication';

const USER = 'system:node:';
const GROUP = 'system:nodes';
const LEASES = 'kube-node-lease';
const MIRROR = 'kubernetes.io/config.mirror';
const reads = ['get', 'list', 'watch'];
const written = ['get', 'create', 'update', 'patch', 'delete'];

/** What needs no further look. Models NodeRules of plugin/pkg/auth/authorizer/rbac/bootstrappolicy. */
const nodeRules: readonly PolicyRule[] = [
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'] },
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['subjectaccessreviews', 'localsubjectaccessreviews'],
  },
  { verbs: reads, apiGroups: [''], resources: ['services'] },
  { verbs: ['create', 'update', 'patch'], apiGroups: ['', 'events.k8s.io'], resources: ['events'] },
  { verbs: ['get'], apiGroups: [''], resources: ['endpoints'] },
  { verbs: ['create', ...reads], apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'] },
  { verbs: reads, apiGroups: ['storage.k8s.io'], resources: ['csidrivers'] },
  { verbs: reads, apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'] },
];

/** The node that `user` is the kubelet of; undefined for everybody else. */
export function nodeOf({ username, groups }: User): string | undefined {
  return username.startsWith(USER) && groups.includes(GROUP) ? username.slice(USER.length) : undefined;
}

/** Why the kubelet of `node` may not do `action`; undefined if it may. The empty text: for no reason that it tells. */
export function nodeRefusal(reader: ObjectReader, node: string, action: Action): string | undefined {
  if (action.path !== undefined) return '';
  switch (action.group === '' ? action.resource : `${action.resource}.${action.group}`) {
    case 'secrets':
    case 'configmaps':
      return readRefusal(reader, node, action);
    case 'persistentvolumeclaims':
      if (action.subresource === 'status') {
        if (!['update', 'patch'].includes(action.verb)) return 'can only get/update/patch this type';
        return relationRefusal(reader, node, action);
      }
      return getRefusal(reader, node, action);
    case 'persistentvolumes':
    case 'volumeattachments.storage.k8s.io':
    case 'resourceclaims.resource.k8s.io':
      return getRefusal(reader, node, action);
    case 'serviceaccounts':
      return accountRefusal(reader, node, action);
    case 'leases.coordination.k8s.io':
      return leaseRefusal(node, action);
    case 'csinodes.storage.k8s.io':
      return csiNodeRefusal(node, action);
    case 'nodes':
      return ownNodeRefusal(node, action);
    case 'pods':
      return podRefusal(reader, node, action);
    default:
      return nodeRules.some((rule) => ruleAllows(rule, action)) ? undefined : '';
  }
}

function readRefusal(reader: ObjectReader, node: string, action: Action): string | undefined {
  if (!reads.includes(action.verb)) return 'can only read resources of this type';
  if (action.subresource !== '') return 'cannot read subresource';
  if (action.namespace === '') return 'can only read namespaced object of this type';
  return relationRefusal(reader, node, action);
}

function getRefusal(reader: ObjectReader, node: string, action: Action): string | undefined {
  if (action.verb !== 'get') return 'can only get individual resources of this type';
  if (action.subresource !== '') return 'cannot get subresource';
  return relationRefusal(reader, node, action);
}

function accountRefusal(reader: ObjectReader, node: string, action: Action): string | undefined {
  if (action.verb === 'get' && action.subresource === '') return readRefusal(reader, node, action);
  if (action.verb !== 'create' || action.name === '') return 'can only create tokens for individual service accounts';
  if (action.subresource !== 'token') return 'can only create token subresource of serviceaccount';
  return relationRefusal(reader, node, action);
}

function leaseRefusal(node: string, { verb, namespace, name }: Action): string | undefined {
  if (!written.includes(verb)) return 'can only get, create, update, patch, or delete a node lease';
  if (namespace !== LEASES) return `can only access leases in the "${LEASES}" system namespace`;
  if (verb !== 'create' && name !== node) {
    return 'can only access node lease with the same name as the requesting node';
  }
  return undefined;
}

function csiNodeRefusal(node: string, { verb, subresource, name }: Action): string | undefined {
  if (!written.includes(verb)) return 'can only get, create, update, patch, or delete a CSINode';
  if (subresource !== '') return 'cannot authorize CSINode subresources';
  if (verb !== 'create' && name !== node) return 'can only access CSINode with the same name as the requesting node';
  return undefined;
}

function ownNodeRefusal(node: string, { verb, subresource, name }: Action): string | undefined {
  if (subresource === 'status') return ['update', 'patch'].includes(verb) ? undefined : '';
  if (subresource !== '') return '';
  if (['create', 'update', 'patch'].includes(verb)) return undefined;
  if (!reads.includes(verb)) return '';
  if (name === node) return undefined;
  if (name === '') return `node '${node}' cannot read all nodes, only its own Node object`;
  return `node '${node}' cannot read '${name}', only its own Node object`;
}

function podRefusal(reader: ObjectReader, node: string, action: Action): string | undefined {
  const { verb, subresource, name, selector = '' } = action;
  if (subresource === 'status') return ['update', 'patch'].includes(verb) ? undefined : '';
  if (subresource === 'eviction') return verb === 'create' ? undefined : '';
  if (subresource !== '') return '';
  if (verb === 'create' || verb === 'delete') return undefined;
  if (verb === 'get') return getRefusal(reader, node, action);
  if (verb !== 'list' && verb !== 'watch') return '';
  if (selector.split(',').some((term) => /^spec\.nodeName==?/.test(term) && term.endsWith(`=${node}`))) {
    return undefined;
  }
  return name === ''
    ? 'can only list/watch pods with spec.nodeName field selector'
    : relationRefusal(reader, node, action);
}

function relationRefusal(reader: ObjectReader, node: string, action: Action): string | undefined {
  if (action.name === '') return 'No Object name found';
  return isRelated(reader, node, action) ? undefined : `no relationship found between node '${node}' and this object`;
}

/** Whether a pod on `node` needs the object. */
function isRelated(reader: ObjectReader, node: string, { resource, namespace, name }: Action): boolean {
  if (resource === 'volumeattachments') return reader.get('VolumeAttachment', { name })?.spec.nodeName === node;
  const pods = reader.list('Pod', namespace === '' ? undefined : namespace);
  const own = pods.filter(({ spec }) => spec.nodeName === node);
  if (resource === 'pods') return own.some(({ metadata }) => metadata.name === name);
  // A mirror pod says nothing: a kubelet could write into it whatever it would like to see.
  const real = own.filter(({ metadata }) => metadata.annotations?.[MIRROR] === undefined);
  switch (resource) {
    case 'serviceaccounts':
      return real.some(({ spec }) => spec.serviceAccountName === name);
    case 'secrets':
      return real.some((pod) => secretsOf(pod).has(name));
    case 'configmaps':
      return real.some((pod) => configMapsOf(pod).has(name));
    case 'persistentvolumeclaims':
      return real.some((pod) => claimsOf(pod).has(name));
    case 'persistentvolumes': {
      const claim = reader.get('PersistentVolume', { name })?.spec.claimRef;
      return real.some((pod) => pod.metadata.namespace === claim?.namespace && claimsOf(pod).has(claim?.name ?? ''));
    }
    default:
      return false;
  }
}

function containersOf({ spec }: Pod): readonly Container[] {
  return [
    ...(spec.initContainers ?? []),
    ...spec.containers,
    ...((spec.ephemeralContainers ?? []) as readonly Container[]),
  ]; // With the same fields.
}

function secretsOf(pod: Pod): ReadonlySet<string | undefined> {
  const { imagePullSecrets = [], volumes = [] } = pod.spec;
  return new Set([
    ...imagePullSecrets.map(({ name }) => name),
    ...containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
      ...envFrom.map(({ secretRef }) => secretRef?.name),
    ]),
    ...volumes.flatMap(({ secret, projected }) => [
      secret?.secretName,
      ...(projected?.sources ?? []).map((source) => source.secret?.name),
    ]),
  ]);
}

function configMapsOf(pod: Pod): ReadonlySet<string | undefined> {
  const { volumes = [] } = pod.spec;
  return new Set([
    ...containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
      ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
    ]),
    ...volumes.flatMap(({ configMap, projected }) => [
      configMap?.name,
      ...(projected?.sources ?? []).map((source) => source.configMap?.name),
    ]),
  ]);
}

function claimsOf({ metadata, spec }: Pod): ReadonlySet<string | undefined> {
  return new Set(
    (spec.volumes ?? []).map(({ name, persistentVolumeClaim, ephemeral }) =>
      ephemeral === undefined ? persistentVolumeClaim?.claimName : `${metadata.name}-${name}`,
    ),
  );
}
