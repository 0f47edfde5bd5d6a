/** Fields of workloads that count over time: how long a pod must be ready, how many revisions are kept. */
import { expect, test } from 'vitest';
import { type TestCluster, inDefault, pod, replicas, testCluster } from '../testCluster';

const template = (image: string) => {
  const { metadata, spec } = pod({ labels: { app: 'kubia' }, image }) as { readonly metadata: object; spec: object };
  return { metadata, spec };
};
const selector = { matchLabels: { app: 'kubia' } };

test('pods of a ReplicaSet and of a DaemonSet are available once they were ready for minReadySeconds', async () => {
  const cluster = await testCluster();
  const set = replicas('ReplicaSet', 2, { name: 'rs' }) as { readonly spec: object };
  await cluster.create('ReplicaSet', { ...set, spec: { ...set.spec, minReadySeconds: 20 } });
  await cluster.create('DaemonSet', {
    metadata: { name: 'ds' },
    spec: { selector, minReadySeconds: 20, template: template('luksa/kubia') },
  });
  const counts = async () => {
    const { status } = await cluster.client.get('ReplicaSet', inDefault('rs'));
    const daemon = (await cluster.client.get('DaemonSet', inDefault('ds'))).status;
    return [status.readyReplicas ?? 0, status.availableReplicas ?? 0, daemon.numberReady, daemon.numberAvailable ?? 0];
  };
  await cluster.advance({ seconds: 15 });
  expect(await counts()).toEqual([2, 0, 3, 0]);
  await cluster.advance({ seconds: 15 });
  expect(await counts()).toEqual([2, 2, 3, 3]);
});

test.each(['DaemonSet', 'StatefulSet'] as const)('a %s keeps as many old revisions as its limit says', async (kind) => {
  const cluster = await testCluster({ nodes: 1 });
  const common = { selector, revisionHistoryLimit: 1, template: template('luksa/kubia') };
  const spec = kind === 'DaemonSet' ? common : { ...common, serviceName: 'kubia', replicas: 1 };
  await cluster.create(kind, { metadata: { name: 'kubia' }, spec });
  await cluster.advance({ seconds: 10 });
  expect(await revisions(cluster)).toEqual([1]);
  for (const image of ['nginx', 'nginx:1.27', 'busybox']) {
    const body = { spec: { template: template(image) } };
    await cluster.client.patch(kind, inDefault('kubia'), { type: 'merge', body });
    await cluster.advance({ seconds: 90 });
  }
  expect(await revisions(cluster)).toEqual([3, 4]);
});

async function revisions(cluster: TestCluster): Promise<readonly number[]> {
  const { items } = await cluster.client.list('ControllerRevision', { namespace: 'default' });
  return items.map(({ revision }) => revision).toSorted();
}
