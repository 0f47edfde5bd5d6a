import { expect, test } from 'vitest';
import { replicas, testCluster } from '../../../tests/testCluster';
import { conditionOf } from '../../api/meta/conditions';

test('as the book tells: 40 s to NotReady, five minutes to Unknown and a replacement; back again the pod goes', async () => {
  const cluster = await testCluster({ profile: 'book' });
  await cluster.create('ReplicationController', replicas('ReplicationController', 3));
  await cluster.advance({ seconds: 30 });
  const [victim] = await cluster.pods();
  const node = victim?.spec.nodeName ?? '';
  const name = victim?.metadata.name ?? '';
  await cluster.fault({ type: 'cutNetwork', node });

  const notReady = await cluster.until(async () => {
    const { status } = await cluster.client.get('Node', { name: node });
    return conditionOf(status.conditions, 'Ready')?.status === 'Unknown';
  }, 60);
  expect(notReady).toBeGreaterThanOrEqual(30);
  expect(notReady).toBeLessThanOrEqual(46);
  const { spec } = await cluster.client.get('Node', { name: node });
  expect((spec.taints ?? []).map(({ effect }) => effect)).not.toContain('NoExecute');

  const gone = await cluster.until(async () => (await cluster.pod(name)).metadata.deletionTimestamp !== undefined, 300);
  expect(notReady + gone).toBeGreaterThanOrEqual(290);
  expect(notReady + gone).toBeLessThanOrEqual(312);
  const { status } = await cluster.pod(name);
  expect([status.reason, status.message]).toEqual([
    'NodeLost',
    `Node ${node} which was running pod ${name} is unresponsive`,
  ]);
  await cluster.advance({ seconds: 5 });
  expect((await cluster.pods()).filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(3);
  const told = (await cluster.events(name)).map(({ reason, message }) => `${reason} ${message}`);
  expect(told).toContain(`NodeControllerEviction Marking for deletion Pod ${name} from Node ${node}`);
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const path = `/api/v1/namespaces/default/pods/${name}`;
  const { body } = await cluster.cluster.request({ method: 'GET', path, headers });
  const { rows } = body as { readonly rows: readonly { readonly cells: readonly unknown[] }[] }; // Asked for a Table.
  expect(rows[0]?.cells[2]).toBe('Unknown');

  await cluster.fault({ type: 'bringBack', node });
  await cluster.advance({ seconds: 45 });
  expect((await cluster.pods()).map(({ metadata }) => metadata.name)).not.toContain(name);
  expect(await cluster.pods()).toHaveLength(3);
});

test('pods of DaemonSets stay on a lost node, all others are given up once', async () => {
  const cluster = await testCluster({ profile: 'book', nodes: 2 });
  const labels = { app: 'd' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] } };
  await cluster.create('DaemonSet', { metadata: { name: 'd' }, spec: { selector: { matchLabels: labels }, template } });
  await cluster.advance({ seconds: 30 });
  await cluster.fault({ type: 'powerOff', node: 'worker-1' });
  await cluster.advance({ seconds: 400 });

  const [lost] = (await cluster.pods()).filter(({ spec }) => spec.nodeName === 'worker-1');
  expect(lost?.metadata.deletionTimestamp).toBeUndefined();
  expect(lost?.status.reason).toBe('NodeLost');
  const told = (await cluster.events('worker-1')).filter(({ reason }) => reason === 'DeletingAllPods');
  expect(told).toHaveLength(1);
  expect(told[0]?.count).toBe(1);
});
