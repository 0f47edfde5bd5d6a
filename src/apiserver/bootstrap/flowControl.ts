/**
 * The FlowSchemas and PriorityLevelConfigurations that every cluster comes with.
 * Models staging/src/k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go (v1.36.3).
 */
import type { FlowSubject } from '../../api/flowcontrol/flowControl';
import type { BootstrapObject } from './placement';

/** Name, shares, percent that can be lent, and hand size and number of queues where requests queue. */
const levels: readonly (readonly [string, number, number, number?, number?])[] = [
  ['catch-all', 5, 0],
  ['global-default', 20, 50, 6, 128],
  ['leader-election', 10, 0, 4, 16],
  ['node-high', 40, 25, 6, 64],
  ['system', 30, 33, 6, 64],
  ['workload-high', 40, 50, 6, 128],
  ['workload-low', 100, 90, 6, 128],
];

const all = ['*'];
const everything = {
  nonResourceRules: [{ nonResourceURLs: all, verbs: all }],
  resourceRules: [{ apiGroups: all, clusterScope: true, namespaces: all, resources: all, verbs: all }],
};
const leases = { apiGroups: ['coordination.k8s.io'], namespaces: all, resources: ['leases'] };
const nodes = {
  apiGroups: [''],
  clusterScope: true,
  namespaces: all,
  resources: ['nodes', 'nodes/status'],
  verbs: all,
};
const group = (name: string): FlowSubject => ({ group: { name }, kind: 'Group' });
const user = (name: string): FlowSubject => ({ kind: 'User', user: { name } });
const account: FlowSubject = { kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'kube-system' } };
const everybody = [group('system:unauthenticated'), group('system:authenticated')];
const components = [user('system:kube-controller-manager'), user('system:kube-scheduler')];

/** Name, priority level, precedence, distinguisher, subjects, and rules where they are not everything. */
const schemas: readonly (readonly [string, string, number, string, readonly FlowSubject[], object?])[] = [
  ['exempt', 'exempt', 1, '', [group('system:masters')]],
  [
    'probes',
    'exempt',
    2,
    '',
    everybody,
    { nonResourceRules: [{ nonResourceURLs: ['/healthz', '/readyz', '/livez'], verbs: ['get'] }] },
  ],
  [
    'system-leader-election',
    'leader-election',
    100,
    'ByUser',
    [...components, account],
    { resourceRules: [{ ...leases, verbs: ['get', 'create', 'update'] }] },
  ],
  [
    'system-node-high',
    'node-high',
    400,
    'ByUser',
    [group('system:nodes')],
    { resourceRules: [nodes, { ...leases, verbs: all }] },
  ],
  ['system-nodes', 'system', 500, 'ByUser', [group('system:nodes')]],
  ['kube-controller-manager', 'workload-high', 800, 'ByNamespace', components.slice(0, 1)],
  ['kube-scheduler', 'workload-high', 800, 'ByNamespace', components.slice(1)],
  ['kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', [account]],
  ['service-accounts', 'workload-low', 9000, 'ByUser', [group('system:serviceaccounts')]],
  ['global-default', 'global-default', 9900, 'ByUser', everybody],
  ['catch-all', 'catch-all', 10_000, 'ByUser', everybody],
];

const metadataOf = (name: string) => ({
  name,
  generation: 1,
  annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' },
});

/** Levels first, then the schemas that lead to them. `time`: when the server started. */
export function flowControl(time: string): readonly BootstrapObject[] {
  const exempt = { exempt: { lendablePercent: 0, nominalConcurrencyShares: 0 }, type: 'Exempt' };
  return [
    level('exempt', exempt),
    ...levels.map(([name, nominalConcurrencyShares, lendablePercent, handSize, queues]) => {
      const queuing = { handSize, queueLengthLimit: 50, queues };
      const limitResponse = handSize === undefined ? { type: 'Reject' } : { queuing, type: 'Queue' };
      return level(name, { limited: { lendablePercent, limitResponse, nominalConcurrencyShares }, type: 'Limited' });
    }),
    ...schemas.map(([name, priorityLevel, matchingPrecedence, type, subjects, rules = everything]) => ({
      kind: 'FlowSchema' as const,
      metadata: metadataOf(name),
      body: {
        spec: {
          ...(type !== '' && { distinguisherMethod: { type } }),
          matchingPrecedence,
          priorityLevelConfiguration: { name: priorityLevel },
          rules: [{ ...rules, subjects }],
        },
        status: { conditions: [found(priorityLevel, time)] },
      },
    })),
  ];
}

function level(name: string, spec: object): BootstrapObject {
  return { kind: 'PriorityLevelConfiguration', metadata: metadataOf(name), body: { spec, status: {} } };
}

function found(priorityLevel: string, lastTransitionTime: string): object {
  const message = `This FlowSchema references the PriorityLevelConfiguration object named "${priorityLevel}" and it exists`;
  return { type: 'Dangling', status: 'False', lastTransitionTime, reason: 'Found', message };
}
