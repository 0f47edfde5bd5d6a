import { expect, test } from 'vitest';
import { type TestCluster, inDefault, testCluster } from '../../../tests/testCluster';

const claim = (name: string, storageClassName: string) => ({
  metadata: { name },
  spec: {
    accessModes: ['ReadWriteOnce' as const],
    storageClassName,
    resources: { requests: { storage: '1Gi' } },
  },
});
const storageClass = (name: string, provisioner: string, rest: object = {}) => ({
  metadata: { name },
  provisioner,
  ...rest,
});
const user = (name: string, volume: object) => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx' }], volumes: [{ name: 'v', ...volume }] },
});
const provisionerPod = (image: string) => ({
  metadata: { name: 'provisioner' },
  spec: { containers: [{ name: 'c', image }] },
});
const MINIKUBE = 'gcr.io/k8s-minikube/storage-provisioner:v5';
const claimOf = (cluster: TestCluster, name: string) => cluster.client.get('PersistentVolumeClaim', inDefault(name));
const events = async (cluster: TestCluster, name: string) => {
  const { items } = await cluster.client.list('Event', { fieldSelector: `involvedObject.name=${name}` });
  return items.map(({ reason, message }) => `${reason}: ${message}`);
};

test('a provisioner makes volumes as soon as its pod runs, also for claims that came before', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.client.create('StorageClass', storageClass('standard', 'k8s.io/minikube-hostpath'));
  await cluster.create('PersistentVolumeClaim', claim('data', 'standard'));
  await cluster.advance({ seconds: 20 });
  expect((await claimOf(cluster, 'data')).status.phase).toBe('Pending');
  await cluster.create('Pod', provisionerPod(MINIKUBE));
  await cluster.advance({ seconds: 10 });
  const { metadata, spec, status } = await claimOf(cluster, 'data');
  const name = `pvc-${metadata.uid}`;
  expect([spec.volumeName, status.phase, status.capacity]).toEqual([name, 'Bound', { storage: '1Gi' }]);
  const volume = await cluster.client.get('PersistentVolume', { name });
  expect(volume.metadata.annotations).toMatchObject({ 'pv.kubernetes.io/provisioned-by': 'k8s.io/minikube-hostpath' });
  expect(volume.spec).toMatchObject({
    hostPath: { path: '/tmp/hostpath-provisioner/default/data' },
    persistentVolumeReclaimPolicy: 'Delete',
    storageClassName: 'standard',
    claimRef: { name: 'data', uid: metadata.uid },
  });
  const told = await events(cluster, 'data');
  expect(told.at(-2)).toBe('Provisioning: External provisioner is provisioning volume for claim "default/data"');
  expect(told.at(-1)).toBe(`ProvisioningSucceeded: Successfully provisioned volume ${name}`);
});

test('a made volume goes with its claim, or stays if its class says so', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const retain = { reclaimPolicy: 'Retain' };
  await cluster.client.create('StorageClass', storageClass('standard', 'k8s.io/minikube-hostpath'));
  await cluster.client.create('StorageClass', storageClass('keep', 'k8s.io/minikube-hostpath', retain));
  await cluster.create('Pod', provisionerPod(MINIKUBE));
  await cluster.advance({ seconds: 10 });
  for (const name of ['standard', 'keep']) await cluster.create('PersistentVolumeClaim', claim(name, name));
  await cluster.advance({ seconds: 2 });
  const kept = (await claimOf(cluster, 'keep')).spec.volumeName ?? '';
  for (const name of ['standard', 'keep']) await cluster.client.delete('PersistentVolumeClaim', inDefault(name));
  await cluster.advance({ seconds: 5 });
  const { items } = await cluster.client.list('PersistentVolume');
  expect(items.map(({ metadata, status }) => [metadata.name, status.phase])).toEqual([[kept, 'Released']]);
});

test('a local volume is made where the first pod goes, and later pods follow it', async () => {
  const cluster = await testCluster({ nodes: 3 });
  const waits = { volumeBindingMode: 'WaitForFirstConsumer' };
  await cluster.client.create('StorageClass', storageClass('local-path', 'rancher.io/local-path', waits));
  await cluster.create('Pod', provisionerPod('rancher/local-path-provisioner:v0.0.31'));
  await cluster.create('PersistentVolumeClaim', claim('data', 'local-path'));
  await cluster.advance({ seconds: 10 });
  expect((await claimOf(cluster, 'data')).status.phase).toBe('Pending');
  await cluster.create('Pod', user('first', { persistentVolumeClaim: { claimName: 'data' } }));
  await cluster.advance({ seconds: 10 });
  const first = await cluster.client.get('Pod', inDefault('first'));
  expect(first.status.phase).toBe('Running');
  expect(first.status.nominatedNodeName).toBeUndefined();
  const { nodeName = '' } = first.spec;
  expect((await claimOf(cluster, 'data')).metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(nodeName);
  for (const name of ['b', 'c', 'd']) {
    await cluster.create('Pod', user(name, { persistentVolumeClaim: { claimName: 'data' } }));
  }
  await cluster.advance({ seconds: 10 });
  for (const name of ['b', 'c', 'd']) {
    expect((await cluster.client.get('Pod', inDefault(name))).spec.nodeName).toBe(nodeName);
  }
});

test('the claim of an ephemeral volume comes and goes with its pod', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.client.create('StorageClass', storageClass('standard', 'k8s.io/minikube-hostpath'));
  await cluster.create('Pod', provisionerPod(MINIKUBE));
  const { spec } = claim('x', 'standard');
  const volumeClaimTemplate = { metadata: { labels: { kind: 'scratch' } }, spec };
  await cluster.create('Pod', user('user', { ephemeral: { volumeClaimTemplate } }));
  await cluster.advance({ seconds: 15 });
  const { metadata } = await cluster.client.get('Pod', inDefault('user'));
  const made = await claimOf(cluster, 'user-v');
  expect(made.metadata).toMatchObject({
    labels: { kind: 'scratch' },
    ownerReferences: [{ kind: 'Pod', uid: metadata.uid }],
  });
  expect((await cluster.client.get('Pod', inDefault('user'))).status.phase).toBe('Running');
  await cluster.client.delete('Pod', inDefault('user'), { gracePeriodSeconds: 0 });
  await cluster.advance({ seconds: 10 });
  await expect(claimOf(cluster, 'user-v')).rejects.toMatchObject({ code: 404 });
});

test('time that is turned back while a pod waits for its volume runs on to the same end', async () => {
  const cluster = await testCluster({ nodes: 2 });
  const waits = { volumeBindingMode: 'WaitForFirstConsumer' };
  await cluster.client.create('StorageClass', storageClass('local-path', 'rancher.io/local-path', waits));
  for (const name of ['a', 'b']) {
    await cluster.create('PersistentVolumeClaim', claim(name, 'local-path'));
    await cluster.create('Pod', user(name, { persistentVolumeClaim: { claimName: name } }));
  }
  await cluster.advance({ seconds: 3 });
  const checkpoint = cluster.cluster.checkpoint();
  const goOn = async () => {
    await cluster.create('Pod', provisionerPod('rancher/local-path-provisioner:v0.0.31'));
    await cluster.advance({ seconds: 20 });
    return cluster.cluster.stateHash();
  };
  const hash = await goOn();
  expect((await cluster.client.get('Pod', inDefault('b'))).status.phase).toBe('Running');
  cluster.cluster.restore(checkpoint);
  expect(await goOn()).toBe(hash);
});
