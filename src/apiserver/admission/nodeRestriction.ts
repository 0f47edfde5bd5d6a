/**
 * A kubelet writes its own node, its own lease, and the pods that run on it.
 * Models plugin/pkg/admission/noderestriction/admission.go (v1.36.3). Left out: claims and their status, resource slices,
 * tokens bound to pods.
 */
import type { Lease } from '../../api/coordination/lease';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { isAdministrators, userOf } from '../authentication';
import { nodeOf } from '../authorization/nodeAuthorizer';
import { invariant } from '../../sim/invariant';
import type { AdmissionPlugin, Attributes } from './admission';
import { refusal } from './refusal';

const MIRROR = 'kubernetes.io/config.mirror';
const LEASES = 'kube-node-lease';
const RESTRICTED = 'node-restriction.kubernetes.io';

/** Labels of Kubernetes that a kubelet sets itself. */
const own: readonly string[] = [
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
];
const ownNamespaces = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  admit(attributes) {
    if (isAdministrators(attributes.request)) return attributes.object;
    const node = nodeOf(userOf(attributes.request));
    const why = node === undefined ? undefined : reasonAgainst(node, attributes);
    if (why !== undefined) throw refusal(attributes.kind, attributes.name, why);
    return attributes.object;
  },
};

function reasonAgainst(node: string, attributes: Attributes): string | undefined {
  switch (attributes.kind) {
    case 'Node':
      return againstNode(node, attributes);
    case 'Pod':
      return againstPod(node, attributes);
    case 'Lease':
      if (attributes.namespace !== LEASES) return `can only access leases in the "${LEASES}" system namespace`;
      return (attributes.object as Lease).metadata.name === node // The kind says so.
        ? undefined
        : 'can only access node lease with the same name as the requesting node';
    case 'CSINode':
      return attributes.object.metadata.name === node
        ? undefined
        : 'can only access CSINode with the same name as the requesting node';
    default:
      return undefined;
  }
}

function againstNode(node: string, { operation, name, object, old }: Attributes): string | undefined {
  if (name !== node) return `node "${node}" is not allowed to modify node "${name}"`;
  if (operation === 'DELETE') return undefined;
  const next = object as Node; // The kind says so.
  const before = old as Node | undefined; // As above.
  const labels = forbiddenLabels(next.metadata.labels ?? {}, before?.metadata.labels ?? {});
  if (before === undefined) {
    return labels === '' ? undefined : `node "${node}" is not allowed to set the following labels: ${labels}`;
  }
  if (!isDeepEqual(next.spec.taints, before.spec.taints)) return `node "${node}" is not allowed to modify taints`;
  if (!isDeepEqual(next.metadata.ownerReferences, before.metadata.ownerReferences)) {
    return `node "${node}" is not allowed to modify ownerReferences`;
  }
  return labels === '' ? undefined : `is not allowed to modify labels: ${labels}`;
}

type Labels = Readonly<Record<string, string>>;

function forbiddenLabels(next: Labels, old: Labels): string {
  const modified = [...new Set([...Object.keys(next), ...Object.keys(old)])].filter((key) => next[key] !== old[key]);
  return modified.filter(isForbidden).sort().join(', ');
}

function isForbidden(label: string): boolean {
  const namespace = label.includes('/') ? label.slice(0, label.indexOf('/')) : '';
  const isBelow = (suffix: string) => namespace === suffix || namespace.endsWith(`.${suffix}`);
  if (isBelow(RESTRICTED)) return true;
  if (!isBelow('kubernetes.io') && !isBelow('k8s.io')) return false;
  return !own.includes(label) && !ownNamespaces.some(isBelow);
}

function againstPod(node: string, attributes: Attributes): string | undefined {
  const { operation, subresource } = attributes;
  const pod = attributes.object as Pod; // The kind says so.
  switch (subresource) {
    case '':
      if (operation === 'CREATE') return againstMirror(node, pod, attributes);
      if (operation === 'DELETE') {
        return pod.spec.nodeName === node
          ? undefined
          : `node "${node}" can only delete pods with spec.nodeName set to itself`;
      }
      return `unexpected operation "${operation}", node "${node}" can only create and delete mirror pods`;
    case 'status': {
      const before = attributes.old as Pod | undefined; // As above.
      invariant(before !== undefined, 'a status is written to a pod that is there');
      if (before.spec.nodeName !== node) {
        return `node "${node}" can only update pod status for pods with spec.nodeName set to itself`;
      }
      return isDeepEqual(before.metadata.labels, pod.metadata.labels)
        ? undefined
        : `node "${node}" cannot update labels through pod status`;
    }
    case 'eviction':
      return pod.spec.nodeName === node
        ? undefined
        : `node ${node} can only evict pods with spec.nodeName set to itself`;
    default:
      return `unexpected pod subresource "${subresource}", only 'status' and 'eviction' are allowed`;
  }
}

/** A kubelet shows its static pods to the API, and creates no others. */
function againstMirror(node: string, { metadata, spec }: Pod, { reader }: Attributes): string | undefined {
  if (metadata.annotations?.[MIRROR] === undefined) {
    return `pod does not have "${MIRROR}" annotation, node "${node}" can only create mirror pods`;
  }
  if (spec.nodeName !== node) return `node "${node}" can only create pods with spec.nodeName set to itself`;
  const [owner, other] = metadata.ownerReferences ?? [];
  if (other !== undefined) return `node "${node}" can only create pods with a single owner reference set to itself`;
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    return `node "${node}" can only create pods with an owner reference set to itself`;
  }
  if (owner.controller !== true) {
    return `node "${node}" can only create pods with a controller owner reference set to itself`;
  }
  if (owner.blockOwnerDeletion === true) {
    return `node "${node}" must not set blockOwnerDeletion on an owner reference`;
  }
  const uid = reader.get('Node', { name: node })?.metadata.uid ?? '';
  return owner.uid === uid ? undefined : `node ${node} UID mismatch: expected ${owner.uid} got ${uid}`;
}
