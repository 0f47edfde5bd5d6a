import { expect, test } from 'vitest';
import { pod, replicas, testCluster } from '../../tests/testCluster';
import { USUAL_ADDONS } from '../addons/usualAddons';
import type { Activity, DeliveryActivity, WriteActivity } from '../client/activity';
import { Cluster } from './cluster';
import { controlPlaneStatus } from './controlPlaneStatus';

const writesOf = (activities: readonly Activity[]) =>
  activities.filter((activity): activity is WriteActivity => activity.type === 'write');
const deliveriesOf = (activities: readonly Activity[]) =>
  activities.filter((activity): activity is DeliveryActivity => activity.type === 'delivery');

test('a ReplicaSet that is created is told write by write, with who wrote, why and who heard of it', async () => {
  const { cluster, create, advance } = await testCluster();
  await advance({ seconds: 10 });
  const reader = cluster.activity.open();
  await create('ReplicaSet', replicas('ReplicaSet', 1));
  await advance({ seconds: 5 });
  const { activities, leftOut } = reader.take();
  expect(leftOut).toBe(0);
  const told = writesOf(activities)
    .filter(({ routine, path }) => routine !== true && !path.includes('/events'))
    .map(({ by, controller, method, path, code }) => `${controller ?? by} ${method} ${path.split('/').pop()} ${code}`);
  expect(told.slice(0, 5)).toEqual([
    'you POST replicasets 201',
    'replicaset-controller POST pods 201',
    'replicaset-controller PUT status 200',
    'replicaset-controller PUT status 200',
    'kube-scheduler POST binding 201',
  ]);
  const created = writesOf(activities).find(({ path, by }) => path.endsWith('/pods') && by !== 'you');
  const [stored] = created?.stored ?? [];
  expect(created?.about).toBe('default/kubia');
  expect(created?.because).toMatchObject({ type: 'write', key: '/registry/replicasets/default/kubia' });
  expect(stored).toMatchObject({ kind: 'Pod', type: 'ADDED' });
  const heard = deliveriesOf(activities).filter(({ revision }) => revision === stored?.revision);
  expect(heard.map(({ to, event }) => `${to} ${event}`)).toEqual([
    'kube-controller-manager ADDED',
    'kube-scheduler ADDED',
  ]);
  expect(heard[0]?.wakes).toContain('replicaset-controller');
  expect(heard[0]?.at).toBeGreaterThan(created?.at ?? Number.POSITIVE_INFINITY);
  const bound = writesOf(activities).find(({ path }) => path.endsWith('/binding'))?.stored[0];
  const [kubelet] = deliveriesOf(activities).filter(
    ({ to, revision }) => to.startsWith('kubelet/') && revision === bound?.revision,
  );
  expect(kubelet?.to).toBe(`kubelet/${bound?.node}`);
});

test('a Service reaches kube-proxy, and the CoreDNS pods that answer for it', async () => {
  const { cluster, create, advance } = await testCluster({ addons: USUAL_ADDONS });
  await advance({ seconds: 30 });
  const reader = cluster.activity.open();
  await create('Service', { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
  await advance({ seconds: 1 });
  const { activities } = reader.take();
  const heard = deliveriesOf(activities).filter(({ key }) => key.endsWith('/specs/default/web'));
  expect(heard.map(({ to }) => to)).toEqual(
    expect.arrayContaining(['kube-proxy', 'coredns', 'kube-controller-manager']),
  );
  expect(controlPlaneStatus(cluster).others).toEqual(['kube-proxy', 'coredns']);
});

test('a refusal is told in the words of the API server, and stores nothing', async () => {
  const { cluster, create } = await testCluster();
  await create('Pod', pod());
  const reader = cluster.activity.open();
  await expect(create('Pod', pod())).rejects.toThrow('already exists');
  const [refused] = writesOf(reader.take().activities);
  expect(refused).toMatchObject({ by: 'you', code: 409, message: 'pods "kubia" already exists', stored: [] });
});

test('heartbeats are told once for each of them, with how often they came', async () => {
  const { cluster, advance } = await testCluster();
  await advance({ seconds: 60 });
  const reader = cluster.activity.open();
  await advance({ seconds: 60 });
  const { activities } = reader.take();
  const leases = writesOf(activities).filter(({ path }) => path.includes('/leases/'));
  expect(leases).toHaveLength(3);
  for (const { routine, times } of leases) {
    expect(routine).toBe(true);
    expect(times).toBeGreaterThan(4);
  }
});

test('what is told is bounded, and says how much it left out', async () => {
  const { cluster, create, advance } = await testCluster();
  const reader = cluster.activity.open();
  await create('ReplicaSet', replicas('ReplicaSet', 40));
  await advance({ seconds: 30 });
  const { activities, leftOut } = reader.take();
  expect(activities).toHaveLength(300);
  expect(leftOut).toBeGreaterThan(300);
  expect(reader.take()).toEqual({ activities: [], leftOut: 0 });
});

test('a run that somebody looks at is the run that nobody looks at', async () => {
  const hashes: string[] = [];
  for (const isRead of [false, true]) {
    const { cluster, create, advance } = await testCluster();
    if (isRead) cluster.activity.open();
    await create('Deployment', replicas('Deployment', 3));
    await advance({ seconds: 30 });
    if (isRead) controlPlaneStatus(cluster);
    hashes.push(cluster.stateHash());
  }
  expect(hashes[1]).toBe(hashes[0]);
});

test('while the scheduler is paused pods stay Pending, and are bound once it is back', async () => {
  const { cluster, create, advance, fault, pod: podOf } = await testCluster();
  await fault({ type: 'pauseComponent', component: 'kube-scheduler' });
  await create('Pod', pod());
  await advance({ seconds: 600 });
  expect((await podOf('kubia')).spec.nodeName).toBeUndefined();
  expect((await podOf('kubia')).status.conditions).toBeUndefined();
  expect(controlPlaneStatus(cluster).paused).toHaveProperty('kube-scheduler');
  await fault({ type: 'resumeComponent', component: 'kube-scheduler' });
  await advance({ seconds: 5 });
  expect((await podOf('kubia')).spec.nodeName).toBeDefined();
  expect(controlPlaneStatus(cluster).paused).toEqual({});
});

test('while the controller manager is paused a deleted pod is not replaced and a lost node stays Ready', async () => {
  const { cluster, client, create, advance, fault, pods } = await testCluster();
  await create('ReplicaSet', replicas('ReplicaSet', 2));
  await advance({ seconds: 30 });
  await fault({ type: 'pauseComponent', component: 'kube-controller-manager' });
  const [first] = await pods('app=kubia');
  await client.delete('Pod', { namespace: 'default', name: first?.metadata.name ?? '' });
  await fault({ type: 'cutNetwork', node: 'worker-1' });
  await advance({ seconds: 300 });
  const isReady = async () =>
    (await client.get('Node', { name: 'worker-1' })).status.conditions?.find(({ type }) => type === 'Ready')?.status;
  expect((await pods('app=kubia')).filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(1);
  expect(await isReady()).toBe('True');
  const { kubelets } = controlPlaneStatus(cluster);
  expect(kubelets[0]?.downSince).toBe(cluster.now() - 300_000);
  await fault({ type: 'resumeComponent', component: 'kube-controller-manager' });
  await advance({ seconds: 30 });
  expect((await pods('app=kubia')).filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(2);
  // It has not missed the node for long: what it knew is gone with the old process.
  expect(await isReady()).toBe('True');
  await advance({ seconds: 60 });
  expect(await isReady()).toBe('Unknown');
});

test('a run with a pause in it is replayed to the same state', async () => {
  const { cluster, create, advance, fault } = await testCluster();
  const commands: Parameters<NonNullable<Cluster['onCommand']>>[0][] = [];
  cluster.onCommand = (command) => commands.push(command);
  await fault({ type: 'pauseComponent', component: 'kube-controller-manager' });
  await create('Deployment', replicas('Deployment', 2));
  await advance({ seconds: 20 });
  await fault({ type: 'resumeComponent', component: 'kube-controller-manager' });
  await advance({ seconds: 20 });
  const { profile, seed, nodes } = cluster.options;
  const run = { version: 1, profile, seed, nodes, files: {}, commands, untilMs: 40_000 } as const;
  expect((await Cluster.replay(run)).stateHash()).toBe(cluster.stateHash());
});
