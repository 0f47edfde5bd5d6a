import { expect, test } from 'vitest';
import { inDefault, pod, replicas, testCluster } from '../../tests/testCluster';
import { USUAL_ADDONS } from '../addons/usualAddons';
import { insight } from './insight';

test('a digest tells what was written since, and how many pods each owner had ready', async () => {
  const { cluster, create, client, advance, pods } = await testCluster();
  await create('ReplicationController', replicas('ReplicationController', 2));
  await create('Pod', pod({ name: 'alone' }));
  await advance({ seconds: 20 });
  const since = cluster.now();
  const name = (await pods('app=kubia'))[0]?.metadata.name ?? '';
  await client.delete('Pod', inDefault(name));
  await advance({ seconds: 60 });
  const { now, writes, ready, requests } = await insight(cluster, { type: 'digest', sinceMs: since });

  expect(now).toBe(cluster.now());
  expect(writes[0]).toEqual({ at: since, key: `/registry/pods/default/${name}`, type: 'MODIFIED', by: 'you' });
  expect(writes.some(({ type, by }) => type === 'ADDED' && by === 'replication-controller')).toBe(true);
  expect(writes.some(({ key }) => key.includes('/leases/'))).toBe(false);
  expect(requests).toBe(0);
  expect(Object.keys(ready)).toEqual(['Pod default/alone', 'ReplicationController default/kubia']);
  expect(ready['Pod default/alone']).toEqual([[since, 1]]);
  expect(ready['ReplicationController default/kubia']?.map(([, number]) => number)).toEqual([2, 1, 2]);
});

test('a Deployment speaks for its ReplicaSets, and what is gone has nothing ready', async () => {
  const { cluster, create, client, advance } = await testCluster();
  await create('Deployment', replicas('Deployment', 2));
  await advance({ seconds: 20 });
  const since = cluster.now();
  await client.delete('Deployment', inDefault('kubia'));
  await advance({ seconds: 60 });
  const { ready } = await insight(cluster, { type: 'digest', sinceMs: since });
  expect(Object.keys(ready)).toEqual(['Deployment default/kubia']);
  expect(ready['Deployment default/kubia']?.at(-1)?.[1]).toBe(0);
});

test('requests are counted since the second that was asked for, those of a load one by one', async () => {
  const { cluster, create, fault, advance } = await testCluster({ addons: USUAL_ADDONS });
  await create('ReplicationController', replicas('ReplicationController', 1));
  const ports = [{ port: 80, targetPort: 8080 }];
  const service = await create('Service', { metadata: { name: 'kubia' }, spec: { selector: { app: 'kubia' }, ports } });
  await advance({ seconds: 30 });
  const [{ metadata } = { metadata: { name: '' } }] = (await cluster.client.list('Pod', { namespace: 'default' }))
    .items;
  const source = { type: 'pod', namespace: 'default', pod: metadata.name } as const;
  const url = `http://${service.spec.clusterIP}/`;
  await fault({ type: 'startLoad', load: { name: 'ab', sources: [source], url, perSecond: 300 } });
  await advance({ seconds: 4 });
  const middle = cluster.now();
  const where = { namespace: 'default', pod: metadata.name, container: 'main', port: 8080 };
  await fault({ type: 'breakEndpoint', mode: 'error', ...where });
  await advance({ seconds: 4 });
  const whole = await insight(cluster, { type: 'digest', sinceMs: cluster.startedAt });
  const late = await insight(cluster, { type: 'digest', sinceMs: middle });
  expect(whole.requests).toBeGreaterThanOrEqual(2_350);
  expect(whole.requests).toBeLessThanOrEqual(2_450);
  expect(late.requests).toBeGreaterThanOrEqual(1_150);
  expect(late.requests).toBeLessThanOrEqual(1_250);
  expect(late.failedRequests).toBeGreaterThan(1_150);
  expect(whole.failedRequests - late.failedRequests).toBeLessThan(50);
}, 20_000);

test('the first writes after a fork are told in a busy run, too', async () => {
  const { cluster, create, client } = await testCluster({ nodes: 1 });
  const since = cluster.now();
  await create('ConfigMap', { metadata: { name: 'first' }, data: {} });
  await create('ConfigMap', { metadata: { name: 'busy' }, data: { n: '0' } });
  await client.delete('ConfigMap', inDefault('first'));
  const path = '/api/v1/namespaces/default/configmaps/busy';
  for (let n = 1; n <= 10_600; n += 1) {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'busy' }, data: { n: String(n) } };
    await cluster.request({ method: 'PUT', path, body });
  }
  const { writes } = await insight(cluster, { type: 'digest', sinceMs: since });
  const told = writes.slice(0, 4).map(({ key, type, by }) => `${by} ${type} ${key.split('/').at(-1)}`);
  expect(told).toEqual(['you ADDED first', 'you ADDED busy', 'you DELETED first', 'you MODIFIED busy']);
  expect(writes.length).toBeGreaterThan(10_600);
}, 20_000);
