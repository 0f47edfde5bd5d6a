import { expect, test } from 'vitest';
import { type TestCluster, inDefault, testCluster } from '../../../tests/testCluster';

const volume = (name: string, storage: string, spec: object = {}) => ({
  metadata: { name },
  spec: {
    capacity: { storage },
    accessModes: ['ReadWriteOnce' as const],
    storageClassName: 'manual',
    hostPath: { path: '/data' },
    ...spec,
  },
});
const claim = (name: string, spec: object = {}) => ({
  metadata: { name },
  spec: {
    accessModes: ['ReadWriteOnce' as const],
    storageClassName: 'manual',
    resources: { requests: { storage: '1Gi' } },
    ...spec,
  },
});
const user = (name: string, claimName: string) => ({
  metadata: { name },
  spec: {
    containers: [{ name: 'c', image: 'nginx' }],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
  },
});
const storageClass = (name: string, rest: object = {}) => ({
  metadata: { name },
  provisioner: 'example.com/none',
  ...rest,
});
const claimOf = (cluster: TestCluster, name: string) => cluster.client.get('PersistentVolumeClaim', inDefault(name));
const volumeOf = (cluster: TestCluster, name: string) => cluster.client.get('PersistentVolume', { name });
const podOf = (cluster: TestCluster, name: string) => cluster.client.get('Pod', inDefault(name));
const reasons = async (cluster: TestCluster, name: string) => {
  const { items } = await cluster.client.list('Event', { fieldSelector: `involvedObject.name=${name}` });
  return items
    .filter(({ involvedObject }) => involvedObject.kind === 'PersistentVolumeClaim')
    .map(({ reason }) => reason);
};

test('a claim gets the smallest volume that is big enough, and both say so', async () => {
  const cluster = await testCluster({ nodes: 1 });
  for (const [name, size] of [
    ['big', '9Gi'],
    ['fit', '2Gi'],
    ['small', '1Mi'],
  ] as const) {
    await cluster.client.create('PersistentVolume', volume(name, size));
  }
  await cluster.advance({ seconds: 1 });
  await cluster.create('PersistentVolumeClaim', claim('data'));
  await cluster.advance({ seconds: 1 });
  expect(await claimOf(cluster, 'data')).toMatchObject({
    spec: { volumeName: 'fit' },
    status: { phase: 'Bound', capacity: { storage: '2Gi' } },
  });
  expect((await volumeOf(cluster, 'fit')).spec.claimRef).toMatchObject({ namespace: 'default', name: 'data' });
  expect((await volumeOf(cluster, 'big')).status.phase).toBe('Available');
});

test('a claim that comes before its volume is bound within the next resync', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('PersistentVolumeClaim', claim('data', { storageClassName: '' }));
  await cluster.advance({ seconds: 1 });
  expect(await reasons(cluster, 'data')).toEqual(['FailedBinding']);
  await cluster.client.create('PersistentVolume', volume('v', '1Gi', { storageClassName: '' }));
  await cluster.advance({ seconds: 16 });
  expect((await claimOf(cluster, 'data')).status.phase).toBe('Bound');
});

test('a claim in use stays until its pod is gone; its volume is then released, or deleted if that can be', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const isTmp = { persistentVolumeReclaimPolicy: 'Delete' as const, hostPath: { path: '/tmp/x' } };
  await cluster.client.create('PersistentVolume', volume('kept', '1Gi'));
  await cluster.client.create('PersistentVolume', volume('gone', '2Gi', { ...isTmp, storageClassName: 'other' }));
  await cluster.advance({ seconds: 1 });
  await cluster.create('PersistentVolumeClaim', claim('data'));
  await cluster.create('PersistentVolumeClaim', claim('more', { storageClassName: 'other' }));
  await cluster.create('Pod', user('user', 'data'));
  await cluster.advance({ seconds: 10 });
  expect((await podOf(cluster, 'user')).status.phase).toBe('Running');
  for (const name of ['data', 'more']) await cluster.client.delete('PersistentVolumeClaim', inDefault(name));
  await cluster.advance({ seconds: 5 });
  expect((await claimOf(cluster, 'data')).metadata.deletionTimestamp).toBeDefined();
  await expect(volumeOf(cluster, 'gone')).rejects.toMatchObject({ code: 404 });
  await cluster.client.delete('Pod', inDefault('user'), { gracePeriodSeconds: 0 });
  await cluster.advance({ seconds: 5 });
  await expect(claimOf(cluster, 'data')).rejects.toMatchObject({ code: 404 });
  expect((await volumeOf(cluster, 'kept')).status.phase).toBe('Released');
});

test('a claim that waits for its first pod is bound where that pod can run', async () => {
  const cluster = await testCluster({ nodes: 2 });
  const values = ['worker-2'];
  const required = {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In' as const, values }] }],
  };
  const noProvisioner = {
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer' as const,
  };
  await cluster.client.create('StorageClass', storageClass('local', noProvisioner));
  await cluster.create('PersistentVolumeClaim', claim('data', { storageClassName: 'local' }));
  await cluster.create('Pod', user('user', 'data'));
  await cluster.advance({ seconds: 5 });
  expect((await podOf(cluster, 'user')).status.conditions?.[0]?.message).toContain(
    "2 node(s) didn't find available persistent volumes to bind.",
  );
  const local = { storageClassName: 'local', nodeAffinity: { required } };
  await cluster.client.create('PersistentVolume', volume('disk', '1Gi', local));
  await cluster.advance({ seconds: 20 });
  expect((await claimOf(cluster, 'data')).spec.volumeName).toBe('disk');
  expect(await podOf(cluster, 'user')).toMatchObject({ spec: { nodeName: 'worker-2' }, status: { phase: 'Running' } });
});

test('nobody makes volumes: a claim of a class with a provisioner says who is waited for', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  await cluster.client.create('StorageClass', { ...storageClass('fast'), metadata: { name: 'fast', annotations } });
  const { storageClassName: _none, ...spec } = claim('data').spec;
  await cluster.create('PersistentVolumeClaim', { metadata: { name: 'data' }, spec });
  await cluster.advance({ seconds: 1 });
  const { metadata, spec: written, status } = await claimOf(cluster, 'data');
  expect([written.storageClassName, status.phase]).toEqual(['fast', 'Pending']);
  expect(metadata.annotations).toMatchObject({ 'volume.kubernetes.io/storage-provisioner': 'example.com/none' });
  expect(await reasons(cluster, 'data')).toEqual(['ExternalProvisioning']);
});

test.each([
  ['that is too small', { resources: { requests: { storage: '5Gi' } } }, 'requested PV is too small'],
  ['of another class', { storageClassName: 'other' }, 'storageClassName does not match'],
  ['that holds files', { volumeMode: 'Block' }, 'incompatible volumeMode'],
  ['for one node', { accessModes: ['ReadWriteMany'] }, 'incompatible accessMode'],
])('a claim that asks by name for a volume %s waits and says why', async (_, spec, why) => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.client.create('PersistentVolume', volume('v', '2Gi'));
  await cluster.create('PersistentVolumeClaim', claim('data', { volumeName: 'v', ...spec }));
  await cluster.advance({ seconds: 1 });
  const { items } = await cluster.client.list('Event', { fieldSelector: 'involvedObject.name=data' });
  expect(items.map(({ reason, message }) => [reason, message])).toEqual([
    ['VolumeMismatch', `Cannot bind to requested volume "v": ${why}`],
  ]);
  expect((await claimOf(cluster, 'data')).status.phase).toBe('Pending');
});

test('a claim whose volume is taken away is lost, and keeps nothing of it', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.client.create('PersistentVolume', volume('v', '2Gi'));
  await cluster.create('PersistentVolumeClaim', claim('data'));
  await cluster.advance({ seconds: 20 });
  await cluster.client.delete('PersistentVolume', { name: 'v' });
  await cluster.advance({ seconds: 2 });
  expect((await volumeOf(cluster, 'v')).metadata.deletionTimestamp).toBeDefined();
  const body = { metadata: { finalizers: null } };
  await cluster.client.patch('PersistentVolume', { name: 'v' }, { type: 'merge', body });
  await cluster.advance({ seconds: 20 });
  expect((await claimOf(cluster, 'data')).status).toEqual({ phase: 'Lost' });
  expect(await reasons(cluster, 'data')).toContain('ClaimLost');
});

test('a volume of a driver waits for the driver to delete it, one that nobody can delete fails', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const goes = { persistentVolumeReclaimPolicy: 'Delete' as const, hostPath: undefined };
  const csi = { driver: 'x.io', volumeHandle: 'h' };
  await cluster.client.create('PersistentVolume', volume('driven', '1Gi', { ...goes, csi, storageClassName: 'a' }));
  const nfs = { server: 's', path: '/' };
  await cluster.client.create('PersistentVolume', volume('shared', '1Gi', { ...goes, nfs, storageClassName: 'b' }));
  await cluster.advance({ seconds: 1 });
  for (const name of ['a', 'b']) {
    await cluster.create('PersistentVolumeClaim', claim(name, { storageClassName: name }));
  }
  await cluster.advance({ seconds: 1 });
  for (const name of ['a', 'b']) await cluster.client.delete('PersistentVolumeClaim', inDefault(name));
  await cluster.advance({ seconds: 2 });
  expect((await volumeOf(cluster, 'driven')).status).toMatchObject({ phase: 'Released' });
  expect((await volumeOf(cluster, 'shared')).status).toMatchObject({
    phase: 'Failed',
    message: 'error getting deleter volume plugin for volume "shared": no deletable volume plugin matched',
  });
});

test('a claim that grows waits for somebody to give it more', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.client.create('StorageClass', storageClass('manual', { allowVolumeExpansion: true }));
  await cluster.client.create('PersistentVolume', volume('v', '2Gi'));
  await cluster.create('PersistentVolumeClaim', claim('data'));
  await cluster.advance({ seconds: 20 });
  const body = { spec: { resources: { requests: { storage: '3Gi' } } } };
  await cluster.client.patch('PersistentVolumeClaim', inDefault('data'), { type: 'merge', body });
  await cluster.advance({ seconds: 2 });
  expect(await reasons(cluster, 'data')).toContain('ExternalExpanding');
  expect((await claimOf(cluster, 'data')).status.capacity).toEqual({ storage: '2Gi' });
});
