import { expect, test } from 'vitest';
import type { Pod } from '../../api/core/pod';
import type { Kind } from '../../api/kinds';
import { controllerOf, type KubeObject } from '../../api/meta/objectMeta';
import type { OutcomeAsk } from '../../client/predict';
import type { ObjectPlace } from '../../client/why';
import { httpGet, pod as podManifest, replicas, type TestCluster, testCluster } from '../../../tests/testCluster';
import { outcomeOf } from './outcome';
import { placeOf } from './places';

const place = (object: KubeObject | undefined, kind: Kind): ObjectPlace => {
  if (object === undefined) throw new Error(`there is no ${kind}`);
  return placeOf(kind, object);
};

async function running(count = 3, more: object = {}): Promise<TestCluster & { first: () => Promise<Pod> }> {
  const test = await testCluster();
  await test.create('ReplicationController', replicas('ReplicationController', count, more));
  await test.advance({ seconds: 30 });
  const first = async () => {
    const [pod] = await test.pods();
    if (pod === undefined) throw new Error('there is no pod');
    return pod;
  };
  return { ...test, first };
}

const about = ({ cluster }: TestCluster, pod: Pod, until: OutcomeAsk['until'] = 'ready'): OutcomeAsk => {
  const owner = controllerOf(pod);
  const { uid = '', name = '' } = owner ?? {};
  return {
    since: cluster.now(),
    after: cluster.store.revision,
    pod: place(pod, 'Pod'),
    until,
    ...(owner === undefined ? {} : { owner: { kind: owner.kind as Kind, namespace: 'default', name, uid } }),
  };
};

test('a deleted pod of a controller goes on in a new one', async () => {
  const test = await running();
  const pod = await test.first();
  const ask = about(test, pod);
  expect(outcomeOf(test.cluster, ask)).toMatchObject({ isOver: false, fate: { type: 'stays' }, ready: 3 });
  await test.client.delete('Pod', { namespace: 'default', name: pod.metadata.name });
  expect(outcomeOf(test.cluster, ask)).toMatchObject({ isOver: false, ready: 2 });
  await test.advance({ seconds: 60 });
  const outcome = outcomeOf(test.cluster, ask);
  const replacement = (await test.pods()).find(({ metadata }) => metadata.name === outcome.pod?.name);
  expect(outcome).toMatchObject({ isOver: true, restarts: 0, ready: 3 });
  expect(outcome.fate).toEqual({ type: 'node', node: replacement?.spec.nodeName });
  // Ready some seconds later, not when it was asked.
  expect((outcome.until?.at ?? 0) - ask.since).toBeLessThan(10_000);
  expect(outcome.placed?.at).toBeLessThan(outcome.until?.at ?? 0);
});

test('a container that ends goes on in the same pod', async () => {
  const test = await running();
  const pod = await test.first();
  const ask = about(test, pod);
  const { name } = pod.metadata;
  await test.fault({ type: 'exitContainer', namespace: 'default', pod: name, container: 'main', code: 1 });
  await test.advance({ seconds: 60 });
  const outcome = outcomeOf(test.cluster, ask);
  expect(outcome).toMatchObject({ isOver: true, fate: { type: 'restarts' }, restarts: 1, ready: 3, pod: { name } });
  expect(outcome.restarted?.at).toBeLessThanOrEqual(outcome.until?.at ?? 0);
});

test('nobody replaces a pod without an owner', async () => {
  const test = await testCluster();
  const pod = await test.create('Pod', podManifest());
  await test.advance({ seconds: 20 });
  const ask = about(test, await test.pod(pod.metadata.name));
  await test.client.delete('Pod', { namespace: 'default', name: 'kubia' });
  await test.advance({ seconds: 60 });
  const outcome = outcomeOf(test.cluster, ask);
  expect(outcome).toMatchObject({ isOver: true, fate: { type: 'nowhere' }, ready: 0 });
  expect(outcome.pod).toBeUndefined();
});

test('pods of a node that is cut off are replaced after five minutes and the grace period before', async () => {
  const test = await running();
  const pod = await test.first();
  const ask = about(test, pod);
  const node = pod.spec.nodeName ?? '';
  await test.fault({ type: 'cutNetwork', node });
  await test.advance({ seconds: 60 });
  expect(outcomeOf(test.cluster, ask)).toMatchObject({ isOver: false, fate: { type: 'stays' }, ready: 2 });
  await test.advance({ seconds: 400 });
  const outcome = outcomeOf(test.cluster, ask);
  const seconds = ((outcome.until?.at ?? 0) - ask.since) / 1000;
  expect(outcome).toMatchObject({ isOver: true, fate: { type: 'node' }, restarts: 0, ready: 3 });
  expect(outcome.fate).not.toEqual({ type: 'node', node });
  expect(seconds).toBeGreaterThan(330);
  expect(seconds).toBeLessThan(360);
});

test('a broken readiness endpoint leaves the pod where it is, not ready', async () => {
  const test = await running(2, { readinessProbe: httpGet('/', 8080) });
  const pod = await test.first();
  const ask = about(test, pod, 'lost');
  const endpoint = { namespace: 'default', pod: pod.metadata.name, container: 'main', port: 8080, path: '/' };
  await test.fault({ type: 'breakEndpoint', mode: 'error', ...endpoint });
  await test.advance({ seconds: 60 });
  expect(outcomeOf(test.cluster, ask)).toMatchObject({
    isOver: true,
    fate: { type: 'stays' },
    restarts: 0,
    ready: 1,
  });
});

test('a controller is done scaling when all that it wants are ready', async () => {
  const test = await running(2);
  const rc = await test.client.get('ReplicationController', { namespace: 'default', name: 'kubia' });
  const ask: OutcomeAsk = {
    since: test.cluster.now(),
    after: test.cluster.store.revision,
    owner: place(rc, 'ReplicationController'),
    until: 'count',
  };
  await test.client.patch(
    'ReplicationController',
    { namespace: 'default', name: 'kubia' },
    { type: 'merge', body: { spec: { replicas: 4 } } },
    'scale',
  );
  expect(outcomeOf(test.cluster, ask).isOver).toBe(false);
  await test.advance({ seconds: 60 });
  expect(outcomeOf(test.cluster, ask)).toMatchObject({ isOver: true, ready: 4 });
  expect(outcomeOf(test.cluster, ask).fate).toBeUndefined();
});

test('a Deployment has its pods by its ReplicaSets', async () => {
  const test = await testCluster();
  const deployment = await test.create('Deployment', replicas('Deployment', 3));
  await test.advance({ seconds: 30 });
  const ask: OutcomeAsk = {
    since: test.cluster.now(),
    after: test.cluster.store.revision,
    owner: place(deployment, 'Deployment'),
    until: 'count',
  };
  const key = { namespace: 'default', name: 'kubia' };
  await test.client.patch('Deployment', key, { type: 'merge', body: { spec: { replicas: 1 } } }, 'scale');
  await test.advance({ seconds: 60 });
  expect(outcomeOf(test.cluster, ask)).toMatchObject({ isOver: true, ready: 1 });
});

test('a drain begins when the node is cordoned; a pod that finds no node is pending', async () => {
  const test = await testCluster({ nodes: 1 });
  await test.create('ReplicationController', replicas('ReplicationController', 1));
  await test.advance({ seconds: 30 });
  const [pod] = await test.pods();
  if (pod === undefined) throw new Error('there is no pod');
  const ask: OutcomeAsk = { ...about(test, pod), cordons: 'worker-1' };
  await test.advance({ seconds: 30 });
  expect(outcomeOf(test.cluster, ask)).toMatchObject({ isOver: false, since: ask.since });
  const begun = test.cluster.now();
  const body = { spec: { unschedulable: true } };
  await test.client.patch('Node', { name: 'worker-1' }, { type: 'strategic', body });
  await test.client.delete('Pod', { namespace: 'default', name: pod.metadata.name });
  await test.advance({ seconds: 60 });
  expect(outcomeOf(test.cluster, ask)).toMatchObject({
    isOver: false,
    since: begun,
    fate: { type: 'pending' },
    ready: 0,
  });
});
