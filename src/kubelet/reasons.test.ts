import { expect, test } from 'vitest';
import { httpGet, pod, replicas, shell, testCluster, type TestCluster } from '../../tests/testCluster';
import type { Pod } from '../api/core/pod';
import type { Fault } from '../client/simulation';
import { kubeletRules } from '../rules/kubelet';
import type { Change } from '../storage/store';

const PLACE = { namespace: 'default', pod: 'kubia', container: 'main' };

interface Told {
  readonly change: Change;
  /** Rules and commands back to the first cause, newest first. */
  readonly steps: readonly string[];
}

/** Hears every write of a resource, with what led to it. */
async function listening(resource = 'pods'): Promise<{ readonly cluster: TestCluster; readonly told: Told[] }> {
  const cluster = await testCluster({ nodes: 2 });
  const { store, kernel } = cluster.cluster;
  const told: Told[] = [];
  store.watch(`/registry/${resource}/`, store.revision, (change) => {
    const rows = kernel.trace.chain(change.cause).filter(({ type, cause }) => type === 'rule' || cause < 0);
    const steps = rows.map(({ type, subject, actor }) => (type === 'rule' ? (subject ?? '') : `${actor} ${type}`));
    told.push({ change, steps });
  });
  return { cluster, told };
}

/** What led to the last write after which `holds`, of a pod. */
function lastWhere(told: readonly Told[], holds: (pod: Pod) => boolean): readonly string[] {
  return told.findLast(({ change }) => holds(change.value as Pod))?.steps ?? []; // Only pods are watched.
}
const restarts = ({ status }: Pod) => status.containerStatuses?.[0]?.restartCount ?? 0;
const stateOf = ({ status }: Pod) => status.containerStatuses?.[0]?.state ?? {};

async function run(cluster: TestCluster, seconds: number, ...faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) await cluster.fault(fault);
  await cluster.advance({ seconds });
}

test('a restart after a broken endpoint leads back to the person who broke it', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod({ livenessProbe: httpGet('/', 8080) }));
  await run(cluster, 20);
  await run(cluster, 90, { type: 'breakEndpoint', ...PLACE, port: 8080, mode: 'error' });
  expect(lastWhere(told, (one) => restarts(one) === 1)).toEqual([
    'restarted',
    'graceOver',
    'containerKilled',
    'livenessFailed',
    'you breakEndpoint',
  ]);
});

test('a program that fails by itself leads back to the pod that asks for it, at every restart', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod({ image: 'luksa/kubia-unhealthy', livenessProbe: httpGet('/', 8080) }));
  await run(cluster, 250);
  for (const count of [1, 2]) {
    const steps = lastWhere(told, (one) => restarts(one) === count);
    expect(steps.slice(0, 6)).toEqual([
      'restarted',
      'graceOver',
      'containerKilled',
      'livenessFailed',
      'imageBehaviour',
      'admitted',
    ]);
    expect(steps.at(-1)).toBe('you POST');
  }
});

test('a hung-up container, a killed one and a leak lead back to who did it', async () => {
  const { cluster, told } = await listening();
  const resources = { limits: { memory: '64Mi' } };
  await cluster.create('Pod', pod({ livenessProbe: httpGet('/', 8080), container: { resources } }));
  await run(cluster, 20);
  await run(cluster, 90, { type: 'hangContainer', ...PLACE });
  expect(lastWhere(told, (one) => restarts(one) === 1).slice(-2)).toEqual(['livenessFailed', 'you hangContainer']);
  await run(cluster, 700);
  await run(cluster, 20, { type: 'killContainer', ...PLACE });
  expect(lastWhere(told, (one) => restarts(one) === 2)).toEqual(['restarted', 'exited', 'you killContainer']);
  await run(cluster, 60, { type: 'growMemory', ...PLACE, bytes: 2 ** 27 });
  expect(lastWhere(told, (one) => restarts(one) === 3)).toEqual(['restarted', 'oomKilled', 'you growMemory']);
});

test('a crash loop tells of the last end of the program and of the wait, not of all ends before', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod(shell('sleep 1; exit 1')));
  await run(cluster, 200);
  const steps = lastWhere(told, (one) => stateOf(one).waiting?.reason === 'CrashLoopBackOff');
  expect(steps.slice(0, 3)).toEqual(['crashBackOff', 'programEnded', 'admitted']);
  expect(steps.at(-1)).toBe('you POST');
  expect(restarts(await cluster.pod('kubia'))).toBeGreaterThan(2);
});

test('an image that a broken registry withholds leads back to who broke it', async () => {
  const { cluster, told } = await listening();
  await cluster.fault({ type: 'breakRegistry', host: 'docker.io', how: 'down' });
  await cluster.create('Pod', pod());
  await run(cluster, 40);
  const reason = (wanted: string) => (one: Pod) => stateOf(one).waiting?.reason === wanted;
  expect(lastWhere(told, reason('ErrImagePull'))).toEqual(['imagePullFailed', 'you breakRegistry']);
  expect(lastWhere(told, reason('ImagePullBackOff'))).toEqual(['imageBackOff', 'imagePullFailed', 'you breakRegistry']);
  await run(cluster, 60, { type: 'mendRegistry', host: 'docker.io' });
  expect(lastWhere(told, (one) => one.status.phase === 'Running').slice(0, 4)).toEqual([
    'containerStarted',
    'imagePulled',
    'imageBackOff',
    'imagePullFailed',
  ]);
});

test('an image that nobody has leads back to the pod that asks for it', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod({ image: 'luksa/nonexistent' }));
  await run(cluster, 100);
  const steps = lastWhere(told, (one) => stateOf(one).waiting?.reason === 'ImagePullBackOff');
  expect(steps.slice(0, 3)).toEqual(['imageBackOff', 'imagePullFailed', 'admitted']);
  expect(steps.at(-1)).toBe('you POST');
});

test('a deleted pod goes by its grace period, and its object after its containers', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod());
  await run(cluster, 20);
  await cluster.client.delete('Pod', { namespace: 'default', name: 'kubia' });
  await run(cluster, 40);
  const { change, steps = [] } = told.at(-1) ?? {};
  expect(change?.type).toBe('delete');
  expect(steps.filter((step) => step !== 'gracefulDeletion')).toEqual([
    'podRemoved',
    'graceOver',
    'containerKilled',
    'terminating',
    'you DELETE',
  ]);
});

test('an eviction leads back to what has filled the disk', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod());
  await run(cluster, 20);
  const { nodeName = '' } = (await cluster.pod('kubia')).spec;
  await run(cluster, 30, { type: 'fillDisk', node: nodeName, leavesBytes: 2 ** 30 });
  expect(lastWhere(told, ({ status }) => status.reason === 'Evicted')).toEqual([
    'graceOver',
    'containerKilled',
    'evicted',
    'nodeShort',
    'you fillDisk',
  ]);
});

test('a command that a person runs in a container is why its probe succeeds or fails', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod({ readinessProbe: { exec: { command: ['ls', '/var/ready'] } } }));
  await run(cluster, 20);
  const exec = async (...command: readonly string[]) => {
    const path = '/api/v1/namespaces/default/pods/kubia/exec';
    const query = { command, container: 'main', stdout: 'true' };
    cluster.cluster.stream({ method: 'POST', path, query, headers: {} }, { onMessage: () => {}, onEnd: () => {} });
    await run(cluster, 40);
    const { change, steps = [] } = told.at(-1) ?? {};
    const first = cluster.cluster.kernel.trace.chain(change?.cause ?? -1).at(-1);
    return { steps, at: cluster.cluster.now() - (first?.at ?? 0) };
  };
  expect(await exec('touch', '/var/ready')).toEqual({ steps: ['readinessPassed', 'you stream'], at: 40_000 });
  expect(await exec('touch', '/var/other')).toEqual({ steps: ['readinessPassed', 'you stream'], at: 80_000 });
  expect(await exec('rm', '/var/ready')).toEqual({ steps: ['readinessFailed', 'you stream'], at: 40_000 });
});

test('a command of a person that has nothing to do with the probe is not blamed', async () => {
  const { cluster, told } = await listening();
  const script = 'touch /tmp/well; sleep 30; rm /tmp/well; sleep 600';
  const readinessProbe = { exec: { command: ['cat', '/tmp/well'] } };
  await cluster.create('Pod', pod({ ...shell(script), readinessProbe }));
  await run(cluster, 20);
  const path = '/api/v1/namespaces/default/pods/kubia/exec';
  const query = { command: ['touch', '/tmp/note'], container: 'main', stdout: 'true' };
  cluster.cluster.stream({ method: 'POST', path, query, headers: {} }, { onMessage: () => {}, onEnd: () => {} });
  await run(cluster, 60);
  expect(told.at(-1)?.steps.slice(0, 3)).toEqual(['readinessFailed', 'imageBehaviour', 'admitted']);
  await run(cluster, 1, { type: 'removeContainerFile', ...PLACE, path: '/tmp/note' });
});

test('a process that a person ends from inside leads back to the command', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod(shell('trap "exit 5" TERM; while true; do sleep 1; done')));
  await run(cluster, 20);
  const query = { command: ['kill', '1'], container: 'main', stdout: 'true' };
  const path = '/api/v1/namespaces/default/pods/kubia/exec';
  cluster.cluster.stream({ method: 'POST', path, query, headers: {} }, { onMessage: () => {}, onEnd: () => {} });
  await run(cluster, 20);
  expect(lastWhere(told, (one) => restarts(one) === 1)).toEqual(['restarted', 'exited', 'you stream']);
});

test('a leak that takes all memory of its node is killed or evicted, and leads back to the leak', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod());
  await run(cluster, 20);
  const { nodeName = '' } = (await cluster.pod('kubia')).spec;
  await run(cluster, 1, { type: 'takeMemory', node: nodeName, leavesBytes: 5 * 2 ** 30 });
  await run(cluster, 60, { type: 'growMemory', ...PLACE, bytes: 6 * 2 ** 30 });
  const steps = lastWhere(told, (one) => restarts(one) === 1 || one.status.phase === 'Failed');
  expect(['nodeOom', 'nodeShort']).toContain(steps.at(-2));
  expect(steps.at(-1)).toBe('you growMemory');
});

test('what a cut-off kubelet could not tell is told with its own reason once it is back', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod({ readinessProbe: httpGet('/', 8080) }));
  await run(cluster, 20);
  const { nodeName = '' } = (await cluster.pod('kubia')).spec;
  await run(cluster, 1, { type: 'cutNetwork', node: nodeName });
  await run(cluster, 20, { type: 'killContainer', ...PLACE });
  await run(cluster, 20, { type: 'bringBack', node: nodeName });
  expect(lastWhere(told, (one) => restarts(one) === 1).at(-1)).toBe('you killContainer');
});

test('a pod that went while its node was cut off goes for that reason, not for the comeback', async () => {
  const { cluster, told } = await listening();
  await cluster.create('ReplicationController', replicas('ReplicationController', 1));
  await run(cluster, 20);
  const [{ spec, metadata } = { spec: {}, metadata: { name: '' } }] = await cluster.pods();
  const { nodeName: node = '' } = spec;
  await run(cluster, 400, { type: 'cutNetwork', node });
  await run(cluster, 60, { type: 'bringBack', node });
  const { steps = [] } = told.findLast(({ change }) => change.value.metadata.name === metadata.name) ?? {};
  expect(steps.slice(0, 4)).toEqual(['podRemoved', 'graceOver', 'containerKilled', 'terminating']);
  expect(steps.at(-1)).toBe('you cutNetwork');
});

test.each([
  ['deadlineOver', { spec: { activeDeadlineSeconds: 5 } }],
  ['hookFailed', { container: { lifecycle: { postStart: { exec: { command: ['nope'] } } } } }],
  ['startupFailed', { startupProbe: { ...httpGet('/', 9), periodSeconds: 1 } }],
  ['podFinished', { ...shell('sleep 1'), spec: { restartPolicy: 'Never' } }],
  ['mountFailed', { spec: { volumes: [{ name: 'v', configMap: { name: 'none' } }] } }],
  ['startFailed', { container: { envFrom: [{ configMapRef: { name: 'none' } }] } }],
  ['imageNeverPulled', { container: { imagePullPolicy: 'Never' } }],
] as const)('%s tells all that its sentence has places for', async (rule, options) => {
  const { cluster } = await listening();
  await cluster.create('Pod', pod(options as Parameters<typeof pod>[0])); // As a manifest has it.
  await run(cluster, 60);
  const { trace } = cluster.cluster.kernel;
  const rows = Array.from({ length: trace.end }, (_, index) => trace.row(index));
  const row = rows.find((each) => each?.type === 'rule' && each.subject === rule);
  const { en, ko } = kubeletRules[rule];
  const places = [...`${en} ${ko}`.matchAll(/\{(\w+)\}/g)].map(([, place = '']) => place);
  expect(Object.keys((row?.detail as object | undefined) ?? {})).toEqual(expect.arrayContaining(places)); // Of a rule.
});

test('a node that is heard of again leads back to who brought it back', async () => {
  const { cluster, told } = await listening('minions');
  await cluster.create('ReplicationController', replicas('ReplicationController', 1));
  await run(cluster, 20);
  await run(cluster, 100, { type: 'cutNetwork', node: 'worker-1' });
  await run(cluster, 15, { type: 'bringBack', node: 'worker-1' });
  const reports = told.filter(({ steps }) => steps[0] === 'nodeReported');
  expect(reports.map(({ steps }) => steps)).toEqual([['nodeReported', 'you bringBack']]);
});

test('a restart after a reboot leads back to who asked for it', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod());
  await run(cluster, 20);
  const { nodeName = '' } = (await cluster.pod('kubia')).spec;
  await run(cluster, 60, { type: 'reboot', node: nodeName });
  const steps = lastWhere(told, (one) => restarts(one) === 1);
  expect(steps).toEqual(['restarted', 'you reboot']);
});

test('a container that ended while its kubelet was stopped is restarted because of that end', async () => {
  const { cluster, told } = await listening();
  await cluster.create('Pod', pod());
  await run(cluster, 20);
  const { nodeName: node = '' } = (await cluster.pod('kubia')).spec;
  await run(cluster, 5, { type: 'stopKubelet', node }, { type: 'killContainer', ...PLACE });
  await run(cluster, 20, { type: 'startKubelet', node });
  expect(lastWhere(told, (one) => restarts(one) === 1)).toEqual(['restarted', 'you killContainer']);
});
