import { expect, test } from 'vitest';
import type { Pod } from '../../api/core/pod';
import { type TestCluster, inDefault, testCluster } from '../../../tests/testCluster';

const store = (spec: object = {}, image = 'busybox') => ({
  metadata: { name: 'store' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'store' } },
    template: {
      metadata: { labels: { app: 'store' } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image, command: ['sleep', '1d'] }] },
    },
    ...spec,
  },
});
const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.name);
const patch = (cluster: TestCluster, spec: object) =>
  cluster.client.patch('StatefulSet', inDefault('store'), { type: 'strategic', body: { spec } });
const withImage = (image: string) => ({ template: { spec: { containers: [{ name: 'c', image }] } } });
const imageOf = async (cluster: TestCluster, name: string) => (await cluster.pod(name)).spec.containers[0]?.image;

test('pods come one after the other, each with a name that stays', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store());
  await cluster.advance({ ms: 500 });
  expect(names(await cluster.pods())).toEqual(['store-0']);
  await cluster.advance({ seconds: 30 });
  expect(names(await cluster.pods())).toEqual(['store-0', 'store-1', 'store-2']);
  const { uid } = (await cluster.pod('store-1')).metadata;
  await cluster.client.delete('Pod', inDefault('store-1'));
  await cluster.advance({ seconds: 10 });
  const again = await cluster.pod('store-1');
  expect(again.metadata.uid).not.toBe(uid);
  expect(again.metadata.labels).toMatchObject({
    'apps.kubernetes.io/pod-index': '1',
    'statefulset.kubernetes.io/pod-name': 'store-1',
  });
});

test('an image that cannot be pulled holds up all that come after it', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store({}, 'nosuch/image'));
  await cluster.advance({ seconds: 60 });
  expect(names(await cluster.pods())).toEqual(['store-0']);
});

test('Parallel waits for nobody', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store({ podManagementPolicy: 'Parallel' }, 'nosuch/image'));
  await cluster.advance({ seconds: 1 });
  expect(names(await cluster.pods())).toEqual(['store-0', 'store-1', 'store-2']);
});

test('scaling down takes the highest number first', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store());
  await cluster.advance({ seconds: 30 });
  await patch(cluster, { replicas: 1 });
  await cluster.advance({ ms: 500 });
  const going = (await cluster.pods()).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  expect(names(going)).toEqual(['store-2']);
  await cluster.advance({ seconds: 20 });
  expect(names(await cluster.pods())).toEqual(['store-0']);
});

test('an update goes from the highest number down to the partition', async () => {
  const cluster = await testCluster();
  await cluster.create(
    'StatefulSet',
    store({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }),
  );
  await cluster.advance({ seconds: 30 });
  await patch(cluster, withImage('busybox:1.36'));
  await cluster.advance({ ms: 500 });
  expect(names((await cluster.pods()).filter(({ metadata }) => metadata.deletionTimestamp !== undefined))).toEqual([
    'store-2',
  ]);
  await cluster.advance({ seconds: 30 });
  expect([
    await imageOf(cluster, 'store-0'),
    await imageOf(cluster, 'store-1'),
    await imageOf(cluster, 'store-2'),
  ]).toEqual(['busybox', 'busybox:1.36', 'busybox:1.36']);
  await cluster.client.delete('Pod', inDefault('store-0'));
  await cluster.advance({ seconds: 10 });
  expect(await imageOf(cluster, 'store-0')).toBe('busybox');
  await patch(cluster, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } });
  await cluster.advance({ seconds: 20 });
  expect(await imageOf(cluster, 'store-0')).toBe('busybox:1.36');
  const { status } = await cluster.client.get('StatefulSet', inDefault('store'));
  expect(status).toMatchObject({ replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3 });
  expect(status.currentRevision).toBe(status.updateRevision);
});

const claims = async (cluster: TestCluster) =>
  (await cluster.client.list('PersistentVolumeClaim', { namespace: 'default' })).items.map(
    ({ metadata }) => metadata.name,
  );
const withClaims = (spec: object = {}) => ({
  replicas: 2,
  volumeClaimTemplates: [
    {
      metadata: { name: 'data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'manual',
        resources: { requests: { storage: '1Mi' } },
      },
    },
  ],
  ...spec,
});
const addVolumes = async (cluster: TestCluster) => {
  for (const name of ['a', 'b', 'c']) {
    await cluster.client.create('PersistentVolume', {
      metadata: { name },
      spec: {
        capacity: { storage: '1Mi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'manual',
        hostPath: { path: `/${name}` },
      },
    });
  }
};

test('a pod has claims of its own, and finds them again after it was deleted or scaled away', async () => {
  const cluster = await testCluster();
  await addVolumes(cluster);
  await cluster.create('StatefulSet', store(withClaims()));
  await cluster.advance({ seconds: 40 });
  expect(await claims(cluster)).toEqual(['data-store-0', 'data-store-1']);
  const volumeOf = async () =>
    (await cluster.client.get('PersistentVolumeClaim', inDefault('data-store-1'))).spec.volumeName;
  const before = await volumeOf();
  expect((await cluster.pod('store-1')).spec.volumes?.[0]).toEqual({
    name: 'data',
    persistentVolumeClaim: { claimName: 'data-store-1' },
  });
  await patch(cluster, { replicas: 1 });
  await cluster.advance({ seconds: 10 });
  expect(await claims(cluster)).toEqual(['data-store-0', 'data-store-1']);
  await patch(cluster, { replicas: 2 });
  await cluster.advance({ seconds: 10 });
  expect((await cluster.pod('store-1')).status.phase).toBe('Running');
  expect(await volumeOf()).toBe(before);
});

test('claims go with their pod or their set, if the set says so', async () => {
  const cluster = await testCluster();
  await addVolumes(cluster);
  const persistentVolumeClaimRetentionPolicy = { whenScaled: 'Delete', whenDeleted: 'Delete' };
  await cluster.create('StatefulSet', store(withClaims({ persistentVolumeClaimRetentionPolicy })));
  await cluster.advance({ seconds: 40 });
  await patch(cluster, { replicas: 1 });
  await cluster.advance({ seconds: 15 });
  expect(await claims(cluster)).toEqual(['data-store-0']);
  await cluster.client.delete('StatefulSet', inDefault('store'));
  await cluster.advance({ seconds: 15 });
  expect(await claims(cluster)).toEqual([]);
});

const ownersOf = async (cluster: TestCluster) => {
  const { items } = await cluster.client.list('PersistentVolumeClaim');
  return items.map(({ metadata }) => (metadata.ownerReferences ?? []).map(({ kind, name }) => `${kind} ${name}`));
};
const messages = async (cluster: TestCluster) => {
  const { items } = await cluster.client.list('Event', { fieldSelector: 'involvedObject.kind=StatefulSet' });
  return items.map(({ reason, message }) => `${reason}: ${message}`);
};

test('a retention policy that is changed later is followed, and taken back', async () => {
  const cluster = await testCluster();
  await addVolumes(cluster);
  await cluster.create('StatefulSet', store(withClaims()));
  await cluster.advance({ seconds: 40 });
  expect(await ownersOf(cluster)).toEqual([[], []]);
  await patch(cluster, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } });
  await cluster.advance({ seconds: 2 });
  expect(await ownersOf(cluster)).toEqual([['StatefulSet store'], ['StatefulSet store']]);
  expect(await messages(cluster)).toContain('SuccessfulUpdate: Update Pod store-1 in StatefulSet store successful');
  await patch(cluster, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' } });
  await cluster.advance({ seconds: 2 });
  expect(await ownersOf(cluster)).toEqual([[], []]);
});

test('a claim that somebody else manages is left to him, with a word', async () => {
  const cluster = await testCluster();
  await addVolumes(cluster);
  await cluster.create('StatefulSet', store(withClaims()));
  await cluster.advance({ seconds: 40 });
  const { metadata } = await cluster.pod('store-1');
  const other = { apiVersion: 'v1', kind: 'Pod', name: 'store-1', uid: metadata.uid, controller: true };
  const foreign = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x', controller: true };
  const body = (ownerReferences: readonly object[]) => ({ metadata: { ownerReferences } });
  const key = inDefault('data-store-1');
  await cluster.client.patch('PersistentVolumeClaim', key, { type: 'merge', body: body([other]) });
  await patch(cluster, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } });
  await cluster.advance({ seconds: 2 });
  expect((await ownersOf(cluster))[1]).toEqual(['StatefulSet store']);
  const mine = (await cluster.client.get('PersistentVolumeClaim', key)).metadata.ownerReferences ?? [];
  await cluster.client.patch('PersistentVolumeClaim', key, {
    type: 'merge',
    body: body([...mine.map((each) => ({ ...each, controller: false })), foreign]),
  });
  await patch(cluster, { minReadySeconds: 1 });
  await cluster.advance({ ms: 100 });
  expect(await messages(cluster)).toContain(
    'ConflictingController: PersistentVolumeClaim data-store-1 has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim',
  );
});

test('a pod waits for its claim to be gone that is being deleted', async () => {
  const cluster = await testCluster();
  await addVolumes(cluster);
  await cluster.create('StatefulSet', store(withClaims()));
  await cluster.advance({ seconds: 40 });
  const key = inDefault('data-store-1');
  const body = { metadata: { finalizers: ['example.com/hold', 'kubernetes.io/pvc-protection'] } };
  await cluster.client.patch('PersistentVolumeClaim', key, { type: 'merge', body });
  await cluster.client.delete('PersistentVolumeClaim', key);
  await cluster.client.delete('Pod', inDefault('store-1'));
  await cluster.advance({ seconds: 10 });
  expect(names(await cluster.pods())).toEqual(['store-0']);
  expect(await messages(cluster)).toContain(
    'FailedCreate: Create Pod store-1 in StatefulSet store failed error: pvc data-store-1 is being deleted',
  );
  await cluster.client.patch('PersistentVolumeClaim', key, { type: 'merge', body: { metadata: { finalizers: null } } });
  await cluster.advance({ seconds: 30 });
  expect(names(await cluster.pods())).toEqual(['store-0', 'store-1']);
});

test('ordinals begin where the set says, and a pod without its ordinals is adopted by nobody', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store({ replicas: 2, ordinals: { start: 5 }, podManagementPolicy: 'Parallel' }));
  await cluster.advance({ seconds: 10 });
  expect(names(await cluster.pods())).toEqual(['store-5', 'store-6']);
  await patch(cluster, { ordinals: { start: 4 } });
  await cluster.advance({ seconds: 20 });
  expect(names(await cluster.pods())).toEqual(['store-4', 'store-5']);
});

test('an orphan with the right name and labels becomes a member', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store({ replicas: 1 }));
  await cluster.advance({ seconds: 10 });
  const { uid } = (await cluster.pod('store-0')).metadata;
  await cluster.client.delete('StatefulSet', inDefault('store'), { propagationPolicy: 'Orphan' });
  await cluster.advance({ seconds: 10 });
  expect((await cluster.pod('store-0')).metadata.ownerReferences).toBeUndefined();
  await cluster.create('StatefulSet', store({ replicas: 1 }));
  await cluster.advance({ seconds: 10 });
  const { metadata } = await cluster.pod('store-0');
  expect([metadata.uid, metadata.ownerReferences?.[0]?.kind]).toEqual([uid, 'StatefulSet']);
});

test('OnDelete replaces a pod only when somebody deletes it', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store({ replicas: 2, updateStrategy: { type: 'OnDelete' } }));
  await cluster.advance({ seconds: 20 });
  await patch(cluster, withImage('busybox:1.36'));
  await cluster.advance({ seconds: 20 });
  expect(await imageOf(cluster, 'store-1')).toBe('busybox');
  await cluster.client.delete('Pod', inDefault('store-1'));
  await cluster.advance({ seconds: 20 });
  expect([await imageOf(cluster, 'store-0'), await imageOf(cluster, 'store-1')]).toEqual(['busybox', 'busybox:1.36']);
});

test('a pod of minReadySeconds holds up the next one until it has been ready that long', async () => {
  const cluster = await testCluster();
  await cluster.create('StatefulSet', store({ replicas: 2, minReadySeconds: 10 }));
  await cluster.advance({ seconds: 8 });
  expect(names(await cluster.pods())).toEqual(['store-0']);
  expect((await cluster.client.get('StatefulSet', inDefault('store'))).status).toMatchObject({
    readyReplicas: 1,
    availableReplicas: 0,
  });
  await cluster.advance({ seconds: 10 });
  expect(names(await cluster.pods())).toEqual(['store-0', 'store-1']);
});
