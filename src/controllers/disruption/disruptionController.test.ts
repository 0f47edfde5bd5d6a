/** Budgets and evictions in a whole cluster. */
import { expect, test } from 'vitest';
import type { ApiResponse } from '../../client/transport';
import { type TestCluster, testCluster } from '../../../tests/testCluster';

const namespace = 'default';
const labels = { app: 'web' };

async function web(replicas: number, budget: object): Promise<TestCluster> {
  const cluster = await testCluster();
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  await cluster.create('Deployment', { metadata: { name: 'web', namespace }, spec });
  await cluster.create('PodDisruptionBudget', {
    metadata: { name: 'b', namespace },
    spec: { selector: { matchLabels: labels }, ...budget },
  });
  await cluster.advance({ seconds: 10 });
  return cluster;
}

async function status(cluster: TestCluster): Promise<object> {
  return (await cluster.client.get('PodDisruptionBudget', { namespace, name: 'b' })).status;
}

async function evict(cluster: TestCluster, name: string): Promise<ApiResponse> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
  return await cluster.cluster.request({ method: 'POST', path, body });
}

test.each<[object, object]>([
  [{ minAvailable: 1 }, { disruptionsAllowed: 2, currentHealthy: 3, desiredHealthy: 1, expectedPods: 3 }],
  [{ minAvailable: '50%' }, { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 }],
  [{ maxUnavailable: '25%' }, { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 }],
  [{ maxUnavailable: 0 }, { disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3, expectedPods: 3 }],
])('of three ready pods, %j leaves %j', async (budget, counts) => {
  expect(await status(await web(3, budget))).toMatchObject({ observedGeneration: 1, ...counts });
});

test('an eviction uses the budget up until the pod is replaced', async () => {
  const cluster = await web(2, { minAvailable: 1 });
  const [first, second] = await cluster.pods('app=web');
  expect((await evict(cluster, first?.metadata.name ?? '')).code).toBe(201);
  const refused = await evict(cluster, second?.metadata.name ?? '');
  expect(refused).toMatchObject({
    code: 429,
    body: {
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: {
        causes: [
          { reason: 'DisruptionBudget', message: 'The disruption budget b needs 1 healthy pods and has 2 currently' },
        ],
      },
    },
  });
  await cluster.advance({ seconds: 20 });
  expect(await status(cluster)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 2 });
  expect((await evict(cluster, second?.metadata.name ?? '')).code).toBe(201);
});

test('a budget without pods says so and allows nothing', async () => {
  const cluster = await web(1, { minAvailable: 1, selector: { matchLabels: { app: 'nothing' } } });
  expect(await status(cluster)).toMatchObject({ disruptionsAllowed: 0, desiredHealthy: 1, expectedPods: 0 });
  const messages = (await cluster.events('b')).map(({ reason, message }) => `${reason} ${message}`);
  expect(messages).toEqual(['NoPods No matching pods found']);
});

test('pods whose controller has no scale cannot be counted', async () => {
  const cluster = await testCluster();
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  await cluster.create('DaemonSet', {
    metadata: { name: 'd', namespace },
    spec: { selector: { matchLabels: labels }, template },
  });
  await cluster.advance({ seconds: 5 });
  const spec = { maxUnavailable: 1, selector: { matchLabels: labels } };
  await cluster.create('PodDisruptionBudget', { metadata: { name: 'b', namespace }, spec });
  await cluster.advance({ seconds: 1 });
  expect(await status(cluster)).toMatchObject({
    conditions: [
      { status: 'False', reason: 'SyncFailed', message: 'daemonsets.apps does not implement the scale subresource' },
    ],
  });
});

test('two budgets for one pod are too many', async () => {
  const cluster = await web(1, { minAvailable: 0 });
  const spec = { minAvailable: 0, selector: {} };
  await cluster.create('PodDisruptionBudget', { metadata: { name: 'c', namespace }, spec });
  const [pod] = await cluster.pods('app=web');
  expect(await evict(cluster, pod?.metadata.name ?? '')).toMatchObject({
    code: 500,
    body: {
      message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    },
  });
});
