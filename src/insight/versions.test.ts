import { expect, test } from 'vitest';
import { place } from '../../tests/asking';
import { pod, testCluster } from '../../tests/testCluster';
import { insight } from './insight';

test('a pod has its versions in order, from its creation by a person to the kubelet that started it', async () => {
  const { cluster, create, advance } = await testCluster();
  await create('Pod', pod());
  await advance({ seconds: 20 });
  const versions = await insight(cluster, { type: 'versions', object: place('Pod', 'kubia') });
  expect(versions[0]).toMatchObject({ type: 'ADDED', by: 'you', at: cluster.startedAt, diffs: [] });
  expect(versions[1]).toMatchObject({ type: 'MODIFIED', by: 'kube-scheduler' });
  expect(versions[1]?.diffs[0]).toMatchObject({ path: 'spec.nodeName' });
  expect(versions.at(-1)?.by).toMatch(/^kubelet\//);
  expect(versions.at(-1)?.diffs).toContainEqual({ path: 'status.phase', before: 'Pending', after: 'Running' });
  const revisions = versions.map(({ revision }) => revision);
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
});

test('heartbeats of a node are marked, its deletion is not', async () => {
  const { cluster, client, advance, fault } = await testCluster();
  await advance({ seconds: 700 });
  const object = place('Node', 'worker-2');
  const versions = await insight(cluster, { type: 'versions', object });
  expect(versions.filter(({ routine }) => routine).length).toBeGreaterThan(1);
  expect(versions[0]?.routine).toBeUndefined();
  await fault({ type: 'powerOff', node: 'worker-2' });
  await client.delete('Node', { name: 'worker-2' });
  const last = (await insight(cluster, { type: 'versions', object })).at(-1);
  expect(last).toMatchObject({ type: 'DELETED', by: 'you' });
  expect(last?.routine).toBeUndefined();
});

test('of an object that never was there are no versions', async () => {
  const { cluster } = await testCluster({ nodes: 1 });
  expect(await insight(cluster, { type: 'versions', object: place('Pod', 'nobody') })).toEqual([]);
});
