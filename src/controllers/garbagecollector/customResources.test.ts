/** Custom resources as owners and dependents, and in a namespace that goes. */
import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, customResourceDefinition, inDefault, testCluster } from '../../../tests/testCluster';
import { isReason } from '../../api/meta/status';

const definition = customResourceDefinition('Widget', 'widgets', {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
});

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await testCluster();
  await cluster.client.create('CustomResourceDefinition', definition);
  await cluster.advance({ seconds: 1 });
});

const path = (namespace = 'default', name = '') =>
  `/apis/example.com/v1/namespaces/${namespace}/widgets${name === '' ? '' : `/${name}`}`;

async function create(
  name: string,
  metadata: object = {},
  namespace = 'default',
): Promise<{ metadata: { uid: string } }> {
  const body = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name, ...metadata } };
  const response = await cluster.client.raw({ method: 'POST', path: path(namespace), body });
  return response.body as { metadata: { uid: string } }; // What was made.
}

async function names(namespace = 'default'): Promise<readonly string[]> {
  const { body } = await cluster.client.raw({ method: 'GET', path: path(namespace) });
  return (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
}
const ownedBy = (name: string, uid: string) => ({
  ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Widget', name, uid, blockOwnerDeletion: true }],
});
const hasConfigMap = async (name: string) =>
  (await cluster.client.list('ConfigMap', { namespace: 'default' })).items.some(
    ({ metadata }) => metadata.name === name,
  );

test('with a custom resource what it owns goes, built-in or not', async () => {
  const { metadata } = await create('owner');
  await create('child', ownedBy('owner', metadata.uid));
  await cluster.create('ConfigMap', { metadata: { name: 'data', ...ownedBy('owner', metadata.uid) } });
  await cluster.advance({ seconds: 1 });
  expect(await names()).toEqual(['child', 'owner']);
  await cluster.client.raw({ method: 'DELETE', path: path('default', 'owner') });
  await cluster.advance({ seconds: 1 });
  expect(await names()).toEqual([]);
  expect(await hasConfigMap('data')).toBe(false);
});

test('a custom resource goes with its built-in owner, and loses its name if that is orphaned', async () => {
  const owner = await cluster.create('ConfigMap', { metadata: { name: 'owner' } });
  const other = await cluster.create('ConfigMap', { metadata: { name: 'other' } });
  const reference = ({ metadata }: typeof owner) => ({
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: metadata.name, uid: metadata.uid }],
  });
  await create('goes', reference(owner));
  await create('stays', reference(other));
  await cluster.advance({ seconds: 1 });
  await cluster.client.delete('ConfigMap', inDefault('owner'));
  await cluster.client.delete('ConfigMap', inDefault('other'), { propagationPolicy: 'Orphan' });
  await cluster.advance({ seconds: 1 });
  expect(await names()).toEqual(['stays']);
  const { body } = await cluster.client.raw({ method: 'GET', path: path('default', 'stays') });
  expect(body).not.toHaveProperty('metadata.ownerReferences');
});

test('in the foreground a custom resource waits for its dependents', async () => {
  const { metadata } = await create('owner');
  await cluster.create('ConfigMap', {
    metadata: { name: 'held', finalizers: ['example.com/hold'], ...ownedBy('owner', metadata.uid) },
  });
  await cluster.advance({ seconds: 1 });
  const body = { propagationPolicy: 'Foreground' };
  await cluster.client.raw({ method: 'DELETE', path: path('default', 'owner'), body });
  await cluster.advance({ seconds: 5 });
  expect(await names()).toEqual(['owner']);
  const patch = { type: 'merge', body: { metadata: { finalizers: null } } } as const;
  await cluster.client.patch('ConfigMap', inDefault('held'), patch);
  await cluster.advance({ seconds: 5 });
  expect(await names()).toEqual([]);
});

test('a namespace that is deleted takes its custom resources along', async () => {
  await cluster.client.create('Namespace', { metadata: { name: 'gone' } });
  await create('inside', {}, 'gone');
  await cluster.client.delete('Namespace', { name: 'gone' });
  await cluster.advance({ seconds: 20 });
  await expect(cluster.client.get('Namespace', { name: 'gone' })).rejects.toSatisfy((error) =>
    isReason(error, 'NotFound'),
  );
  expect(await names('gone')).toEqual([]);
});

test('a definition that is deleted takes its objects along, and waits for those that are held', async () => {
  await create('free');
  await create('held', { finalizers: ['example.com/hold'] });
  await cluster.client.delete('CustomResourceDefinition', { name: 'widgets.example.com' });
  await cluster.advance({ seconds: 2 });
  expect(await names()).toEqual(['held']);
  const crd = await cluster.client.get('CustomResourceDefinition', { name: 'widgets.example.com' });
  expect(crd.status.conditions?.find(({ type }) => type === 'Terminating')).toMatchObject({
    status: 'True',
    reason: 'InstanceDeletionInProgress',
  });
  await expect(create('late')).rejects.toMatchObject({ code: 405 });
  await cluster.client.raw({
    method: 'PATCH',
    path: path('default', 'held'),
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { metadata: { finalizers: null } },
  });
  await cluster.advance({ seconds: 10 });
  const { items } = await cluster.client.list('CustomResourceDefinition');
  expect(items).toEqual([]);
});
