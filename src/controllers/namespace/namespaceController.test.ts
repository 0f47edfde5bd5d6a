import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, shell, pod, testCluster } from '../../../tests/testCluster';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await testCluster();
  await cluster.create('Namespace', { metadata: { name: 'life' } });
  await cluster.advance({ seconds: 1 });
});

const namespace = () => cluster.client.get('Namespace', { name: 'life' });
const isGone = async () =>
  !(await cluster.client.list('Namespace')).items.some(({ metadata }) => metadata.name === 'life');
const said = async () =>
  (await namespace()).status.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`);
const remove = () => cluster.client.delete('Namespace', { name: 'life' });
const inLife = { namespace: 'life' };

test('a new namespace has its service account and the root certificate', async () => {
  const { items } = await cluster.client.list('ServiceAccount', inLife);
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['default']);
  const [config] = (await cluster.client.list('ConfigMap', inLife)).items;
  expect(config?.metadata.name).toBe('kube-root-ca.crt');
  expect(config?.data?.['ca.crt']).toContain('BEGIN CERTIFICATE');
});

test('a deleted default service account or root certificate comes back', async () => {
  await cluster.client.delete('ServiceAccount', { ...inLife, name: 'default' });
  await cluster.client.delete('ConfigMap', { ...inLife, name: 'kube-root-ca.crt' });
  await cluster.advance({ seconds: 1 });
  await cluster.client.get('ServiceAccount', { ...inLife, name: 'default' });
  await cluster.client.get('ConfigMap', { ...inLife, name: 'kube-root-ca.crt' });
});

test('a deleted namespace waits five seconds, is emptied and goes', async () => {
  await remove();
  await cluster.advance({ ms: 4_900 });
  expect((await namespace()).status).toEqual({ phase: 'Terminating' });
  expect((await cluster.client.list('ConfigMap', inLife)).items).toHaveLength(1);
  await cluster.advance({ ms: 200 });
  expect(await isGone()).toBe(true);
  expect((await cluster.client.list('ConfigMap', inLife)).items).toEqual([]);
  expect((await cluster.client.list('ServiceAccount', inLife)).items).toEqual([]);
});

test('pods get their grace period, and everything else waits for them', async () => {
  const manifest = pod({ name: 'slow', ...shell('sleep 100000') }) as { metadata: object };
  await cluster.create('Pod', { ...manifest, metadata: { ...manifest.metadata, ...inLife } });
  await cluster.advance({ seconds: 5 });
  await remove();
  await cluster.advance({ seconds: 10 });
  expect(await said()).toEqual([
    'NamespaceDeletionDiscoveryFailure False ResourcesDiscovered',
    'NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions',
    'NamespaceDeletionContentFailure False ContentDeleted',
    'NamespaceContentRemaining False ContentRemoved',
    'NamespaceFinalizersRemaining False ContentHasNoFinalizers',
  ]);
  expect((await cluster.client.list('ConfigMap', inLife)).items).toHaveLength(1);
  await cluster.advance({ seconds: 60 });
  expect(await isGone()).toBe(true);
});

test('content with a finalizer holds the namespace, which says what it waits for', async () => {
  await cluster.create('ConfigMap', { metadata: { name: 'held', ...inLife, finalizers: ['example.com/x'] } });
  await remove();
  await cluster.advance({ seconds: 6 });
  const conditions = (await namespace()).status.conditions ?? [];
  expect(conditions.slice(3).map(({ status, reason, message }) => [status, reason, message])).toEqual([
    ['True', 'SomeResourcesRemain', 'Some resources are remaining: configmaps. has 1 resource instances'],
    [
      'True',
      'SomeFinalizersRemain',
      'Some content in the namespace has finalizers remaining: example.com/x in 1 resource instances',
    ],
  ]);
  await cluster.client.patch(
    'ConfigMap',
    { ...inLife, name: 'held' },
    { type: 'merge', body: { metadata: { finalizers: null } } },
  );
  await cluster.advance({ seconds: 9 });
  expect(await isGone()).toBe(true);
});
