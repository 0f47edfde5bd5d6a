import { expect, test } from 'vitest';
import { type TestCluster, pod, replicas, testCluster } from '../../../tests/testCluster';

const NO_EXECUTE = 'NoExecute';

/** So many nodes in each zone: `a-1`, `a-2`, ..., `b-1`, ... */
function zoned(sizes: Readonly<Record<string, number>>): Promise<TestCluster> {
  const nodes = Object.entries(sizes).flatMap(([zone, size]) =>
    Array.from({ length: size }, (_, index) => ({
      name: `${zone}-${index + 1}`,
      cpu: 4,
      memory: '8Gi',
      pods: 110,
      labels: { 'topology.kubernetes.io/zone': zone },
    })),
  );
  return testCluster({ nodes });
}

const cut = async (cluster: TestCluster, zone: string, count: number) => {
  for (let index = 1; index <= count; index++) await cluster.fault({ type: 'cutNetwork', node: `${zone}-${index}` });
};
const evicting = async (cluster: TestCluster, zone: string) => {
  const { items } = await cluster.client.list('Node');
  return items
    .filter(({ metadata }) => metadata.name.startsWith(`${zone}-`))
    .filter(({ spec }) => spec.taints?.some(({ effect }) => effect === NO_EXECUTE) === true)
    .map(({ metadata }) => metadata.name);
};

test('a zone that is lost as a whole is evicted at the usual rate while another one lives', async () => {
  const cluster = await zoned({ a: 3, b: 3 });
  await cut(cluster, 'a', 3);
  await cluster.advance({ seconds: 100 });
  expect(await evicting(cluster, 'a')).toHaveLength(3);
  expect(await evicting(cluster, 'b')).toEqual([]);
});

test('when the second zone is lost, too, nothing is evicted any more and the taints go', async () => {
  const cluster = await zoned({ a: 2, b: 2 });
  await cut(cluster, 'a', 2);
  await cluster.advance({ seconds: 90 });
  expect(await evicting(cluster, 'a')).toHaveLength(2);
  await cut(cluster, 'b', 2);
  await cluster.advance({ seconds: 70 });
  expect([...(await evicting(cluster, 'a')), ...(await evicting(cluster, 'b'))]).toEqual([]);
});

test('a zone of more than fifty nodes that is lost for the most part is evicted a tenth as fast', async () => {
  const cluster = await zoned({ a: 52, b: 2 });
  await cut(cluster, 'a', 30);
  await cluster.advance({ seconds: 60 });
  const first = (await evicting(cluster, 'a')).length;
  expect(first).toBeLessThanOrEqual(2);
  await cluster.advance({ seconds: 100 });
  expect((await evicting(cluster, 'a')).length - first).toBe(1);
  await cluster.advance({ seconds: 100 });
  expect((await evicting(cluster, 'a')).length - first).toBe(2);
});

test('a node that is excluded from disruption does not count for its zone', async () => {
  const cluster = await zoned({ a: 3 });
  await cluster.client.patch(
    'Node',
    { name: 'a-3' },
    { type: 'merge', body: { metadata: { labels: { 'node.kubernetes.io/exclude-disruption': 'true' } } } },
  );
  await cut(cluster, 'a', 2);
  await cluster.advance({ seconds: 120 });
  // Both nodes that count are lost: full disruption, although the third one lives.
  expect(await evicting(cluster, 'a')).toEqual([]);
});

test('out of service: the pods of a node that will not come back need not wait for it', async () => {
  const cluster = await testCluster({ nodes: 2 });
  await cluster.create('StatefulSet', {
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      replicas: 1,
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] },
      },
    },
  });
  await cluster.advance({ seconds: 20 });
  const node = (await cluster.pod('db-0')).spec.nodeName ?? '';
  await cluster.fault({ type: 'powerOff', node });
  await cluster.advance({ seconds: 400 });
  expect((await cluster.pod('db-0')).metadata.deletionTimestamp).toBeDefined();

  const { spec } = await cluster.client.get('Node', { name: node });
  const taint = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: NO_EXECUTE };
  await cluster.client.patch(
    'Node',
    { name: node },
    { type: 'merge', body: { spec: { taints: [...(spec.taints ?? []), taint] } } },
  );
  await cluster.advance({ seconds: 25 });

  const again = await cluster.pod('db-0');
  expect(again.metadata.deletionTimestamp).toBeUndefined();
  expect(again.spec.nodeName).not.toBe(node);
});

test('a ready node that carries the out-of-service taint keeps terminating pods to itself', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('ReplicaSet', replicas('ReplicaSet', 0));
  const spec = { tolerations: [{ operator: 'Exists' as const }], terminationGracePeriodSeconds: 60 };
  await cluster.create('Pod', pod({ name: 'slow', image: 'busybox', command: ['sleep', '3600'], spec }));
  await cluster.advance({ seconds: 10 });
  const taint = { key: 'node.kubernetes.io/out-of-service', effect: NO_EXECUTE };
  await cluster.client.patch('Node', { name: 'worker-1' }, { type: 'merge', body: { spec: { taints: [taint] } } });
  await cluster.client.delete('Pod', { namespace: 'default', name: 'slow' });
  await cluster.advance({ seconds: 45 });

  expect((await cluster.pod('slow')).metadata.deletionTimestamp).toBeDefined();
});
