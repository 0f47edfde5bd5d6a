import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, pod, replicas, testCluster } from '../../../tests/testCluster';
import { conditionOf } from '../../api/meta/conditions';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await testCluster();
});

const node = (name = 'worker-1') => cluster.client.get('Node', { name });
const ready = async (name?: string) => conditionOf((await node(name)).status.conditions, 'Ready');
const taints = async (name?: string) =>
  ((await node(name)).spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
const cut = (name = 'worker-1') => cluster.fault({ type: 'cutNetwork', node: name });
const lost = (name?: string) => cluster.until(async () => (await ready(name))?.status === 'Unknown', 90);

/** A pod on worker-1 with the default tolerations, or with others. */
async function podOnWorker1(name: string, tolerations?: readonly object[]): Promise<void> {
  const nodeSelector = { 'kubernetes.io/hostname': 'worker-1' };
  const spec = { nodeSelector, ...(tolerations === undefined ? {} : { tolerations }) };
  await cluster.create('Pod', pod({ name, spec: spec as never }));
  await cluster.advance({ seconds: 5 });
}
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const tolerateFor = (seconds?: number) => [
  { key: UNREACHABLE, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds },
];

test('nodes are greeted once and get their pod ranges in order', async () => {
  const { items } = await cluster.client.list('Node');
  expect(items.map(({ spec }) => spec.podCIDR)).toEqual(['10.244.0.0/24', '10.244.1.0/24', '10.244.2.0/24']);
  const registered = (await cluster.events('worker-1')).filter(({ reason }) => reason === 'RegisteredNode');
  expect(registered.map(({ message }) => message)).toEqual([
    'Node worker-1 event: Registered Node worker-1 in Controller',
  ]);
  expect(registered[0]?.source?.component).toBe('node-controller');
});

test('a node that is cut off is given up 45 to 55 seconds later, with both taints, and its pods are not ready', async () => {
  await podOnWorker1('kubia');
  await cut();
  const seconds = await lost();
  expect(seconds).toBeGreaterThanOrEqual(40);
  expect(seconds).toBeLessThanOrEqual(55);
  for (const type of ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']) {
    expect(conditionOf((await node()).status.conditions, type)).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
  }
  await cluster.advance({ ms: 100 });
  expect(await taints()).toEqual([`${UNREACHABLE}:NoSchedule`, `${UNREACHABLE}:NoExecute`]);
  const { status } = await cluster.pod('kubia');
  expect(status.phase).toBe('Running');
  expect(conditionOf(status.conditions, 'Ready')?.status).toBe('False');
  expect(status.containerStatuses?.[0]?.ready).toBe(true);
  const told = (await cluster.events('kubia')).find(({ reason }) => reason === 'NodeNotReady');
  expect(told).toMatchObject({ type: 'Warning', message: 'Node is not ready' });
  const said = (await cluster.events('worker-1')).filter(({ reason }) => reason === 'NodeNotReady');
  expect(said.map(({ message, count }) => [message, count])).toEqual([
    ['Node worker-1 status is now: NodeNotReady', 1],
  ]);
});

test.each([
  { profile: 'v1.36', fault: 'cutNetwork', afterMs: 300 },
  { profile: 'v1.36', fault: 'powerOff', afterMs: 4_200 },
  { profile: 'v1.36', fault: 'stopKubelet', afterMs: 8_700 },
  { profile: 'book', fault: 'cutNetwork', afterMs: 6_100 },
] as const)('after $fault the round that gives the node up is told before it comes ($profile)', async (scene) => {
  const { profile, fault, afterMs } = scene;
  cluster = await testCluster({ profile });
  const silences = () => cluster.cluster.waits().filter(({ what }) => what === 'nodeNotHeardOf');
  await cluster.advance({ ms: 60_000 + afterMs });
  expect(silences()).toEqual([]);
  await cluster.fault({ type: fault, node: 'worker-1' });
  const [told] = silences();
  expect(told).toMatchObject({ kind: 'Node', name: 'worker-1', graceMs: profile === 'book' ? 40_000 : 50_000 });
  const until = told?.until ?? 0;
  await cluster.advance({ seconds: 20 });
  expect(silences()).toEqual([told]);
  await cluster.advance({ ms: until - cluster.cluster.now() - 1 });
  expect((await ready())?.status).toBe('True');
  expect(silences()).toEqual([told]);
  await cluster.advance({ ms: 1 });
  expect((await ready())?.status).toBe('Unknown');
  await cluster.advance({ ms: 10 });
  expect(silences()).toEqual([]);
});

test('a node that is heard of again in time is waited for no longer', async () => {
  await cut();
  await cluster.advance({ seconds: 30 });
  await cluster.fault({ type: 'bringBack', node: 'worker-1' });
  expect(cluster.cluster.waits().filter(({ what }) => what === 'nodeNotHeardOf')).toEqual([]);
});

test('pods of a lost node are deleted when their toleration ends, and no others', async () => {
  await podOnWorker1('usual');
  await podOnWorker1('brief', tolerateFor(20));
  await podOnWorker1('loyal', tolerateFor());
  await cut();
  await lost();
  const terminating = async (name: string) => (await cluster.pod(name)).metadata.deletionTimestamp !== undefined;
  expect(await cluster.until(() => terminating('brief'), 40)).toBeGreaterThanOrEqual(19);
  expect(await terminating('usual')).toBe(false);
  expect(await cluster.until(() => terminating('usual'), 300)).toBeGreaterThanOrEqual(278);
  await cluster.advance({ seconds: 300 });
  expect(await terminating('loyal')).toBe(false);
  // Nobody confirms that the containers have ended: the pods stay.
  const { metadata, status } = await cluster.pod('usual');
  expect(metadata.deletionTimestamp).toBeDefined();
  expect(status.conditions?.at(-1)).toMatchObject({
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  });
  const told = (await cluster.events('usual')).find(({ reason }) => reason === 'TaintManagerEviction');
  expect(told).toMatchObject({
    message: 'Marking for deletion Pod default/usual',
    source: { component: 'taint-eviction-controller' },
  });
});

test('the countdown to an eviction is shown', async () => {
  await podOnWorker1('kubia');
  await cut();
  await lost();
  await cluster.advance({ ms: 100 });
  const waits = cluster.cluster.host.component('kube-controller-manager')?.waits?.() ?? [];
  const wait = waits.find(({ what }) => what === 'eviction');
  expect(wait).toMatchObject({ kind: 'Pod', namespace: 'default', name: 'kubia' });
  expect((wait?.until ?? 0) - (wait?.since ?? 0)).toBe(300_000);
});

test('a node that comes back in time keeps its pods: the deletion is cancelled and the taints go', async () => {
  await podOnWorker1('kubia');
  await cut();
  await lost();
  await cluster.advance({ seconds: 60 });
  await cluster.fault({ type: 'bringBack', node: 'worker-1' });
  await cluster.advance({ seconds: 20 });
  expect((await ready())?.status).toBe('True');
  expect(await taints()).toEqual([]);
  expect((await cluster.pod('kubia')).metadata.deletionTimestamp).toBeUndefined();
  expect((await cluster.events('kubia')).map(({ message }) => message)).toContain(
    'Cancelling deletion of Pod default/kubia',
  );
});

test('a pod that is force deleted before its time has its eviction cancelled', async () => {
  await podOnWorker1('kubia');
  await cut();
  await lost();
  await cluster.advance({ seconds: 30 });
  await cluster.client.delete('Pod', { namespace: 'default', name: 'kubia' }, { gracePeriodSeconds: 0 });
  await cluster.advance({ ms: 10 });
  const told = (await cluster.events('kubia')).at(-1);
  expect(told?.message).toBe('Cancelling deletion of Pod default/kubia');
  expect(told?.involvedObject).toEqual({ kind: 'Pod', namespace: 'default', name: 'kubia', apiVersion: 'v1' });
});

test('a ReplicationController replaces evicted pods elsewhere at once', async () => {
  await cluster.create('ReplicationController', replicas('ReplicationController', 3));
  await cluster.advance({ seconds: 6 });
  await cut();
  await cluster.advance({ seconds: 340 });
  expect(await cluster.pods()).toHaveLength(3);
  await cluster.advance({ seconds: 20 });
  const pods = await cluster.pods();
  expect(pods).toHaveLength(4);
  const alive = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  expect(alive.every(({ spec }) => spec.nodeName !== 'worker-1')).toBe(true);
});

test('when all nodes are lost at once nothing is evicted: it is rather the control plane that is cut off', async () => {
  await podOnWorker1('kubia');
  for (const name of ['worker-1', 'worker-2', 'worker-3']) await cut(name);
  await cluster.advance({ seconds: 600 });
  expect((await ready())?.status).toBe('Unknown');
  expect(await taints()).toEqual([`${UNREACHABLE}:NoSchedule`]);
  expect((await cluster.pod('kubia')).metadata.deletionTimestamp).toBeUndefined();
});

test('two nodes that are lost together are tainted for eviction ten seconds apart', async () => {
  cluster = await testCluster({ nodes: 5 });
  await cut('worker-1');
  await cut('worker-2');
  await lost('worker-1');
  await lost('worker-2');
  await cluster.advance({ seconds: 5 });
  const evicting = async () =>
    (await Promise.all(['worker-1', 'worker-2'].map(taints))).filter((list) =>
      list.includes(`${UNREACHABLE}:NoExecute`),
    );
  expect(await evicting()).toHaveLength(1);
  await cluster.advance({ seconds: 10 });
  expect(await evicting()).toHaveLength(2);
});

test('when most nodes of a small cluster are lost, none is tainted for eviction any more', async () => {
  cluster = await testCluster({ nodes: 5 });
  for (const name of ['worker-1', 'worker-2', 'worker-3']) await cut(name);
  await cluster.advance({ seconds: 120 });
  const all = await Promise.all(['worker-1', 'worker-2', 'worker-3'].map(taints));
  // The first one may have been tainted in the round that found it.
  expect(all.filter((list) => list.includes(`${UNREACHABLE}:NoExecute`)).length).toBeLessThanOrEqual(1);
});

test('a cordoned node carries the unschedulable taint until it is uncordoned', async () => {
  const cordon = (unschedulable: boolean | null) =>
    cluster.client.patch('Node', { name: 'worker-1' }, { type: 'merge', body: { spec: { unschedulable } } });
  await cordon(true);
  await cluster.advance({ ms: 10 });
  expect(await taints()).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
  await cordon(null);
  await cluster.advance({ ms: 10 });
  expect(await taints()).toEqual([]);
});

test('a NoExecute taint of one own evicts at once what does not tolerate it', async () => {
  await podOnWorker1('kubia');
  const mine = [{ key: 'maintenance', effect: 'NoExecute' }];
  await cluster.client.patch('Node', { name: 'worker-1' }, { type: 'merge', body: { spec: { taints: mine } } });
  await cluster.advance({ ms: 10 });
  expect((await cluster.pod('kubia')).metadata.deletionTimestamp).toBeDefined();
});

test('a removed node is bidden farewell, and its pods are collected a minute later', async () => {
  await podOnWorker1('kubia');
  await cluster.fault({ type: 'removeNode', node: 'worker-1' });
  await cluster.advance({ seconds: 6 });
  expect((await cluster.events('worker-1')).map(({ message }) => message)).toContain(
    'Node worker-1 event: Removing Node worker-1 from Controller',
  );
  await cluster.advance({ seconds: 30 });
  expect(await cluster.pods()).toHaveLength(1);
  await cluster.advance({ seconds: 30 });
  expect(await cluster.pods()).toEqual([]);
});

test('a healthy cluster costs the monitor no writes', async () => {
  const { client } = cluster.cluster;
  const before = (await client.list('Node')).items.map(({ metadata }) => metadata.resourceVersion);
  await cluster.advance({ seconds: 200 });
  const after = (await client.list('Node')).items.map(({ metadata }) => metadata.resourceVersion);
  // The kubelet itself writes its status every five minutes.
  expect(after.filter((version, index) => version !== before[index]).length).toBeLessThanOrEqual(3);
});
