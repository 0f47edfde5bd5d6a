import { expect, test } from 'vitest';
import { type TestCluster, pod, replicas, shell, testCluster } from '../../../tests/testCluster';
import { conditionOf } from '../../api/meta/conditions';

const NODE = 'worker-1';
const MI = 2 ** 20;
const GI = 2 ** 30;

const node = (cluster: TestCluster) => cluster.client.get('Node', { name: NODE });
const pressure = async (cluster: TestCluster, type = 'MemoryPressure') =>
  conditionOf((await node(cluster)).status.conditions, type)?.status;
const taints = async (cluster: TestCluster) => ((await node(cluster)).spec.taints ?? []).map(({ key }) => key);
const told = async (cluster: TestCluster, name: string) =>
  (await cluster.events(name)).map(({ type, reason, message }) => `${type} ${reason} ${message}`);
const stress = (name: string, bytes: string, more: object = {}) =>
  pod({
    name,
    image: 'polinux/stress',
    command: ['stress', '--vm', '1', '--vm-bytes', bytes, '--vm-hang', '0'],
    ...more,
  });

test('a pod that takes nearly all memory is evicted in the words of a real kubelet; the node is marked for five minutes', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', stress('hog', '7820M'));

  const after = await cluster.until(async () => (await cluster.pod('hog')).status.phase === 'Failed', 40);

  expect(after).toBeLessThanOrEqual(20);
  const { status } = await cluster.pod('hog');
  expect(status.reason).toBe('Evicted');
  expect(status.message).toMatch(
    /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+(Ki|Mi)\. Container main was using 7820Mi, request is 0, has larger consumption of memory\. $/,
  );
  expect(conditionOf(status.conditions, 'DisruptionTarget')).toMatchObject({
    status: 'True',
    reason: 'TerminationByKubelet',
    message: status.message,
  });
  expect(status.containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
  expect(await told(cluster, 'hog')).toContain(`Warning Evicted ${status.message}`);
  await cluster.until(async () => (await pressure(cluster)) === 'True', 15);
  await cluster.advance({ seconds: 1 });
  expect(await taints(cluster)).toEqual(['node.kubernetes.io/memory-pressure']);
  expect(await told(cluster, NODE)).toEqual(
    expect.arrayContaining([
      'Warning EvictionThresholdMet Attempting to reclaim memory',
      `Normal NodeHasInsufficientMemory Node ${NODE} status is now: NodeHasInsufficientMemory`,
    ]),
  );

  await cluster.advance({ seconds: 280 });
  expect(await pressure(cluster)).toBe('True');
  await cluster.until(async () => (await pressure(cluster)) === 'False', 60);
  await cluster.advance({ seconds: 1 });
  expect(await taints(cluster)).toEqual([]);
});

test('who takes more than it requests goes first, then who has the lower priority, then who takes most', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const requests = (memory: string) => ({ container: { resources: { requests: { memory } } } });
  await cluster.create('Pod', stress('modest', '3000M', requests('3500Mi')));
  await cluster.create('Pod', stress('small', '100M'));
  await cluster.create('Pod', stress('greedy', '1500M', requests('1000Mi')));
  await cluster.advance({ seconds: 15 });
  await cluster.fault({ type: 'takeMemory', node: NODE, leavesBytes: 80 * MI });

  await cluster.until(async () => (await cluster.pod('greedy')).status.phase === 'Failed', 30);

  expect((await cluster.pod('greedy')).status.message).toContain(
    'Container main was using 1500Mi, request is 1000Mi, has larger consumption of memory. ',
  );
  await cluster.advance({ seconds: 30 });
  expect((await cluster.pod('modest')).status.phase).toBe('Running');
  expect((await cluster.pod('small')).status.phase).toBe('Running');
});

test('under memory pressure the node refuses pods that request nothing, and takes those that request some', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', pod({ name: 'before' }));
  await cluster.advance({ seconds: 10 });
  await cluster.fault({ type: 'takeMemory', node: NODE, leavesBytes: 50 * MI });
  await cluster.until(async () => (await pressure(cluster)) === 'True', 30);
  await cluster.fault({ type: 'takeMemory', node: NODE });

  await cluster.create('Pod', pod({ name: 'effort', spec: { nodeName: NODE } }));
  const requests = { resources: { requests: { memory: '20Mi' } } };
  await cluster.create('Pod', pod({ name: 'burst', container: requests, spec: { nodeName: NODE } }));
  await cluster.advance({ seconds: 10 });

  const { status } = await cluster.pod('effort');
  expect([status.phase, status.reason, status.message]).toEqual([
    'Failed',
    'Evicted',
    'Pod was rejected: The node had condition: [MemoryPressure]. ',
  ]);
  expect((await cluster.pod('burst')).status.phase).toBe('Running');
});

test('memory that is gone at once is the kernel to deal with: the pod that asked for nothing is OOMKilled, the node tells', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', pod({ name: 'quiet', container: { resources: { requests: { memory: '1Gi' } } } }));
  await cluster.create('Pod', stress('hog', '9G'));
  await cluster.advance({ seconds: 8 });

  const terminated = (await cluster.pod('hog')).status.containerStatuses?.[0];
  expect(terminated?.lastState.terminated ?? terminated?.state.terminated).toMatchObject({
    exitCode: 137,
    reason: 'OOMKilled',
  });
  expect((await cluster.pod('quiet')).status.containerStatuses?.[0]?.restartCount).toBe(0);
  expect((await told(cluster, NODE)).join('\n')).toMatch(
    /Warning SystemOOM System OOM encountered, victim process: stress, pid: \d+/,
  );
});

test('a full disk takes unused images first, then pods; the disk pressure stays for five minutes', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', pod({ name: 'once', image: 'nginx:1.27' }));
  await cluster.create('Pod', pod({ name: 'stays' }));
  await cluster.advance({ seconds: 20 });
  await cluster.client.delete('Pod', { namespace: 'default', name: 'once' });
  await cluster.advance({ seconds: 180 });
  const images = async () => ((await node(cluster)).status.images ?? []).flatMap(({ names }) => names).join(' ');
  expect(await images()).toContain('nginx:1.27');

  await cluster.fault({ type: 'fillDisk', node: NODE, leavesBytes: 14 * GI });
  await cluster.until(async () => (await pressure(cluster, 'DiskPressure')) === 'True', 40);
  await cluster.advance({ seconds: 10 });

  expect(await images()).not.toContain('nginx:1.27');
  const { status } = await cluster.pod('stays');
  expect([status.phase, status.reason]).toEqual(['Failed', 'Evicted']);
  expect(status.message).toMatch(
    /^The node was low on resource: ephemeral-storage\. Threshold quantity: 16106128000, available: /,
  );
  expect(await taints(cluster)).toEqual(['node.kubernetes.io/disk-pressure']);

  await cluster.fault({ type: 'fillDisk', node: NODE });
  await cluster.until(async () => (await pressure(cluster, 'DiskPressure')) === 'False', 330);
});

test('limits on files: an emptyDir, a container and a pod that write too much are evicted', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const write = (of: string) => shell(`sleep 3; dd if=/dev/zero of=${of} bs=1M count=5; sleep 3600`);
  const volumes = [{ name: 'scratch', emptyDir: { sizeLimit: '1Mi' } }];
  const volumeMounts = [{ name: 'scratch', mountPath: '/scratch' }];
  await cluster.create(
    'Pod',
    pod({ name: 'dir', ...write('/scratch/a'), container: { volumeMounts }, spec: { volumes } }),
  );
  const resources = { limits: { 'ephemeral-storage': '2Mi' } };
  await cluster.create('Pod', pod({ name: 'own', ...write('/tmp/a'), container: { resources } }));

  await cluster.advance({ seconds: 25 });

  const ended = async (name: string) => {
    const { phase, reason, message } = (await cluster.pod(name)).status;
    return [phase, reason, message];
  };
  expect(await ended('dir')).toEqual([
    'Failed',
    'Evicted',
    'Usage of EmptyDir volume "scratch" exceeds the limit "1Mi". ',
  ]);
  expect(await ended('own')).toEqual([
    'Failed',
    'Evicted',
    'Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. ',
  ]);
  expect(await pressure(cluster, 'DiskPressure')).toBe('False');
});

test('an evicted pod of a controller is replaced; while the node is under pressure the replacement waits', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('ReplicaSet', replicas('ReplicaSet', 1));
  await cluster.advance({ seconds: 10 });
  await cluster.fault({ type: 'takeMemory', node: NODE, leavesBytes: 50 * MI });
  await cluster.until(async () => (await pressure(cluster)) === 'True', 30);
  await cluster.advance({ seconds: 20 });

  const phases = (await cluster.pods()).map(({ status }) => status.phase);

  expect(phases.filter((phase) => phase === 'Pending')).toHaveLength(1);
  expect(phases.filter((phase) => phase === 'Failed').length).toBeGreaterThanOrEqual(1);
});

test('a node that has enough of everything has no rounds of its own', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('ReplicaSet', replicas('ReplicaSet', 3));
  await cluster.advance({ seconds: 60 });

  expect([...cluster.cluster.kernel.state.map(`kubelet/${NODE}/kubelet/eviction`).keys()]).toEqual([]);
});
