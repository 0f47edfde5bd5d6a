/** The table of pods, for states that recordings have and for states that nobody recorded. */
import { expect, test } from 'vitest';
import type { Container, ContainerState, ContainerStatus, Pod } from '../api/core/pod';
import { podTable } from './pod';
import { podSummary } from './podSummary';

const NOW = Date.parse('2026-11-21T08:00:00Z');

interface Given {
  readonly init?: readonly (Partial<ContainerStatus> & { readonly sidecar?: boolean })[];
  readonly main?: readonly Partial<ContainerStatus>[];
  readonly status?: Partial<Pod['status']>;
  readonly deleted?: boolean;
}
const container = (name: string, sidecar = false): Container => ({
  name,
  image: 'nginx',
  resources: {},
  terminationMessagePath: '',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'Always',
  ...(sidecar ? { restartPolicy: 'Always' } : {}),
});
const statusOf = (name: string, given: Partial<ContainerStatus>): ContainerStatus => ({
  name,
  image: 'nginx',
  imageID: '',
  ready: false,
  restartCount: 0,
  state: {},
  lastState: {},
  ...given,
});
const podOf = ({ init = [], main = [{}], status = {}, deleted = false }: Given): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    namespace: 'default',
    uid: '1',
    resourceVersion: '1',
    creationTimestamp: '2026-11-21T07:59:00Z',
    ...(deleted ? { deletionTimestamp: '2026-11-21T08:00:30Z' } : {}),
  },
  spec: {
    containers: main.map((_, index) => container(`c${index}`)),
    initContainers: init.map(({ sidecar }, index) => container(`i${index}`, sidecar)),
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
  },
  status: {
    phase: 'Running',
    initContainerStatuses: init.map(({ sidecar: _, ...given }, index) => statusOf(`i${index}`, given)),
    containerStatuses: main.map((given, index) => statusOf(`c${index}`, given)),
    ...status,
  },
});
const running: Partial<ContainerStatus> = { ready: true, state: { running: { startedAt: '2026-11-21T07:59:10Z' } } };
const ended = (exitCode: number, reason?: string): ContainerState => ({
  terminated: { exitCode, startedAt: null, finishedAt: '2026-11-21T07:59:50Z', ...(reason ? { reason } : {}) },
});

test.each<[string, Given, string]>([
  [
    'a sidecar counts as a container',
    { init: [{ sidecar: true, started: true, ...running }], main: [running] },
    '2/2 Running 0',
  ],
  ['init containers are counted while they run', { init: [{ state: ended(0) }, {}] }, '0/1 Init:1/2 0'],
  ['a failed init container tells why', { init: [{ state: ended(1, 'Error'), restartCount: 2 }] }, '0/1 Init:Error 2'],
  ['an init container without a reason tells its code', { init: [{ state: ended(3) }] }, '0/1 Init:ExitCode:3 0'],
  [
    'restarts tell when the last one was',
    { main: [{ ...running, restartCount: 3, lastState: ended(1, 'Error') }] },
    '1/1 Running 3 (10s ago)',
  ],
  [
    'an ended container beside a running one is not ready',
    { main: [{ state: ended(0, 'Completed') }, running] },
    '1/2 NotReady 0',
  ],
  [
    'an ended container beside a running one in a ready pod is fine',
    { main: [{ state: ended(0, 'Completed') }, running], status: { conditions: [{ type: 'Ready', status: 'True' }] } },
    '1/2 Running 0',
  ],
  [
    'a failure among ended containers wins',
    { main: [{ state: ended(0, 'Completed') }, { state: ended(2, 'Error') }] },
    '0/2 Error 0',
  ],
  ['an evicted pod says so', { status: { phase: 'Failed', reason: 'Evicted' } }, '0/1 Evicted 0'],
  ['a pod that goes away says so', { main: [running], deleted: true }, '1/1 Terminating 0'],
  [
    'a pod on a lost node that goes away is unknown',
    { deleted: true, status: { reason: 'NodeLost' } },
    '0/1 Unknown 0',
  ],
])('%s', (_name, given, want) => {
  expect(podTable.cells(podOf(given), NOW).slice(1, 4).join(' ')).toBe(want);
});

test('whatever state a pod is in, its cells fit its columns and its counts are possible', () => {
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const states: readonly ContainerState[] = [
    {},
    { waiting: {} },
    { waiting: { reason: 'CrashLoopBackOff' } },
    { running: { startedAt: '2026-11-21T07:59:10Z' } },
    ended(0, 'Completed'),
    ended(137),
  ];
  const some = (most: number) =>
    Array.from({ length: random(most + 1) }, () => ({
      state: states[random(states.length)],
      lastState: states[random(2) * 5],
      ready: random(2) === 0,
      started: random(2) === 0,
      sidecar: random(2) === 0,
      restartCount: random(3),
    }));
  for (let round = 0; round < 300; round += 1) {
    const pod = podOf({ init: some(3), main: [{}, ...some(2)], deleted: random(4) === 0 });
    const cells = podTable.cells(pod, NOW);
    const { ready, total, restarts, status } = podSummary(pod);
    expect(cells).toHaveLength(podTable.columns.length);
    expect(cells.every((cell) => typeof cell === 'string' && cell !== '')).toBe(true);
    expect(ready).toBeLessThanOrEqual(total);
    expect(restarts).toBeGreaterThanOrEqual(0);
    expect(status).toMatch(/^[A-Z][A-Za-z]+(:.+)?$/);
  }
});
