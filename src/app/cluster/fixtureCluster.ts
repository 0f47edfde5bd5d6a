/** The cluster of the design pages as API objects: three nodes, every pod state, one node lost. Data only. */
import type { Node } from '../../api/core/node';
import type { ContainerState, ContainerStatus, Pod, PodPhase, Probe } from '../../api/core/pod';
import type { KubeObject } from '../../api/meta/objectMeta';
import type { SimulationStatus, WaitRow } from '../../client/simulation';

/** The instant of all fixtures, in virtual milliseconds since the epoch. */
export const FIXTURE_NOW = Date.UTC(2026, 0, 1, 0, 13, 12);
const at = (secondsAgo: number) => new Date(FIXTURE_NOW - secondsAgo * 1000).toISOString().replace('.000', '');

/** A worker with 4 cores and 8Gi. `lostFor` seconds ago its heartbeats stopped. */
export function fixtureNode(name: string, lostFor?: number): Node {
  const lost = lostFor !== undefined;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: `node-${name}`,
      resourceVersion: '1',
      creationTimestamp: at(792),
      labels: { 'kubernetes.io/hostname': name },
    },
    spec: lost
      ? {
          taints: [
            { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: at(20) },
            { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: at(20) },
          ],
        }
      : {},
    status: {
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      conditions: [
        {
          type: 'Ready',
          status: lost ? 'Unknown' : 'True',
          reason: lost ? 'NodeStatusUnknown' : 'KubeletReady',
          message: lost ? 'Kubelet stopped posting node status.' : 'kubelet is posting ready status',
          lastHeartbeatTime: at(lostFor ?? 3),
          lastTransitionTime: at(lost ? 20 : 790),
        },
      ],
    },
  };
}

export interface FixturePod {
  readonly name: string;
  readonly node?: string;
  readonly owner?: {
    readonly kind: 'ReplicationController' | 'ReplicaSet' | 'DaemonSet' | 'Job';
    readonly name: string;
  };
  readonly phase?: PodPhase;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
  readonly ready?: boolean;
  readonly restarts?: number;
  readonly image?: string;
  readonly liveness?: boolean;
  readonly readiness?: boolean;
  readonly terminating?: boolean;
  readonly cpu?: string;
  readonly memory?: string;
}

const probe: Probe = {
  httpGet: { path: '/', port: 8080, scheme: 'HTTP' },
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};
const RUNNING: ContainerState = { running: { startedAt: at(700) } };

/** One pod with one container called `main`; running and ready unless `given` says otherwise. */
export function fixturePod(given: FixturePod): Pod {
  const state = given.state ?? RUNNING;
  const ready = given.ready ?? state.running !== undefined;
  const status: ContainerStatus = {
    name: 'main',
    state,
    lastState: given.lastState ?? {},
    ready,
    restartCount: given.restarts ?? 0,
    image: given.image ?? 'luksa/kubia',
    imageID: '',
    started: state.running !== undefined,
  };
  const phase = given.phase ?? (given.node === undefined || state.waiting !== undefined ? 'Pending' : 'Running');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: given.name,
      namespace: 'default',
      uid: `pod-${given.name}`,
      resourceVersion: '1',
      creationTimestamp: at(790),
      labels: given.owner === undefined ? {} : { app: given.owner.name },
      ...(given.owner === undefined
        ? {}
        : {
            generateName: `${given.owner.name}-`,
            ownerReferences: [
              { apiVersion: 'v1', uid: `${given.owner.kind}-${given.owner.name}`, controller: true, ...given.owner },
            ],
          }),
      ...(given.terminating === true ? { deletionTimestamp: at(-16), deletionGracePeriodSeconds: 30 } : {}),
    },
    spec: {
      containers: [
        {
          name: 'main',
          image: given.image ?? 'luksa/kubia',
          resources: { requests: { cpu: given.cpu ?? '300m', memory: given.memory ?? '400Mi' } },
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'Always',
          ...(given.liveness === true ? { livenessProbe: probe } : {}),
          ...(given.readiness === true ? { readinessProbe: probe } : {}),
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
      ...(given.node === undefined ? {} : { nodeName: given.node }),
    },
    status: {
      phase,
      conditions: [
        given.node === undefined
          ? {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: given.name === 'hog' ? HOG : GPU,
            }
          : { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: ready && phase === 'Running' ? 'True' : 'False' },
      ],
      ...(given.node === undefined ? {} : { containerStatuses: [status] }),
    },
  };
}

const HOG = '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.';
const GPU = "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.";

function controller(
  kind: 'ReplicationController' | 'ReplicaSet',
  name: string,
  counts: readonly [number, number, number],
  owner?: string,
): KubeObject {
  const [replicas, current, readyReplicas] = counts;
  return {
    apiVersion: kind === 'ReplicaSet' ? 'apps/v1' : 'v1',
    kind,
    metadata: {
      name,
      namespace: 'default',
      uid: `${kind}-${name}`,
      resourceVersion: '1',
      creationTimestamp: at(791),
      ...(owner === undefined
        ? {}
        : {
            annotations: { 'deployment.kubernetes.io/revision': replicas === 0 ? '1' : '2' },
            ownerReferences: [
              { apiVersion: 'apps/v1', kind: 'Deployment', name: owner, uid: `Deployment-${owner}`, controller: true },
            ],
          }),
    },
    spec: {
      replicas,
      selector: kind === 'ReplicaSet' ? { matchLabels: { app: name } } : { app: name },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] } },
    },
    status: { replicas: current, readyReplicas },
  } as KubeObject; // Spec and status are read by views only.
}

const deployment = (name: string, replicas: number): KubeObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'default',
      uid: `Deployment-${name}`,
      resourceVersion: '1',
      creationTimestamp: at(791),
    },
    spec: { replicas, selector: { matchLabels: { app: name } } },
    status: { replicas, readyReplicas: replicas, updatedReplicas: replicas, availableReplicas: replicas },
  }) as KubeObject; // Spec and status are read by views only.

/** Every object of the design pages. */
export function fixtureObjects(): readonly KubeObject[] {
  const rc = { kind: 'ReplicationController', name: 'kubia' } as const;
  const web = { kind: 'ReplicaSet', name: 'web' } as const;
  const shop = { kind: 'ReplicaSet', name: 'shop-6d4cf56db6' } as const;
  const ssd = { kind: 'DaemonSet', name: 'ssd-monitor' } as const;
  const waiting = (reason: string): ContainerState => ({ waiting: { reason } });
  const done: ContainerState = {
    terminated: { exitCode: 0, reason: 'Completed', startedAt: at(60), finishedAt: at(30) },
  };
  const killed: ContainerState = {
    terminated: { exitCode: 137, reason: 'Error', startedAt: at(60), finishedAt: at(30) },
  };
  const pods: readonly FixturePod[] = [
    { name: 'kubia-2x7fd', node: 'worker-1', owner: rc, liveness: true },
    { name: 'web-q2n7r', node: 'worker-1', owner: web, ready: false, readiness: true, image: 'nginx' },
    { name: 'kubia-9qw4z', node: 'worker-1', owner: rc, terminating: true },
    {
      name: 'kubia-liveness',
      node: 'worker-1',
      phase: 'Running',
      state: waiting('CrashLoopBackOff'),
      lastState: killed,
      restarts: 6,
      liveness: true,
    },
    { name: 'ssd-monitor-4tp8k', node: 'worker-1', owner: ssd },
    { name: 'web-z5c8f', node: 'worker-1', owner: web, readiness: true, image: 'nginx' },
    { name: 'kubia-t9vbn', node: 'worker-2', owner: rc },
    { name: 'web-h6s8w', node: 'worker-2', owner: web, image: 'nginx' },
    { name: 'ssd-monitor-m2kdq', node: 'worker-2', owner: ssd },
    { name: 'kubia-c4m8j', node: 'worker-3', owner: rc, liveness: true },
    { name: 'web-5kd9t', node: 'worker-3', owner: web, state: waiting('ContainerCreating'), image: 'nginx' },
    { name: 'ssd-monitor-r5wzn', node: 'worker-3', owner: ssd },
    { name: 'pi-7zx5k', node: 'worker-3', phase: 'Succeeded', state: done, owner: { kind: 'Job', name: 'pi' } },
    { name: 'shop-6d4cf56db6-x2vbn', node: 'worker-3', owner: shop },
    { name: 'nginx-gpu' },
    { name: 'hog' },
  ];
  return [
    ...['worker-1', 'worker-2', 'worker-3'].map((name) => fixtureNode(name, name === 'worker-2' ? 70 : undefined)),
    controller('ReplicationController', 'kubia', [3, 3, 2]),
    controller('ReplicaSet', 'web', [4, 4, 1]),
    controller('ReplicaSet', 'shop-6d4cf56db6', [1, 1, 1], 'shop'),
    controller('ReplicaSet', 'shop-7c9d8f4b5', [0, 0, 0], 'shop'),
    deployment('shop', 1),
    ...pods.map(fixturePod),
  ];
}

/** Countdowns and clock of the design pages. */
export function fixtureStatus(): SimulationStatus {
  const row = (
    name: string,
    what: WaitRow['what'],
    since: number,
    until: number,
    more: Partial<WaitRow> = {},
  ): WaitRow => ({
    kind: 'Pod',
    namespace: 'default',
    name,
    what,
    since: FIXTURE_NOW - since * 1000,
    until: FIXTURE_NOW + until * 1000,
    ...more,
  });
  return {
    health: { type: 'paused' },
    profile: 'v1.36',
    now: FIXTURE_NOW,
    startedAt: FIXTURE_NOW - 792_400,
    speed: 1,
    waits: [
      row('kubia-2x7fd', 'liveness', 6, 4, { container: 'main', last: 'success', failures: 0 }),
      row('kubia-c4m8j', 'liveness', 4, 6, { container: 'main', last: 'success', failures: 0 }),
      row('web-q2n7r', 'readiness', 3, 7, { container: 'main', last: 'failure', failures: 2 }),
      row('web-z5c8f', 'readiness', 8, 2, { container: 'main', last: 'success', failures: 0 }),
      row('kubia-9qw4z', 'grace', 14, 16),
      row('kubia-liveness', 'backOff', 154, 146, { container: 'main' }),
      row('web-5kd9t', 'imagePull', 2, 3, { container: 'main' }),
      row('kubia-t9vbn', 'eviction', 20, 280),
      row('web-h6s8w', 'eviction', 20, 280),
    ],
    nodeFaults: { 'worker-2': 'networkCut' },
    broken: [],
    history: { branch: '1', branches: [{ id: '1', name: 'main', untilMs: 0 }], keptBytes: 0 },
  };
}

/** A big cluster for the far view: `count` pods spread over `nodes` nodes. */
export function bigFixture(nodes: number, count: number): readonly KubeObject[] {
  const owner = { kind: 'ReplicaSet', name: 'web-6c8f7d9b4' } as const;
  const lost = new Set([13, 14, 34]);
  return [
    ...Array.from({ length: nodes }, (_, index) =>
      fixtureNode(`worker-${index + 1}`, lost.has(index + 1) ? 70 : undefined),
    ),
    controller('ReplicaSet', owner.name, [count, count, count]),
    ...Array.from({ length: count }, (_, index) =>
      fixturePod({
        name: `${owner.name}-${(index + 46_656).toString(36).padStart(5, 'x')}`,
        node: `worker-${(index % nodes) + 1}`,
        owner,
        cpu: '50m',
        memory: '64Mi',
        ...(index % 31 === 7
          ? { state: { waiting: { reason: 'CrashLoopBackOff' } }, phase: 'Running' as const, restarts: 7 }
          : {}),
        ...(index % 67 === 5 ? { ready: false } : {}),
        ...(index % 83 === 9 ? { state: { waiting: { reason: 'ContainerCreating' } } } : {}),
        ...(index % 91 === 11 ? { terminating: true } : {}),
      }),
    ),
  ];
}
