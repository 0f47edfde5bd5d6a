import { expect, test } from 'vitest';
import { httpGet, pod, shell, testCluster, type TestCluster } from '../../tests/testCluster';

const MI = 1024 * 1024;
const PLACE = { namespace: 'default', pod: 'kubia', container: 'main' } as const;

async function running(options: Parameters<typeof pod>[0] = {}): Promise<TestCluster> {
  const cluster = await testCluster();
  await cluster.create('Pod', pod(options));
  await cluster.until(async () => (await cluster.pod('kubia')).status.phase === 'Running', 20);
  return cluster;
}

const statusOf = async (cluster: TestCluster) => (await cluster.pod('kubia')).status.containerStatuses?.[0];

async function get(cluster: TestCluster, path = '/') {
  const { status, spec } = await cluster.pod('kubia');
  const runtime = cluster.cluster.machines.runtime(spec.nodeName ?? '');
  const result = runtime?.http(status.podIP ?? '', 8080, { method: 'GET', path, headers: {} });
  return result?.type === 'response' ? { status: result.status, ms: result.durationMs ?? 0 } : result?.type;
}

test.each([
  [3, 'Error'],
  [0, 'Completed'],
])('a program made to exit with %i ends as %s and is restarted', async (code, reason) => {
  const cluster = await running();
  await cluster.fault({ type: 'exitContainer', ...PLACE, code });
  await cluster.advance({ seconds: 5 });
  expect(await statusOf(cluster)).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: code, reason } },
  });
});

test('a hung program answers nobody while its pod runs on; a restart or resuming cures it', async () => {
  const cluster = await running();
  await cluster.fault({ type: 'hangContainer', ...PLACE });
  expect(await get(cluster)).toBe('hang');
  expect(cluster.cluster.machines.broken()).toEqual([{ type: 'hangContainer', ...PLACE }]);
  await cluster.advance({ seconds: 120 });
  expect(await statusOf(cluster)).toMatchObject({ ready: true, restartCount: 0 });
  await cluster.fault({ type: 'resumeContainer', ...PLACE });
  expect(await get(cluster)).toMatchObject({ status: 200 });
  await cluster.fault({ type: 'hangContainer', ...PLACE });
  await cluster.fault({ type: 'killContainer', ...PLACE });
  await cluster.advance({ seconds: 5 });
  expect(await get(cluster)).toMatchObject({ status: 200 });
  expect(cluster.cluster.machines.broken()).toEqual([]);
});

test('a hung program fails its liveness probe by time-out', async () => {
  const cluster = await running({ livenessProbe: httpGet('/', 8080) });
  await cluster.fault({ type: 'hangContainer', ...PLACE });
  await cluster.advance({ seconds: 35 });
  const unhealthy = (await cluster.events('kubia')).find(({ reason }) => reason === 'Unhealthy');
  expect(unhealthy?.message).toMatch(/context deadline exceeded \(Client\.Timeout exceeded while awaiting headers\)$/);
});

test('memory grows until the limit kills the container, and starts anew after the restart', async () => {
  const cluster = await running({ container: { resources: { limits: { memory: '100Mi' } } } });
  await cluster.fault({ type: 'growMemory', ...PLACE, bytes: 90 * MI });
  await cluster.advance({ seconds: 40 });
  expect((await statusOf(cluster))?.restartCount).toBe(0);
  await cluster.fault({ type: 'growMemory', ...PLACE, bytes: 200 * MI });
  await cluster.advance({ seconds: 40 });
  expect(await statusOf(cluster)).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { reason: 'OOMKilled' } },
  });
});

test('burnt processor time is used beside the program, as far as the limit lets it', async () => {
  const cluster = await running({ container: { resources: { limits: { cpu: '300m' } } } });
  const usage = async () => {
    const { status, spec } = await cluster.pod('kubia');
    const id = (status.containerStatuses?.[0]?.containerID ?? '').replace('containerd://', '');
    return cluster.cluster.machines.runtime(spec.nodeName ?? '')?.meters.usage(id)?.cpuMillis;
  };
  const before = await usage();
  await cluster.fault({ type: 'burnCpu', ...PLACE, millis: 200 });
  expect(await usage()).toBe((before ?? 0) + 200);
  await cluster.fault({ type: 'burnCpu', ...PLACE, millis: 900 });
  expect(await usage()).toBe(300);
  await cluster.fault({ type: 'burnCpu', ...PLACE, millis: 0 });
  expect(await usage()).toBe(before);
});

test('a removed file fails the exec probe that looks for it', async () => {
  const cluster = await running({
    ...shell('touch /var/ready; sleep 1000'),
    readinessProbe: { exec: { command: ['ls', '/var/ready'] }, periodSeconds: 1, failureThreshold: 1 },
  });
  await cluster.advance({ seconds: 3 });
  expect((await statusOf(cluster))?.ready).toBe(true);
  await cluster.fault({ type: 'removeContainerFile', ...PLACE, path: '/var/ready' });
  await cluster.advance({ seconds: 3 });
  expect((await statusOf(cluster))?.ready).toBe(false);
});

test('endpoints answer 401 or late while they are broken so', async () => {
  const cluster = await running();
  await cluster.fault({ type: 'breakEndpoint', ...PLACE, port: 8080, path: '/a', mode: 'unauthorized' });
  await cluster.fault({ type: 'breakEndpoint', ...PLACE, port: 8080, path: '/b', mode: 'slow', delayMs: 2000 });
  expect([await get(cluster, '/a'), await get(cluster, '/b'), await get(cluster, '/c')]).toMatchObject([
    { status: 401 },
    { status: 200, ms: 2000 },
    { status: 200, ms: 0 },
  ]);
});

test('a registry that is down gives nothing out until it is mended; images that are on the node run', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', pod({ name: 'first', image: 'nginx:1.27' }));
  await cluster.advance({ seconds: 5 });
  await cluster.fault({ type: 'breakRegistry', host: 'docker.io', how: 'down' });
  await cluster.create('Pod', pod({ name: 'second', image: 'nginx:1.27' }));
  await cluster.create('Pod', pod({ name: 'third', image: 'redis' }));
  await cluster.advance({ seconds: 5 });
  expect((await cluster.pod('second')).status.phase).toBe('Running');
  const waiting = (await cluster.pod('third')).status.containerStatuses?.[0]?.state.waiting;
  expect(waiting?.message).toContain(
    'failed to do request: Head "https://registry-1.docker.io/v2/library/redis/manifests/latest": dial tcp: i/o timeout',
  );
  expect(cluster.cluster.machines.broken()).toEqual([{ type: 'breakRegistry', host: 'docker.io', how: 'down' }]);
  await cluster.fault({ type: 'mendRegistry', host: 'docker.io' });
  await cluster.until(async () => (await cluster.pod('third')).status.phase === 'Running', 40);
});
