import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, inDefault, pod, replicas, testCluster } from '../../../tests/testCluster';
import { controllerOf } from '../../api/meta/objectMeta';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await testCluster();
});

const controller = () => cluster.client.get('ReplicationController', inDefault('kubia'));
const names = async () => (await cluster.pods()).map(({ metadata }) => metadata.name);

async function threeReplicas(): Promise<void> {
  await cluster.create('ReplicationController', replicas('ReplicationController', 3));
  await cluster.advance({ seconds: 6 });
}

test('a ReplicationController makes its pods and says so', async () => {
  await threeReplicas();
  expect((await controller()).status).toEqual({
    replicas: 3,
    fullyLabeledReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    observedGeneration: 1,
  });
  const [first] = await cluster.pods();
  const { uid } = (await controller()).metadata;
  expect(first?.metadata.name).toMatch(/^kubia-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(first?.metadata.generateName).toBe('kubia-');
  expect(first?.metadata.ownerReferences).toEqual([
    { apiVersion: 'v1', kind: 'ReplicationController', name: 'kubia', uid, controller: true, blockOwnerDeletion: true },
  ]);
  const events = await cluster.events('kubia');
  expect(events.map(({ message }) => message).sort()).toEqual((await names()).map((name) => `Created pod: ${name}`));
  expect(events[0]).toMatchObject({ reason: 'SuccessfulCreate', source: { component: 'replication-controller' } });
});

test('a deleted pod has its replacement while it is still terminating', async () => {
  await threeReplicas();
  const [victim = ''] = await names();
  await cluster.client.delete('Pod', inDefault(victim));
  await cluster.advance({ ms: 100 });
  const pods = await cluster.pods();
  expect(pods).toHaveLength(4);
  expect(pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(1);
  await cluster.advance({ seconds: 35 });
  expect(await names()).toHaveLength(3);
  expect(await names()).not.toContain(victim);
});

test('a pod that is relabelled is let go and replaced; labelled back it is taken again and another one goes', async () => {
  await threeReplicas();
  const [name = ''] = await names();
  const relabel = (app: string) =>
    cluster.client.patch('Pod', inDefault(name), { type: 'merge', body: { metadata: { labels: { app } } } });
  await relabel('debug');
  await cluster.advance({ seconds: 5 });
  expect(controllerOf(await cluster.pod(name))).toBeUndefined();
  expect(await cluster.pods('app=kubia')).toHaveLength(3);
  await relabel('kubia');
  await cluster.advance({ seconds: 35 });
  expect(await cluster.pods('app=kubia')).toHaveLength(3);
  expect((await controller()).status.replicas).toBe(3);
});

test('a label that is not selected changes nothing', async () => {
  await threeReplicas();
  const [name = ''] = await names();
  const body = { metadata: { labels: { colour: 'blue' } } };
  await cluster.client.patch('Pod', inDefault(name), { type: 'merge', body });
  await cluster.advance({ seconds: 5 });
  expect(controllerOf(await cluster.pod(name))?.name).toBe('kubia');
  expect(await names()).toHaveLength(3);
});

test('matching orphans are adopted and counted', async () => {
  await cluster.create('Pod', pod({ name: 'orphan', labels: { app: 'kubia' } }));
  await threeReplicas();
  expect(await names()).toHaveLength(3);
  expect(controllerOf(await cluster.pod('orphan'))?.kind).toBe('ReplicationController');
});

test('a pod of another controller is left alone even if its labels match', async () => {
  await cluster.create('ReplicationController', {
    ...replicas('ReplicationController', 1, { name: 'other', labels: { app: 'kubia', of: 'other' } }),
  });
  await cluster.advance({ seconds: 3 });
  const [foreign = ''] = await names();
  await threeReplicas();
  expect(controllerOf(await cluster.pod(foreign))?.name).toBe('other');
  expect(await names()).toHaveLength(4);
});

test('scaling down deletes the pods that are youngest by far and says so', async () => {
  await threeReplicas();
  const old = await names();
  await cluster.advance({ seconds: 120 });
  const scale = (count: number) =>
    cluster.client.patch('ReplicationController', inDefault('kubia'), {
      type: 'merge',
      body: { spec: { replicas: count } },
    });
  await scale(6);
  await cluster.advance({ seconds: 6 });
  expect(await names()).toHaveLength(6);
  await scale(3);
  await cluster.advance({ seconds: 40 });
  expect(await names()).toEqual(old);
  const deleted = (await cluster.events('kubia')).filter(({ reason }) => reason === 'SuccessfulDelete');
  expect(deleted).toHaveLength(3);
  expect(deleted[0]?.message).toMatch(/^Deleted pod: kubia-/);
});

test('a template that the API server refuses shows as a condition and is tried again ever later', async () => {
  const manifest = replicas('ReplicationController', 2, { spec: { serviceAccountName: 'nobody' } });
  await cluster.create('ReplicationController', manifest);
  await cluster.advance({ seconds: 2 });
  const [condition] = (await controller()).status.conditions ?? [];
  expect(condition).toMatchObject({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' });
  expect(condition?.message).toContain('serviceaccount "nobody" not found');
  const [event] = await cluster.events('kubia');
  expect(event).toMatchObject({ type: 'Warning', reason: 'FailedCreate' });
  expect(event?.message).toMatch(/^Error creating: pods "kubia-/);
  await cluster.create('ServiceAccount', { metadata: { name: 'nobody' } });
  await cluster.until(async () => (await controller()).status.readyReplicas === 2, 20);
  expect((await controller()).status.conditions).toBeUndefined();
});

test('with minReadySeconds a pod is available only after that time', async () => {
  const manifest = replicas('ReplicationController', 1) as { spec: object };
  await cluster.create('ReplicationController', { ...manifest, spec: { ...manifest.spec, minReadySeconds: 30 } });
  await cluster.advance({ seconds: 10 });
  expect((await controller()).status).toMatchObject({ readyReplicas: 1 });
  expect((await controller()).status.availableReplicas).toBeUndefined();
  expect(await cluster.until(async () => (await controller()).status.availableReplicas === 1, 40)).toBeGreaterThan(15);
});
