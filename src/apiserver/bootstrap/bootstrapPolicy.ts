/**
 * The roles and bindings that every cluster comes with.
 * Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy and pkg/registry/rbac/rest/storage_rbac.go (v1.36.3).
 */
import { aggregatedRules } from '../../api/rbac/aggregation';
import type { ClusterRole, PolicyRule, Subject } from '../../api/rbac/role';
import { clusterRoles } from './clusterRoles';
import { controllerRoles } from './controllerRoles';
import type { BootstrapObject } from './placement';

const RBAC = 'rbac.authorization.k8s.io';
const marks = {
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
};
const aggregateTo = (name: string) => `${RBAC}/aggregate-to-${name}`;

/** Roles that gather the rules of others, each after those that it needs. */
const aggregating = ['view', 'edit', 'admin'];
/** Which role gathers which. */
const gatheredBy: Readonly<Record<string, string>> = {
  'system:aggregate-to-view': 'view',
  'system:aggregate-to-edit': 'edit',
  'system:aggregate-to-admin': 'admin',
  view: 'edit',
  edit: 'admin',
};

/** Subjects of ClusterRoles that are not bound to the controller that they are named after. */
const clusterSubjects: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['Group system:masters'],
  'system:basic-user': ['Group system:authenticated'],
  'system:discovery': ['Group system:authenticated'],
  'system:kube-controller-manager': ['User system:kube-controller-manager'],
  'system:kube-dns': ['ServiceAccount kube-system/kube-dns'],
  'system:kube-scheduler': ['User system:kube-scheduler'],
  'system:monitoring': ['Group system:monitoring'],
  'system:node': [],
  'system:node-proxier': ['User system:kube-proxy'],
  'system:public-info-viewer': ['Group system:authenticated', 'Group system:unauthenticated'],
  'system:service-account-issuer-discovery': ['Group system:serviceaccounts'],
  'system:volume-scheduler': ['User system:kube-scheduler'],
};

const leaderLocking = [
  'coordination.k8s.io | leases | create get list update watch',
  'coordination.k8s.io | leasecandidates | create get list update watch',
];
const accounts = (...names: readonly string[]) => names.map((name) => `ServiceAccount kube-system/${name}`);

/** Namespace, name, rules, subjects, and the binding's name where it is another. */
const roles: readonly (readonly [string, string, readonly string[], readonly string[], string?])[] = [
  [
    'kube-public',
    'system:controller:bootstrap-signer',
    [
      'core | configmaps | get list watch',
      'core | configmaps | update | cluster-info',
      'core events.k8s.io | events | create patch update',
    ],
    accounts('bootstrap-signer'),
  ],
  [
    'kube-system',
    'extension-apiserver-authentication-reader',
    ['core | configmaps | get list watch | extension-apiserver-authentication'],
    ['User system:kube-controller-manager', 'User system:kube-scheduler'],
    'system::extension-apiserver-authentication-reader',
  ],
  [
    'kube-system',
    'system::leader-locking-kube-controller-manager',
    leaderLocking,
    ['User system:kube-controller-manager', ...accounts('kube-controller-manager', 'leader-election-controller')],
  ],
  [
    'kube-system',
    'system::leader-locking-kube-scheduler',
    leaderLocking,
    ['User system:kube-scheduler', ...accounts('kube-scheduler')],
  ],
  [
    'kube-system',
    'system:controller:bootstrap-signer',
    ['core | secrets | get list watch'],
    accounts('bootstrap-signer'),
  ],
  [
    'kube-system',
    'system:controller:cloud-provider',
    ['core | configmaps | create get list watch'],
    accounts('cloud-provider'),
  ],
  [
    'kube-system',
    'system:controller:token-cleaner',
    ['core | secrets | delete get list watch', 'core events.k8s.io | events | create patch update'],
    accounts('token-cleaner'),
  ],
];

/** All of them, in the order in which they are made. */
export function bootstrapPolicy(): readonly BootstrapObject[] {
  return [...bootstrapClusterRoles(), ...clusterRoleBindings(), ...roles.flatMap(roleAndBinding)];
}

function bootstrapClusterRoles(): readonly BootstrapObject[] {
  const all = allRoles().map(([name, rules]) => clusterRole(name, { rules: rules.map(ruleOf) }));
  for (const name of aggregating) {
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [aggregateTo(name)]: 'true' } }] };
    const known = all.map(({ metadata, body }) => ({ metadata, rules: (body as Partial<ClusterRole>).rules ?? null }));
    const rules = aggregatedRules({ metadata: { name }, aggregationRule }, known.sort(byName));
    all.push(clusterRole(name, { aggregationRule, rules: rules ?? [] }));
  }
  return all;
}

function byName(a: { readonly metadata: { readonly name: string } }, b: typeof a): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** Names and rules of those that gather nothing. */
function allRoles(): readonly (readonly [string, readonly string[]])[] {
  const ofControllers = Object.entries(controllerRoles);
  return [
    ...Object.entries(clusterRoles),
    ...ofControllers.map(([name, rules]) => [`system:controller:${name}`, rules] as const),
  ];
}

function clusterRole(name: string, body: Partial<ClusterRole>): BootstrapObject {
  const gatherer = gatheredBy[name];
  const labels = gatherer === undefined ? marks.labels : { ...marks.labels, [aggregateTo(gatherer)]: 'true' };
  return { kind: 'ClusterRole', metadata: { name, ...marks, labels }, body };
}

function clusterRoleBindings(): readonly BootstrapObject[] {
  return allRoles().flatMap(([name]) => {
    const controller = /^system:controller:(.*)$/.exec(name)?.[1];
    const subjects = controller === undefined ? clusterSubjects[name] : accounts(controller);
    if (subjects === undefined) return [];
    return [
      { kind: 'ClusterRoleBinding', metadata: { name, ...marks }, body: bindingOf('ClusterRole', name, subjects) },
    ] as const;
  });
}

function roleAndBinding([
  namespace,
  name,
  rules,
  subjects,
  binding = name,
]: (typeof roles)[number]): readonly BootstrapObject[] {
  return [
    { kind: 'Role', metadata: { name, namespace, ...marks }, body: { rules: rules.map(ruleOf) } },
    { kind: 'RoleBinding', metadata: { name: binding, namespace, ...marks }, body: bindingOf('Role', name, subjects) },
  ];
}

function bindingOf(kind: string, name: string, subjects: readonly string[]): object {
  const roleRef = { apiGroup: RBAC, kind, name };
  return subjects.length === 0 ? { roleRef } : { roleRef, subjects: subjects.map(subjectOf) };
}

function subjectOf(text: string): Subject {
  const [kind = '', who = ''] = text.split(' ');
  if (kind !== 'ServiceAccount') return { apiGroup: RBAC, kind, name: who };
  const [namespace = '', name = ''] = who.split('/');
  return { kind, name, namespace };
}

const lists = new Map<string, readonly string[]>();

/** The words of `text`: one list for equal texts, because many rules say the same. */
function words(text: string): readonly string[] {
  let list = lists.get(text);
  if (list === undefined) {
    list = text.split(' ').map((word) => (word === 'core' ? '' : word));
    lists.set(text, list);
  }
  return list;
}

function ruleOf(text: string): PolicyRule {
  const [first = [], second = [], verbs, resourceNames] = text.split(' | ').map(words);
  if (verbs === undefined) return { nonResourceURLs: first, verbs: second };
  return { apiGroups: first, ...(resourceNames && { resourceNames }), resources: second, verbs };
}
