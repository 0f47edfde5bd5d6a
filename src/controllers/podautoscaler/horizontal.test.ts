import { expect, test } from 'vitest';
import { conditionOf } from '../../api/meta/conditions';
import { type TestCluster, inDefault, testCluster } from '../../../tests/testCluster';

const deployment = (replicas: number) => ({
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
});
const autoscaler = (spec: object = {}, name = 'web') => ({
  metadata: { name },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 4, ...spec },
});
const statusOf = async (cluster: TestCluster, name = 'web') =>
  (await cluster.client.get('HorizontalPodAutoscaler', inDefault(name))).status;
const replicas = async (cluster: TestCluster) =>
  (await cluster.client.get('Deployment', inDefault('web'))).spec.replicas;
const reasons = async (cluster: TestCluster) =>
  (await cluster.client.list('Event', { fieldSelector: 'involvedObject.kind=HorizontalPodAutoscaler' })).items.map(
    ({ reason }) => reason,
  );

test('the bounds are kept without metrics, 15 seconds after the autoscaler was made', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Deployment', deployment(1));
  await cluster.create('HorizontalPodAutoscaler', autoscaler({ minReplicas: 2 }));
  await cluster.advance({ seconds: 14 });
  expect(await replicas(cluster)).toBe(1);
  await cluster.advance({ seconds: 2 });
  expect(await replicas(cluster)).toBe(2);
  expect(await statusOf(cluster)).toMatchObject({ currentReplicas: 1, desiredReplicas: 2, currentMetrics: null });
  await cluster.client.patch('HorizontalPodAutoscaler', inDefault('web'), {
    type: 'merge',
    body: { spec: { minReplicas: 1, maxReplicas: 1 } },
  });
  await cluster.advance({ seconds: 15 });
  expect(await replicas(cluster)).toBe(1);
});

test('within the bounds nothing is done, because nobody serves metrics', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Deployment', deployment(2));
  await cluster.create('HorizontalPodAutoscaler', autoscaler());
  await cluster.advance({ seconds: 40 });
  const status = await statusOf(cluster);
  expect(status).toMatchObject({ currentReplicas: 2, desiredReplicas: 0, currentMetrics: [{ type: '' }] });
  expect(conditionOf(status.conditions, 'ScalingActive')).toMatchObject({
    status: 'False',
    reason: 'FailedGetResourceMetric',
  });
  expect((await reasons(cluster)).sort()).toEqual(['FailedComputeMetricsReplicas', 'FailedGetResourceMetric']);
});

test('a target of size zero switches scaling off, and one that is not there is told of', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('HorizontalPodAutoscaler', autoscaler());
  await cluster.advance({ seconds: 16 });
  expect((await statusOf(cluster)).conditions?.map(({ message }) => message)).toEqual([
    'the HPA controller was unable to get the target\'s current scale: deployments.apps "web" not found',
  ]);
  await cluster.create('Deployment', deployment(0));
  await cluster.advance({ seconds: 15 });
  expect(conditionOf((await statusOf(cluster)).conditions, 'ScalingActive')?.reason).toBe('ScalingDisabled');
});

test('two autoscalers of the same pods stand in each other’s way', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Deployment', deployment(1));
  await cluster.create('HorizontalPodAutoscaler', autoscaler());
  await cluster.create('HorizontalPodAutoscaler', autoscaler({}, 'again'));
  await cluster.advance({ seconds: 40 });
  expect(conditionOf((await statusOf(cluster)).conditions, 'ScalingActive')?.message).toBe(
    'pods by selector app=web are controlled by multiple HPAs: [default/again default/web]',
  );
});
