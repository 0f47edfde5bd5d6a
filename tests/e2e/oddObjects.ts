/** Lists of an API server that defaults nothing: by plural name of their kind. */

interface OddObject {
  readonly metadata: { readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}
interface OddList {
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly OddObject[];
}

const meta = (name: string, fields: object = {}) => ({
  name,
  namespace: 'team-a',
  uid: `uid-${name.slice(0, 60)}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
  ...fields,
});
const bare = (name: string) => ({ name, namespace: 'team-a', uid: `uid-${name}` });
const container = { name: 'main', image: 'nginx' };
const LONG = 'n'.repeat(253);

const statusOf = (name: string, ready: boolean) => ({
  name,
  ready,
  restartCount: 0,
  image: 'nginx',
  imageID: '',
  state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
});
const many = Array.from({ length: 20 }, (_, index) => `container-${index}`);

const pods: readonly OddObject[] = [
  { metadata: bare('no-status'), spec: { nodeName: 'bare', containers: [container] } },
  { metadata: bare('null-status'), spec: { nodeName: 'gone', containers: [container] }, status: null },
  { metadata: bare('no-spec') },
  {
    metadata: meta('odd-phase'),
    spec: { nodeName: 'bare', containers: [container], unknownField: { a: [1] } },
    status: { phase: 'Dreaming', unheardOf: true },
  },
  { metadata: meta('no-statuses'), spec: { nodeName: 'bare', containers: [container] }, status: { phase: 'Running' } },
  {
    metadata: meta('empty-state'),
    spec: { nodeName: 'bare', containers: [container] },
    status: { phase: 'Running', containerStatuses: [{ name: 'main', ready: true, restartCount: 0 }] },
  },
  {
    metadata: meta('twenty', { labels: null, annotations: null, ownerReferences: null }),
    spec: { nodeName: 'bare', containers: many.map((name) => ({ name, image: 'nginx' })) },
    status: { phase: 'Running', containerStatuses: many.map((name, index) => statusOf(name, index % 2 === 0)) },
  },
  {
    metadata: meta(LONG),
    spec: { nodeName: 'bare', containers: [{ name: 'main', image: `registry.example.com/${'i'.repeat(200)}:latest` }] },
    status: { phase: 'Running', containerStatuses: [statusOf('main', true)] },
  },
];

const workload = (kind: string, apiVersion: string): OddList => ({
  kind,
  apiVersion,
  items: [
    { metadata: bare(`bare-${kind.toLowerCase()}`) },
    { metadata: meta(`empty-${kind.toLowerCase()}`), spec: {}, status: {} },
    { metadata: meta(`null-${kind.toLowerCase()}`), spec: null, status: null },
  ],
});

/** What the server has. */
export const oddObjects: Readonly<Record<string, OddList>> = {
  pods: { kind: 'Pod', apiVersion: 'v1', items: pods },
  nodes: {
    kind: 'Node',
    apiVersion: 'v1',
    items: [
      { metadata: { name: 'bare', uid: 'uid-bare' } },
      {
        metadata: { name: 'nulls', uid: 'uid-nulls', labels: null },
        spec: { taints: null },
        status: { conditions: null, capacity: null },
      },
      {
        metadata: { name: 'tainted', uid: 'uid-tainted', creationTimestamp: null },
        spec: {
          taints: [
            { key: 'a', effect: 'NoSuchEffect' },
            { key: 'b', value: 'v'.repeat(63), effect: 'NoExecute', timeAdded: null },
          ],
        },
        status: {
          conditions: [{ type: 'Ready', status: 'Perhaps' }],
          allocatable: { cpu: '1e3', memory: '0', pods: 'many' },
        },
      },
      {
        metadata: { name: LONG, uid: 'uid-long', creationTimestamp: '2026-01-01T00:00:00Z' },
        spec: {},
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      },
    ],
  },
  services: {
    kind: 'Service',
    apiVersion: 'v1',
    items: [
      { metadata: bare('no-ports'), spec: {} },
      { metadata: bare('no-service-spec') },
      { metadata: meta(`s${'v'.repeat(62)}`), spec: { selector: null, ports: null } },
    ],
  },
  endpointslices: {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    items: [
      { metadata: bare('slice'), endpoints: null, ports: null },
      {
        metadata: meta('labelled', { labels: { 'kubernetes.io/service-name': 'no-ports' } }),
        endpoints: [{ addresses: null }, {}, { addresses: ['10.0.0.1'] }],
      },
    ],
  },
  deployments: workload('Deployment', 'apps/v1'),
  replicasets: workload('ReplicaSet', 'apps/v1'),
  statefulsets: workload('StatefulSet', 'apps/v1'),
  daemonsets: workload('DaemonSet', 'apps/v1'),
  replicationcontrollers: workload('ReplicationController', 'v1'),
  jobs: workload('Job', 'batch/v1'),
  cronjobs: workload('CronJob', 'batch/v1'),
  events: {
    kind: 'Event',
    apiVersion: 'v1',
    items: [
      { metadata: bare('nothing') },
      {
        metadata: bare('about-nobody'),
        reason: 'Odd',
        message: 'nobody knows',
        type: 'Warning',
        lastTimestamp: null,
        eventTime: null,
        source: null,
      },
      {
        metadata: meta('undated'),
        involvedObject: { kind: 'Pod', name: 'no-status', namespace: 'team-a', uid: 'uid-no-status' },
        reason: 'Odd',
        message: null,
        count: null,
        firstTimestamp: null,
      },
    ],
  },
  namespaces: {
    kind: 'Namespace',
    apiVersion: 'v1',
    items: Array.from({ length: 3_000 }, (_, index) => ({
      metadata: { name: `team-${index === 0 ? 'a' : index}`, uid: `uid-ns-${index}` },
    })),
  },
};
