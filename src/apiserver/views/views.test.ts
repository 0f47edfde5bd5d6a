import { expect, test } from 'vitest';
import type { WatchEvent } from '../../client/transport';
import { requestOf, testServer } from '../testServer';

const V1 = '/apis/autoscaling/v1/namespaces/demo/horizontalpodautoscalers';
const V2 = '/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers';
const EVENTS = '/apis/events.k8s.io/v1/namespaces/demo/events';
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const memory = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Mi' } },
};

test('an autoscaler that was made in v1 is the same object in v2, and back', async () => {
  const { send } = await testServer();
  const spec = { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 50 };
  const made = await send('POST', V1, { apiVersion: 'autoscaling/v1', metadata: { name: 'web' }, spec });
  expect(made.body).toMatchObject({ apiVersion: 'autoscaling/v1', spec: { ...spec, minReplicas: 1 } });
  expect((await send('GET', `${V2}/web`)).body).toMatchObject({
    apiVersion: 'autoscaling/v2',
    spec: { metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50 } } }] },
  });
});

test('what v1 has no field for survives an update through v1', async () => {
  const { send } = await testServer();
  await send('POST', V2, { metadata: { name: 'web' }, spec: { scaleTargetRef, maxReplicas: 3, metrics: [memory] } });
  const { body } = await send('GET', `${V1}/web`);
  const { spec } = body as { readonly spec: object };
  expect(spec).toEqual({ scaleTargetRef, minReplicas: 1, maxReplicas: 3 });
  await send('PUT', `${V1}/web`, { ...(body as object), spec: { ...spec, maxReplicas: 5 } });
  const { body: now } = await send('GET', `${V2}/web`);
  expect(now).toMatchObject({ spec: { maxReplicas: 5, metrics: [memory] } });
  expect((now as { readonly metadata: object }).metadata).not.toHaveProperty('annotations.autoscaling');
});

test('a refusal of a body in v1 names the fields of v2, as in a real server', async () => {
  const { send } = await testServer();
  const spec = { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 0 };
  expect((await send('POST', V1, { metadata: { name: 'x' }, spec })).body).toMatchObject({
    code: 422,
    message:
      'HorizontalPodAutoscaler.autoscaling "x" is invalid: spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0',
  });
});

test('Events have other names in their own group: got, listed, selected and watched', async () => {
  const { send, server } = await testServer();
  const seen: WatchEvent[] = [];
  const stop = server.watch(requestOf('GET', `${EVENTS}?watch=1`), (event) => seen.push(event));
  await send('POST', '/api/v1/namespaces/demo/events', {
    metadata: { name: 'e' },
    involvedObject: { kind: 'Pod', name: 'p', namespace: 'demo' },
    message: 'hello',
    reason: 'Said',
    type: 'Normal',
  });
  stop();
  const own = { note: 'hello', regarding: { kind: 'Pod', name: 'p' }, metadata: { name: 'e' } };
  expect((await send('GET', `${EVENTS}/e`)).body).toMatchObject({ apiVersion: 'events.k8s.io/v1', ...own });
  expect((await send('GET', `${EVENTS}?fieldSelector=regarding.name=p`)).body).toMatchObject({
    apiVersion: 'events.k8s.io/v1',
    items: [own],
  });
  expect((await send('GET', `${EVENTS}?fieldSelector=regarding.name=q`)).body).toMatchObject({ items: [] });
  expect(seen).toMatchObject([{ type: 'ADDED', object: { apiVersion: 'events.k8s.io/v1', ...own } }]);
});

test('the second forms are discovered after the first, and hold nothing else', async () => {
  const { send } = await testServer();
  expect((await send('GET', '/apis/autoscaling')).body).toMatchObject({
    versions: [{ version: 'v2' }, { version: 'v1' }],
    preferredVersion: { version: 'v2' },
  });
  expect((await send('GET', '/apis/events.k8s.io/v1')).body).toMatchObject({
    resources: [{ name: 'events', shortNames: ['ev'], kind: 'Event' }],
  });
  expect((await send('GET', '/apis/events.k8s.io/v1/namespaces/demo/pods')).code).toBe(404);
});
