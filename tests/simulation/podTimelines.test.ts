/**
 * What happens to single pods, second by second, against the recordings of a real cluster: start, crashes, bad images,
 * missing configuration, hooks, deletion. Where the recording has a random part, its bounds are asked for.
 */
import { expect, test } from 'vitest';
import { pod, shell } from '../testCluster';
import { near, nearAll, oneNode } from './timeline';

test('a pod is created, its image pulled, its container started, and it is ready two and a half seconds later', async () => {
  const { create, advance, timeline } = await oneNode();

  await create('Pod', pod());
  await advance({ seconds: 10 });

  expect(timeline.rows.map(({ text }) => text)).toEqual([
    'kubia 0/0 Pending 0',
    'kubia Scheduled Successfully assigned default/kubia to worker-1',
    'kubia 0/1 ContainerCreating 0',
    'kubia Pulling Pulling image "luksa/kubia"',
    'kubia Pulled Successfully pulled image "luksa/kubia" in 1.5s (1.5s including waiting). Image size: 206541669 bytes.',
    'kubia Created Container created',
    'kubia Started Container started',
    'kubia 1/1 Running 0',
  ]);
  near(timeline.at('kubia Pulling'), 1.0);
  near(timeline.at('kubia 1/1 Running 0'), 2.6);
});

test('a deleted pod whose process ignores SIGTERM is there for thirty seconds and shows Error before it goes', async () => {
  const { create, advance, client, timeline } = await oneNode();
  await create('Pod', pod());
  await advance({ seconds: 15 });

  await client.delete('Pod', { namespace: 'default', name: 'kubia' });
  await advance({ seconds: 40 });

  near(timeline.at('kubia Killing Stopping container main'), 15.1);
  near(timeline.at('kubia 1/1 Terminating 0'), 15.1);
  near(timeline.at('kubia 0/1 Error 0'), 45.2);
  near(timeline.at('kubia gone'), 45.9);
});

test.each([
  ['the grace period of the request', { gracePeriodSeconds: 5 }, 5.1, 5.6],
  ['two seconds, the least there is,', { gracePeriodSeconds: 1 }, 2.1, 2.4],
])('a container that ignores SIGTERM is killed after %s', async (_what, options, error, gone) => {
  const { create, advance, client, timeline } = await oneNode();
  await create('Pod', pod());
  await advance({ seconds: 10 });

  await client.delete('Pod', { namespace: 'default', name: 'kubia' }, options);
  await advance({ seconds: 20 });

  near(timeline.at('kubia 0/1 Error 0') - 10, error);
  near(timeline.at('kubia gone') - 10, gone);
});

test('a force-deleted pod is gone at once and its container is killed two seconds later', async () => {
  const { create, advance, client, cluster, timeline } = await oneNode();
  const { metadata } = await create('Pod', pod());
  await advance({ seconds: 10 });

  await client.delete('Pod', { namespace: 'default', name: 'kubia' }, { gracePeriodSeconds: 0 });
  near(timeline.at('kubia gone'), 10);

  const running = () =>
    cluster.machines
      .runtime('worker-1')
      ?.containers(metadata.uid)
      .some(({ state }) => state === 'running');
  await advance({ ms: 1_500 });
  expect(running()).toBe(true);
  await advance({ ms: 2_000 });
  expect(running()).toBe(false);
});

test('a crashing container waits 10, 20, 40, 80, 160 and 300 seconds, each a little longer by chance', async () => {
  const { create, advance, timeline } = await oneNode();
  await create('Pod', pod(shell('sleep 2; exit 1')));

  await advance({ seconds: 800 });

  const ends = [0, 1, 2, 3, 4, 5, 6].map((restarts) => timeline.at(`kubia 0/1 Error ${restarts}`));
  const starts = [1, 2, 3, 4, 5, 6, 7].map((restarts) => timeline.at(`kubia 1/1 Running ${restarts}`));
  const bounds = [
    [0, 1],
    [9, 15],
    [20, 31.5],
    [40, 61],
    [79, 92],
    [159, 170],
    [299, 312],
  ] as const;
  for (const [index, [least, most]] of bounds.entries()) {
    const waited = (starts[index] ?? 0) - (ends[index] ?? 0);
    expect(waited, `restart ${index + 1}`).toBeGreaterThanOrEqual(least);
    expect(waited, `restart ${index + 1}`).toBeLessThanOrEqual(most);
  }
  // The longer waits show CrashLoopBackOff only 60 to 90 seconds after the end.
  const shown = timeline.at('kubia 0/1 CrashLoopBackOff 5') - timeline.at('kubia 0/1 Error 5');
  expect(shown).toBeGreaterThanOrEqual(60);
  expect(shown).toBeLessThanOrEqual(91);
});

test('an image that does not exist is tried again with back-off, and the status alternates', async () => {
  const { create, advance, client, timeline } = await oneNode();
  await create('Pod', pod({ image: 'nginx:nonexistent-tag' }));

  await advance({ seconds: 120 });

  near(timeline.at('kubia 0/1 ErrImagePull 0'), 2.4);
  const backOff = timeline.at('kubia 0/1 ImagePullBackOff 0');
  expect(backOff).toBeGreaterThanOrEqual(12);
  expect(backOff).toBeLessThanOrEqual(18);
  const [first = 0, second = 0, third = 0, fourth = 0] = timeline.times('kubia Pulling');
  expect(second - first).toBeGreaterThanOrEqual(11);
  expect(second - first).toBeLessThanOrEqual(17);
  expect(third - second).toBeGreaterThanOrEqual(21);
  expect(third - second).toBeLessThanOrEqual(32);
  expect(fourth - third).toBeGreaterThanOrEqual(41);
  expect(fourth - third).toBeLessThanOrEqual(56);
  const found = await client.get('Pod', { namespace: 'default', name: 'kubia' });
  expect(found.status.phase).toBe('Pending');
});

test('a missing ConfigMap in the environment is looked for every 10 to 15 seconds until it is there', async () => {
  const { create, advance, timeline } = await oneNode();
  const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'k' } } }];
  await create('Pod', pod({ image: 'nginx:1.27', container: { env } }));
  await advance({ seconds: 60 });

  await create('ConfigMap', { metadata: { name: 'settings' }, data: { k: 'v' } });
  await advance({ seconds: 20 });

  near(timeline.at('kubia 0/1 CreateContainerConfigError 0'), 2.6);
  expect(timeline.times('kubia Failed Error: configmap "settings" not found').length).toBeGreaterThanOrEqual(5);
  const running = timeline.at('kubia 1/1 Running 0');
  expect(running).toBeGreaterThanOrEqual(60);
  expect(running).toBeLessThanOrEqual(76);
});

test('a missing ConfigMap in a volume is looked for after 0.5, 1, 2, 4, 8, 16 and 32 seconds', async () => {
  const { create, advance, timeline } = await oneNode();
  const volumes = [{ name: 'v', configMap: { name: 'settings' } }];
  await create('Pod', pod({ image: 'nginx:1.27', spec: { volumes } }));

  await advance({ seconds: 60 });

  nearAll(
    timeline.times('kubia FailedMount MountVolume.SetUp failed for volume "v" : configmap "settings" not found'),
    [0.5, 1, 2, 4, 8, 16.1, 32.1],
  );
});

test('init containers run one after the other, and a failing one keeps the pod from starting', async () => {
  const { create, advance, pod: read, timeline } = await oneNode();
  const init = (name: string, script: string) => ({ ...shell(script), name });
  const spec = { initContainers: [init('a', 'sleep 3'), init('b', 'sleep 3; exit 1')] };
  await create('Pod', pod({ image: 'nginx:1.27', spec: spec as never })); // The builder takes manifests before defaulting.

  await advance({ seconds: 40 });

  const { status } = await read('kubia');
  expect(status.phase).toBe('Pending');
  expect(status.initContainerStatuses?.map(({ ready, restartCount }) => [ready, restartCount > 0])).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(status.conditions?.find(({ type }) => type === 'Initialized')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: 'containers with incomplete status: [b]',
  });
  expect(timeline.times('kubia BackOff Back-off restarting failed container b').length).toBeGreaterThan(0);
});

test('a pod that never restarts and ends well is Succeeded, its sidecar is stopped', async () => {
  const { create, advance, pod: read, timeline } = await oneNode();
  const sidecar = { name: 'side', image: 'nginx:1.27', restartPolicy: 'Always' };
  const spec = { restartPolicy: 'Never', initContainers: [sidecar] };
  await create('Pod', pod({ ...shell('sleep 8'), spec: spec as never })); // The builder takes manifests before defaulting.

  await advance({ seconds: 30 });

  const { status } = await read('kubia');
  expect(status.phase).toBe('Succeeded');
  expect(status.initContainerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  near(timeline.at('kubia Killing Stopping container side'), timeline.at('kubia 0/1 Completed 0'));
});

test('a pod that is active too long fails with DeadlineExceeded after its grace period', async () => {
  const { create, advance, pod: read } = await oneNode();
  await create('Pod', pod({ spec: { activeDeadlineSeconds: 10 } }));

  await advance({ seconds: 45 });

  const { status } = await read('kubia');
  expect(status).toMatchObject({
    phase: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
  });
});

test('a pod for which the node has no room is refused by the kubelet', async () => {
  const { create, advance, pod: read } = await oneNode();
  const resources = { requests: { cpu: '5' } };
  await create('Pod', pod({ container: { resources }, spec: { nodeName: 'worker-1' } }));

  await advance({ seconds: 5 });

  const { status } = await read('kubia');
  expect(status.reason).toBe('OutOfcpu');
  expect(status.message).toBe(
    "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000",
  );
  expect(status.containerStatuses).toBeUndefined();
});

test('a changed image restarts the container in place, under a new restart count', async () => {
  const { create, advance, client, pod: read, timeline } = await oneNode();
  const before = await create('Pod', pod({ image: 'nginx:1.27' }));
  await advance({ seconds: 10 });

  const body = { spec: { containers: [{ name: 'main', image: 'nginx' }] } };
  await client.patch('Pod', { namespace: 'default', name: 'kubia' }, { type: 'strategic', body });
  await advance({ seconds: 10 });

  near(timeline.at('kubia Killing Container main definition changed, will be restarted'), 10);
  const after = await read('kubia');
  expect(after.metadata.uid).toBe(before.metadata.uid);
  expect(after.status.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    ready: true,
    image: 'docker.io/library/nginx:latest',
  });
});

test('images are pulled one after the other on a node', async () => {
  const { create, advance, timeline } = await oneNode();
  await create('Pod', pod({ name: 'first' }));
  await create('Pod', pod({ name: 'second' }));

  await advance({ seconds: 10 });

  near(timeline.at('first Pulled Successfully pulled image "luksa/kubia" in 1.5s (1.5s including waiting)'), 2.5);
  near(timeline.at('second Pulled Successfully pulled image "luksa/kubia" in 750ms (2.248s including waiting)'), 3.3);
});

test('a preStop hook uses up grace time before the process is told to stop', async () => {
  const { create, advance, client, timeline } = await oneNode();
  const lifecycle = { preStop: { exec: { command: ['sleep', '4'] } } };
  await create('Pod', pod({ image: 'nginx:1.27', container: { lifecycle } }));
  await advance({ seconds: 10 });

  await client.delete('Pod', { namespace: 'default', name: 'kubia' });
  await advance({ seconds: 20 });

  near(timeline.at('kubia Killing Stopping container main'), 10);
  near(timeline.at('kubia 0/1 Completed 0'), 14);
});

test('a container whose postStart hook fails is killed and waits as one that crashes', async () => {
  const { create, advance, timeline } = await oneNode();
  const lifecycle = { postStart: { exec: { command: ['false'] } } };
  await create('Pod', pod({ image: 'nginx:1.27', container: { lifecycle } }));

  await advance({ seconds: 30 });

  near(timeline.at('kubia FailedPostStartHook PostStartHook failed'), 2.6);
  near(timeline.at('kubia Killing FailedPostStartHook'), 2.6);
  expect(timeline.at('kubia 0/1 PostStartHookError 0')).toBeLessThanOrEqual(4);
  expect(timeline.times('kubia 0/1 CrashLoopBackOff').length).toBeGreaterThan(0);
});

test('a container over its memory limit is OOMKilled and restarted', async () => {
  const { create, advance, pod: read } = await oneNode();
  const resources = { requests: { memory: '50Mi' }, limits: { memory: '100Mi' } };
  const command = ['stress', '--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'];
  await create('Pod', pod({ image: 'polinux/stress:1.0', command, container: { resources } }));

  await advance({ seconds: 8 });

  const { status } = await read('kubia');
  expect(status.containerStatuses?.[0]?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  expect(status).toMatchObject({
    allocatedResources: { memory: '50Mi' },
    resources: { limits: { memory: '100Mi' }, requests: { memory: '50Mi' } },
  });
});

test('a container that fails in silence may tell the end of its log as its message', async () => {
  const { create, advance, pod: read } = await oneNode();
  const policy = { terminationMessagePolicy: 'FallbackToLogsOnError' } as const;
  await create(
    'Pod',
    pod({ ...shell('echo no database; exit 3'), container: policy, spec: { restartPolicy: 'Never' } }),
  );

  await advance({ seconds: 8 });

  const { status } = await read('kubia');
  expect(status.containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 3, message: 'no database\n' });
});
