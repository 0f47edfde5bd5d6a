import { expect, test } from 'vitest';
import { testCluster } from '../../tests/testCluster';
import type { Change } from '../storage/store';
import { isHeartbeat } from './heartbeat';

test('leases and a node that says again what it said are heartbeats, a cordon and a deletion are news', async () => {
  const { cluster, client, advance } = await testCluster({ nodes: 2 });
  const changes: Change[] = [];
  for (const prefix of ['/registry/minions/', '/registry/leases/'])
    cluster.store.watch(prefix, cluster.store.revision, (change) => changes.push(change));
  await advance({ seconds: 400 });
  expect(changes.length).toBeGreaterThan(40);
  expect(changes.every(isHeartbeat)).toBe(true);
  changes.length = 0;
  const [node] = (await client.list('Node')).items;
  if (node === undefined) throw new Error('there is no node');
  await client.update('Node', { ...node, spec: { ...node.spec, unschedulable: true } });
  await client.delete('Node', { name: node.metadata.name });
  expect(changes.filter(({ key }) => key.startsWith('/registry/minions/')).map(isHeartbeat)).toEqual([false, false]);
});
