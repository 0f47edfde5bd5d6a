import { expect, test } from 'vitest';
import { testCluster } from '../../../tests/testCluster';

const aggregateToView = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };

test('a role that is marked for view is gathered into view, edit and admin, and leaves them when it goes', async () => {
  const cluster = await testCluster();
  const rules = [{ apiGroups: ['example.com'], resources: ['crontabs'], verbs: ['get', 'list', 'watch'] }];
  const has = async (name: string) => {
    const role = await cluster.client.get('ClusterRole', { name });
    return role.rules?.some(({ apiGroups }) => apiGroups?.includes('example.com'));
  };
  await cluster.client.create('ClusterRole', { metadata: { name: 'crontabs', labels: aggregateToView }, rules });
  await cluster.advance({ seconds: 1 });
  expect([await has('view'), await has('edit'), await has('admin'), await has('cluster-admin')]).toEqual([
    true,
    true,
    true,
    false,
  ]);

  await cluster.client.delete('ClusterRole', { name: 'crontabs' });
  await cluster.advance({ seconds: 1 });
  expect([await has('view'), await has('edit'), await has('admin')]).toEqual([false, false, false]);
});

test('the roles of a fresh cluster need no writing', async () => {
  const cluster = await testCluster();
  const version = async () => (await cluster.client.get('ClusterRole', { name: 'admin' })).metadata.resourceVersion;
  const before = await version();
  await cluster.advance({ seconds: 60 });
  expect(await version()).toBe(before);
});
