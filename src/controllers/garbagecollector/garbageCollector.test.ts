import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, inDefault, pod, replicas, shell, testCluster } from '../../../tests/testCluster';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await testCluster();
});

const replicaSets = async () => (await cluster.client.list('ReplicaSet', { namespace: 'default' })).items;

async function deployment(): Promise<void> {
  await cluster.create('Deployment', replicas('Deployment', 2, shell('sleep 100000')));
  await cluster.advance({ seconds: 5 });
}
const remove = (propagationPolicy?: 'Background' | 'Foreground' | 'Orphan') =>
  cluster.client.delete('Deployment', inDefault('kubia'), propagationPolicy && { propagationPolicy });
const exists = async () =>
  (await cluster.client.list('Deployment')).items.some(({ metadata }) => metadata.name === 'kubia');

test('with its Deployment the ReplicaSet goes, and with that the pods, each with its grace period', async () => {
  await deployment();
  await remove();
  expect(await exists()).toBe(false);
  await cluster.advance({ ms: 50 });
  expect(await replicaSets()).toEqual([]);
  const pods = await cluster.pods();
  expect(pods).toHaveLength(2);
  expect(pods.every(({ metadata }) => metadata.deletionGracePeriodSeconds === 30)).toBe(true);
  await cluster.advance({ seconds: 35 });
  expect(await cluster.pods()).toEqual([]);
});

test('in the foreground the owner waits for its dependents, from the bottom up', async () => {
  await deployment();
  await remove('Foreground');
  await cluster.advance({ seconds: 5 });
  // The pods take 30 s to stop: until then everything above them waits, terminating.
  expect((await cluster.client.get('Deployment', inDefault('kubia'))).metadata.finalizers).toEqual([
    'foregroundDeletion',
  ]);
  const [rs] = await replicaSets();
  expect(rs?.metadata.deletionTimestamp).toBeDefined();
  expect(rs?.metadata.finalizers).toEqual(['foregroundDeletion']);
  expect(await cluster.pods()).toHaveLength(2);
  await cluster.advance({ seconds: 35 });
  expect(await cluster.pods()).toEqual([]);
  expect(await replicaSets()).toEqual([]);
  expect(await exists()).toBe(false);
});

test('orphaned dependents stay and lose the name of their owner', async () => {
  await deployment();
  await remove('Orphan');
  await cluster.advance({ seconds: 60 });
  expect(await exists()).toBe(false);
  const [rs] = await replicaSets();
  expect(rs?.metadata.ownerReferences ?? []).toEqual([]);
  expect(await cluster.pods()).toHaveLength(2);
});

test('an object whose owner never existed is deleted', async () => {
  const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: 'no-such-uid' };
  await cluster.create('ConfigMap', { metadata: { name: 'child', ownerReferences: [reference] } });
  await cluster.advance({ seconds: 1 });
  const { items } = await cluster.client.list('ConfigMap', { namespace: 'default' });
  expect(items.map(({ metadata }) => metadata.name)).not.toContain('child');
});

test('an owner of a kind that the cluster does not know is believed', async () => {
  const reference = { apiVersion: 'example.com/v1', kind: 'Thing', name: 'x', uid: 'u' };
  await cluster.create('ConfigMap', { metadata: { name: 'child', ownerReferences: [reference] } });
  await cluster.advance({ seconds: 1 });
  await cluster.client.get('ConfigMap', inDefault('child'));
});

test('of several owners, one that is gone loses its reference and the object stays', async () => {
  const owner = await cluster.create('ConfigMap', { metadata: { name: 'owner' } });
  const other = await cluster.create('ConfigMap', { metadata: { name: 'other' } });
  const ownerReferences = [owner, other].map(({ metadata }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: metadata.name,
    uid: metadata.uid,
  }));
  await cluster.create('Secret', { metadata: { name: 'child', ownerReferences } });
  await cluster.advance({ ms: 10 });
  await cluster.client.delete('ConfigMap', inDefault('owner'));
  await cluster.advance({ ms: 10 });
  const child = await cluster.client.get('Secret', inDefault('child'));
  expect(child.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['other']);
});

test("a node's lease goes with the node", async () => {
  await cluster.fault({ type: 'removeNode', node: 'worker-3' });
  await cluster.advance({ seconds: 1 });
  const { items } = await cluster.client.list('Lease', { namespace: 'kube-node-lease' });
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['worker-1', 'worker-2']);
});

test('a pod without owners is never collected', async () => {
  await cluster.create('Pod', pod({ name: 'alone' }));
  await cluster.advance({ seconds: 600 });
  expect(await cluster.pods()).toHaveLength(1);
});
