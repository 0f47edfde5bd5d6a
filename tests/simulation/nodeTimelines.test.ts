/** What a kubelet finds and does when it, its machine or its network comes back. Against recordings of a real cluster. */
import { expect, test } from 'vitest';
import { httpGet, pod, testCluster } from '../testCluster';
import { timelineOf } from './timeline';

const NODE = 'worker-1';

const runningPods = async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', pod({ name: 'always', image: 'nginx:1.27', readinessProbe: httpGet('/', 80) }));
  await cluster.create('Pod', pod({ name: 'never', image: 'nginx:1.27', spec: { restartPolicy: 'Never' } }));
  await cluster.advance({ seconds: 20 });
  return { ...cluster, timeline: timelineOf(cluster.cluster) };
};

test('a node registers with what the machine has, Ready from its first moment, and renews its lease every ten seconds', async () => {
  const { client, advance } = await testCluster({ nodes: 1 });

  const node = await client.get('Node', { name: NODE });
  expect(node.metadata.labels).toMatchObject({ 'kubernetes.io/hostname': NODE, 'kubernetes.io/os': 'linux' });
  expect(node.status.capacity).toEqual({ cpu: '4', 'ephemeral-storage': '100Gi', memory: '8Gi', pods: '110' });
  expect(node.status.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
    ['MemoryPressure', 'False', 'KubeletHasSufficientMemory'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID'],
    ['Ready', 'True', 'KubeletReady'],
  ]);
  const lease = () => client.get('Lease', { namespace: 'kube-node-lease', name: NODE });
  const before = (await lease()).spec.renewTime;
  await advance({ seconds: 10 });
  expect((await lease()).spec.renewTime).not.toBe(before);
  expect((await lease()).metadata.ownerReferences?.[0]).toMatchObject({
    kind: 'Node',
    name: NODE,
    uid: node.metadata.uid,
  });
});

test('an unchanged node status is written every five minutes only', async () => {
  const { cluster, advance } = await testCluster({ nodes: 1 });
  await advance({ seconds: 20 });
  const writes: number[] = [];
  cluster.store.watch('/registry/minions/', cluster.store.revision, () => writes.push(cluster.now()));

  await advance({ seconds: 900 });

  expect(writes.length).toBe(3);
});

test('a kubelet that was down for ten seconds restarts nothing and unreadies nothing', async () => {
  const { advance, fault, pod: read, timeline } = await runningPods();

  await fault({ type: 'stopKubelet', node: NODE });
  await advance({ seconds: 10 });
  await fault({ type: 'startKubelet', node: NODE });
  await advance({ seconds: 40 });

  expect(timeline.rows.map(({ text }) => text).filter((text) => !text.startsWith(NODE))).toEqual([]);
  expect(timeline.at(`${NODE} Starting Starting kubelet.`)).toBe(10);
  expect((await read('always')).status.containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
});

test('after a power cut containers are Unknown with 255; the pod gets a new sandbox and address, a Never pod fails', async () => {
  const { advance, fault, pod: read, timeline } = await runningPods();
  const before = await read('always');

  await fault({ type: 'powerOff', node: NODE });
  await advance({ seconds: 20 });
  await fault({ type: 'bringBack', node: NODE });
  await advance({ seconds: 20 });

  expect(timeline.at('always 0/1 Unknown 0') - 20).toBeLessThanOrEqual(1);
  expect(
    timeline.at('always SandboxChanged Pod sandbox changed, it will be killed and re-created.') - 20,
  ).toBeLessThanOrEqual(2);
  expect(timeline.at('always 1/1 Running 1') - 20).toBeLessThanOrEqual(3);
  expect(timeline.times(`${NODE} Rebooted Node ${NODE} has been rebooted, boot id:`)).toHaveLength(1);
  const after = await read('always');
  expect(after.status.containerStatuses?.[0]?.lastState.terminated).toMatchObject({ exitCode: 255, reason: 'Unknown' });
  expect(after.status.podIP).not.toBe(before.status.podIP);
  expect((await read('never')).status).toMatchObject({ phase: 'Failed', containerStatuses: [{ restartCount: 0 }] });
});

test('a kubelet without network goes on looking after its containers and reports it when the network is back', async () => {
  const { advance, fault, pod: read } = await runningPods();

  await fault({ type: 'cutNetwork', node: NODE });
  await fault({ type: 'killContainer', namespace: 'default', pod: 'always', container: 'main' });
  await advance({ seconds: 20 });
  expect((await read('always')).status.containerStatuses?.[0]?.restartCount).toBe(0);
  await fault({ type: 'bringBack', node: NODE });
  await advance({ seconds: 15 });

  expect((await read('always')).status.containerStatuses?.[0]).toMatchObject({
    ready: true,
    restartCount: 1,
    lastState: { terminated: { exitCode: 137, reason: 'Error' } },
  });
});

test('a pod deleted while its node is off stays Terminating, and its containers are stopped when the node is back', async () => {
  const { advance, fault, client, timeline } = await runningPods();

  await fault({ type: 'stopKubelet', node: NODE });
  await client.delete('Pod', { namespace: 'default', name: 'always' });
  await advance({ seconds: 40 });
  expect(timeline.times('always gone')).toEqual([]);
  await fault({ type: 'startKubelet', node: NODE });
  await advance({ seconds: 5 });

  expect(timeline.at('always gone') - 40).toBeLessThanOrEqual(2);
});

test('containers of a pod that was force-deleted while the kubelet was down are stopped by the returning kubelet', async () => {
  const { advance, fault, client, cluster, pod: read } = await runningPods();
  const { metadata } = await read('always');
  await fault({ type: 'stopKubelet', node: NODE });
  await client.delete('Pod', { namespace: 'default', name: 'always' }, { gracePeriodSeconds: 0 });
  await advance({ seconds: 10 });
  expect(cluster.machines.runtime(NODE)?.podUids()).toContain(metadata.uid);

  await fault({ type: 'startKubelet', node: NODE });
  await advance({ seconds: 5 });

  expect(cluster.machines.runtime(NODE)?.podUids()).not.toContain(metadata.uid);
});

test('logs come from the kubelet, also those of the run before', async () => {
  const { create, advance, client } = await testCluster({ nodes: 1 });
  const command = ['sh', '-c', 'echo one; sleep 2; exit 1'];
  await create('Pod', pod({ image: 'busybox', command }));
  const log = async (query: Record<string, string>) =>
    (await client.raw({ method: 'GET', path: '/api/v1/namespaces/default/pods/kubia/log', query })).body;

  await advance({ seconds: 1 });
  await expect(log({})).rejects.toThrow('container "main" in pod "kubia" is waiting to start: ContainerCreating');
  await advance({ seconds: 5 });

  expect(await log({})).toBe('one\n');
  expect(await log({ previous: 'true' })).toBe('one\n');
});
