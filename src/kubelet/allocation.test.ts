/** In-place resize. Conditions and Events are those of a real 1.36.3 kubelet. */
import { expect, test } from 'vitest';
import { testCluster, type TestCluster } from '../../tests/testCluster';

function sized(name: string, resources: object, more: object = {}, spec: object = {}): object {
  const container = { name: 'c', image: 'busybox:1.36', command: ['sleep', '3600'], resources, ...more };
  return { metadata: { name }, spec: { nodeName: 'minikube-m02', containers: [container], ...spec } };
}

const small = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };

async function resize(cluster: TestCluster, name: string, resources: object) {
  const body = { spec: { containers: [{ name: 'c', resources }] } };
  await cluster.client.patch('Pod', { namespace: 'default', name }, { type: 'strategic', body }, 'resize');
}

const told = async (cluster: TestCluster, name: string) =>
  (await cluster.events(name))
    .filter(({ reason }) => /^Resize|Killing/.test(reason ?? ''))
    .map(({ reason, message }) => `${reason} ${message}`);

const threeNodes = [
  { name: 'minikube', cpu: 4, memory: '8Gi', pods: 110 },
  { name: 'minikube-m02', cpu: 4, memory: '8Gi', pods: 110 },
] as const;

test('a resize reaches a running container, which is not restarted', async () => {
  const cluster = await testCluster({ nodes: threeNodes });
  await cluster.create('Pod', sized('p', small));
  await cluster.advance({ seconds: 8 });
  await resize(cluster, 'p', { requests: { cpu: '150m' }, limits: { cpu: '300m' } });
  await cluster.advance({ ms: 20 });
  expect((await cluster.pod('p')).status).toMatchObject({
    allocatedResources: { cpu: '150m', memory: '64Mi' },
    conditions: [{ type: 'PodResizeInProgress', status: 'True', observedGeneration: 2 }, {}, {}, {}, {}, {}],
  });
  await cluster.advance({ seconds: 2 });
  const resources = { limits: { cpu: '300m', memory: '128Mi' }, requests: { cpu: '150m', memory: '64Mi' } };
  const { status } = await cluster.pod('p');
  expect(status.containerStatuses?.[0]).toMatchObject({ resources, restartCount: 0 });
  expect(status.conditions?.length).toBe(5);
  const details = `{"containers":[{"name":"c","resources":${JSON.stringify(resources)}}],"generation":2}`;
  expect(await told(cluster, 'p')).toEqual([
    `ResizeStarted Pod resize started: ${details}`,
    `ResizeCompleted Pod resize completed: ${details}`,
  ]);
});

test('a resource that wants a restart gets one', async () => {
  const cluster = await testCluster({ nodes: threeNodes });
  const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }];
  await cluster.create('Pod', sized('p', small, { resizePolicy }));
  await cluster.advance({ seconds: 8 });
  await resize(cluster, 'p', { requests: { memory: '100Mi' }, limits: { memory: '200Mi' } });
  await cluster.advance({ seconds: 35 });
  expect(await told(cluster, 'p')).toContain('Killing Container c resize requires restart');
  expect((await cluster.pod('p')).status.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    resources: { limits: { memory: '200Mi' } },
  });
});

test('a resize that does not fit waits until somebody has gone', async () => {
  const cluster = await testCluster({ nodes: threeNodes });
  await cluster.create('Pod', sized('big', { requests: { cpu: '3' } }, {}, { terminationGracePeriodSeconds: 1 }));
  await cluster.create('Pod', sized('p', { requests: { cpu: '100m' } }));
  await cluster.advance({ seconds: 8 });
  await resize(cluster, 'p', { requests: { cpu: '2' } });
  await cluster.advance({ seconds: 1 });
  const message = "Node didn't have enough resource: cpu, requested: 2000, used: 3000, capacity: 4000";
  expect((await cluster.pod('p')).status.conditions?.[0]).toMatchObject({
    type: 'PodResizePending',
    reason: 'Deferred',
    message,
  });
  expect((await told(cluster, 'p'))[0]).toContain(`ResizeDeferred Pod resize OutOfcpu: `);
  await cluster.client.delete('Pod', { namespace: 'default', name: 'big' });
  await cluster.advance({ seconds: 6 });
  expect((await cluster.pod('p')).status.allocatedResources).toEqual({ cpu: '2' });
});
