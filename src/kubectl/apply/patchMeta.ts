/**
 * How strategic merge patch treats the fields of the API's types: the patchStrategy and patchMergeKey tags.
 * Models the x-kubernetes-patch-* extensions of the OpenAPI document of Kubernetes 1.36. A list that no rule names is
 * replaced, a map is merged field by field.
 */

/** What is known of one field. */
export interface PatchMeta {
  /** The key that tells a list's items apart; empty for lists of plain values, which are merged as sets. */
  readonly mergeKey?: string;
  /** A patch says which keys remain (`$retainKeys`): fields of a union exclude each other. */
  readonly retainKeys?: true;
  /** The whole map is taken from the patch. */
  readonly replace?: true;
}

interface Rule extends PatchMeta {
  /** The field above it: `spec`, or the list whose items it is in. Empty: the object itself. */
  readonly parents: readonly string[];
  /** Where only some kinds have it. */
  readonly kinds?: readonly string[];
  readonly exceptKinds?: readonly string[];
}

const containers = ['containers', 'initContainers', 'ephemeralContainers'];
const byName = (...parents: string[]): readonly Rule[] => [{ parents, mergeKey: 'name' }];

const rules: Readonly<Record<string, readonly Rule[]>> = {
  containers: byName('spec'),
  initContainers: byName('spec'),
  ephemeralContainers: byName('spec'),
  imagePullSecrets: byName('spec'),
  schedulingGates: byName('spec'),
  volumes: [{ parents: ['spec'], mergeKey: 'name', retainKeys: true }],
  resourceClaims: [{ parents: ['spec'], mergeKey: 'name', retainKeys: true }],
  hostAliases: [{ parents: ['spec'], mergeKey: 'ip' }],
  topologySpreadConstraints: [{ parents: ['spec'], mergeKey: 'topologyKey' }],
  env: byName(...containers),
  volumeMounts: [{ parents: [...containers, 'containerStatuses'], mergeKey: 'mountPath' }],
  volumeDevices: [{ parents: containers, mergeKey: 'devicePath' }],
  ports: [
    { parents: containers, mergeKey: 'containerPort' },
    { parents: ['spec'], kinds: ['Service'], mergeKey: 'port' },
  ],
  ownerReferences: [{ parents: ['metadata'], mergeKey: 'uid' }],
  finalizers: [{ parents: ['metadata'], mergeKey: '' }],
  conditions: [
    {
      parents: ['status'],
      exceptKinds: ['CertificateSigningRequest', 'ValidatingAdmissionPolicy', 'CustomResourceDefinition'],
      mergeKey: 'type',
    },
  ],
  addresses: [{ parents: ['status'], kinds: ['Node'], mergeKey: 'type' }],
  podCIDRs: [{ parents: ['spec'], kinds: ['Node'], mergeKey: '' }],
  podIPs: [{ parents: ['status'], mergeKey: 'ip' }],
  hostIPs: [{ parents: ['status'], mergeKey: 'ip' }],
  resourceClaimStatuses: [{ parents: ['status'], mergeKey: 'name', retainKeys: true }],
  secrets: [{ parents: [''], kinds: ['ServiceAccount'], mergeKey: 'name' }],
  drivers: [{ parents: ['spec'], kinds: ['CSINode'], mergeKey: 'name' }],
  webhooks: byName(''),
  matchConditions: byName('spec', 'webhooks'),
  variables: [{ parents: ['spec'], kinds: ['ValidatingAdmissionPolicy'], mergeKey: 'name' }],
  reservedFor: [{ parents: ['status'], kinds: ['ResourceClaim'], mergeKey: 'uid' }],
  strategy: [{ parents: ['spec'], kinds: ['Deployment'], retainKeys: true }],
  selector: [{ parents: ['spec'], kinds: ['PodDisruptionBudget'], replace: true }],
};

const NOTHING: PatchMeta = {};

/** What is known of `field` below the field `parent` (empty: the object itself) of an object of `kind`. */
export function patchMetaOf(kind: string, parent: string, field: string): PatchMeta {
  const candidates = Object.hasOwn(rules, field) ? rules[field] : undefined;
  const found = candidates?.find(
    ({ parents, kinds, exceptKinds }) =>
      parents.includes(parent) && kinds?.includes(kind) !== false && exceptKinds?.includes(kind) !== true,
  );
  return found ?? NOTHING;
}

/** Whether kubectl knows the types of `group`, so that it sends strategic merge patches; others get JSON merge patches. */
export function isBuiltInGroup(group: string): boolean {
  if (group === 'apiextensions.k8s.io' || group === 'metrics.k8s.io') return false;
  return !group.includes('.') || group.endsWith('.k8s.io');
}
