import { expect, test } from 'vitest';
import type { Pod } from '../../api/core/pod';
import { isPodReady } from '../../api/core/podStatus';
import { type TestCluster, inDefault, shell, testCluster } from '../../../tests/testCluster';

const agent = (spec: object = {}, container: object = { image: 'busybox', command: ['sleep', '1d'] }) => ({
  metadata: { name: 'agent' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', ...container }] },
    },
    ...spec,
  },
});
const nodesOf = (pods: readonly Pod[]) => pods.map(({ spec }) => spec.nodeName).sort();
const setImage = (cluster: TestCluster, image: string) =>
  cluster.client.patch('DaemonSet', inDefault('agent'), {
    type: 'strategic',
    body: { spec: { template: { spec: { containers: [{ name: 'c', image }] } } } },
  });
const images = (pods: readonly Pod[]) => pods.map(({ spec }) => spec.containers[0]?.image).sort();

test('a DaemonSet runs one pod on every node, also on one that comes later or is cordoned', async () => {
  const cluster = await testCluster({ nodes: 2 });
  await cluster.client.patch('Node', { name: 'worker-2' }, { type: 'merge', body: { spec: { unschedulable: true } } });
  await cluster.create('DaemonSet', agent());
  await cluster.advance({ seconds: 10 });
  expect(nodesOf(await cluster.pods())).toEqual(['worker-1', 'worker-2']);
  await cluster.fault({ type: 'addNode', node: { name: 'worker-9', cpu: 1, memory: '1Gi', pods: 10 } });
  await cluster.advance({ seconds: 20 });
  expect(nodesOf(await cluster.pods())).toEqual(['worker-1', 'worker-2', 'worker-9']);
  const { status } = await cluster.client.get('DaemonSet', inDefault('agent'));
  expect(status).toMatchObject({
    desiredNumberScheduled: 3,
    numberReady: 3,
    updatedNumberScheduled: 3,
    numberMisscheduled: 0,
  });
});

test('its pods stay on a lost node, where the pods of others are replaced', async () => {
  const cluster = await testCluster({ nodes: 2 });
  await cluster.create('DaemonSet', agent());
  await cluster.advance({ seconds: 10 });
  await cluster.fault({ type: 'powerOff', node: 'worker-1' });
  await cluster.advance({ seconds: 500 });
  const pods = await cluster.pods();
  expect(nodesOf(pods)).toEqual(['worker-1', 'worker-2']);
  expect(pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toEqual([]);
});

test('a rolling update replaces one pod after the other, and going back makes the old revision the newest', async () => {
  const cluster = await testCluster({ nodes: 3 });
  await cluster.create('DaemonSet', agent());
  await cluster.advance({ seconds: 10 });
  await setImage(cluster, 'busybox:1.36');
  let least = 3;
  const seconds = await cluster.until(async () => {
    const pods = await cluster.pods();
    least = Math.min(least, pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length);
    return images(pods).join() === 'busybox:1.36,busybox:1.36,busybox:1.36';
  }, 60);
  expect(least).toBe(2);
  expect(seconds).toBeGreaterThan(5);
  await setImage(cluster, 'busybox');
  await cluster.advance({ seconds: 60 });
  const revisions = (await cluster.client.list('ControllerRevision')).items.map(({ revision }) => revision).sort();
  expect(revisions).toEqual([2, 3]);
  expect(images(await cluster.pods())).toEqual(['busybox', 'busybox', 'busybox']);
});

test('with a surge the new pod is there before the old one goes', async () => {
  const cluster = await testCluster({ nodes: 2 });
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  await cluster.create('DaemonSet', agent({ updateStrategy }));
  await cluster.advance({ seconds: 10 });
  await setImage(cluster, 'busybox:1.36');
  let least = 2;
  await cluster.until(async () => {
    const pods = await cluster.pods();
    least = Math.min(least, new Set(pods.filter(isPodReady).map(({ spec }) => spec.nodeName)).size);
    return images(pods).join() === 'busybox:1.36,busybox:1.36';
  }, 60);
  expect(least).toBe(2);
});

test('a node that no longer matches loses its pod; a failed pod is replaced', async () => {
  const cluster = await testCluster({ nodes: 2 });
  await cluster.create('DaemonSet', agent({}, shell('sleep 1d')));
  await cluster.advance({ seconds: 10 });
  const [first] = await cluster.pods();
  await cluster.client.patch(
    'Pod',
    inDefault(first?.metadata.name ?? ''),
    { type: 'merge', body: { status: { phase: 'Failed', reason: 'Evicted' } } },
    'status',
  );
  await cluster.advance({ seconds: 30 });
  const uids = (await cluster.pods()).map(({ metadata }) => metadata.uid);
  expect(uids).toHaveLength(2);
  expect(uids).not.toContain(first?.metadata.uid);
  expect((await cluster.events('agent')).map(({ reason }) => reason)).toContain('FailedDaemonPod');
});
