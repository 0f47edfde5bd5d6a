/** What probes do to a pod, second by second, against the recordings of a real cluster. */
import { expect, test } from 'vitest';
import { httpGet, pod, shell } from '../testCluster';
import { near, nearAll, oneNode } from './timeline';

test('a container that fails its liveness probe is restarted inside the same pod every 110 seconds', async () => {
  const { create, advance, pod: read, timeline } = await oneNode();
  const before = await create('Pod', pod({ image: 'luksa/kubia-unhealthy', livenessProbe: httpGet('/', 8080) }));

  await advance({ seconds: 230 });

  nearAll(
    timeline.times('kubia Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 500'),
    [60.5, 70.6, 80.5, 170.5, 180.5, 190.5],
  );
  nearAll(timeline.times('kubia Killing Container main failed liveness probe, will be restarted'), [80.5, 190.5]);
  near(timeline.at('kubia 1/1 Running 1'), 111.5);
  near(timeline.at('kubia 1/1 Running 2'), 221.4);
  expect(timeline.times('kubia 0/1')).toHaveLength(1); // Only while it was created: killing does not unready it.
  const after = await read('kubia');
  expect(after.metadata.uid).toBe(before.metadata.uid);
  expect(after.status.containerStatuses?.[0]?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
});

test('six restarts by a liveness probe are immediate, then CrashLoopBackOff is shown for 160 seconds', async () => {
  const { create, advance, timeline } = await oneNode();
  await create('Pod', pod({ image: 'luksa/kubia-unhealthy', livenessProbe: httpGet('/', 8080) }));

  await advance({ seconds: 1_000 });

  nearAll(
    [1, 2, 3, 4, 5, 6].map((restarts) => timeline.at(`kubia 1/1 Running ${restarts}`)),
    [111.5, 221.4, 331.4, 441.4, 551.4, 661.4],
  );
  near(timeline.at('kubia 0/1 CrashLoopBackOff 6'), 770.6);
  const restarted = timeline.at('kubia 1/1 Running 7');
  expect(restarted).toBeGreaterThanOrEqual(930);
  expect(restarted).toBeLessThanOrEqual(945);
});

test('initialDelaySeconds counts from the start of the container, on the grid of the probe', async () => {
  const { create, advance, timeline } = await oneNode();
  const livenessProbe = { ...httpGet('/', 8080), initialDelaySeconds: 15 };
  await create('Pod', pod({ image: 'luksa/kubia-unhealthy', livenessProbe }));

  await advance({ seconds: 130 });

  nearAll(timeline.times('kubia Unhealthy'), [70.6, 80.6, 90.6]);
  near(timeline.at('kubia 1/1 Running 1'), 121.5);
});

test('a container that never passes its startup probe is killed at the third failure', async () => {
  const { create, advance, timeline } = await oneNode();
  const startupProbe = { ...httpGet('/healthz', 9999), periodSeconds: 5 };
  await create('Pod', pod({ image: 'nginx:1.27', startupProbe }));

  await advance({ seconds: 25 });

  nearAll(
    timeline.times(
      'kubia Unhealthy Startup probe failed: Get "http://10.244.0.2:9999/healthz": dial tcp 10.244.0.2:9999: connect: connection refused',
    ),
    [5.8, 10.8, 15.9, 20.8],
  );
  near(timeline.at('kubia Killing Container main failed startup probe, will be restarted'), 15.9);
});

test('a readiness probe decides at once when the container starts, and after three failures when it breaks', async () => {
  const { create, advance, fault, timeline } = await oneNode();
  await create('Pod', pod({ image: 'nginx:1.27', readinessProbe: httpGet('/', 80) }));
  await advance({ seconds: 20 });
  near(timeline.at('kubia 1/1 Running 0'), 2.6);

  await fault({
    type: 'breakEndpoint',
    namespace: 'default',
    pod: 'kubia',
    container: 'main',
    port: 80,
    mode: 'error',
  });
  await advance({ seconds: 40 });

  const failures = timeline.times('kubia Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 500');
  const [first = 0, second = 0, third = 0] = failures;
  nearAll([second - first, third - second], [10, 10]);
  near(timeline.times('kubia 0/1 Running 0').at(-1) ?? 0, third);
  expect(timeline.rows.some(({ text }) => text.includes('Killing'))).toBe(false);
});

test('what the kubelet waits for can be seen: the next probe, a grace period, a back-off', async () => {
  const { create, advance, client, cluster } = await oneNode();
  const waits = (name: string) => cluster.waits().filter((wait) => wait.name === name);
  await create('Pod', pod({ name: 'sick', image: 'luksa/kubia-unhealthy', livenessProbe: httpGet('/', 8080) }));
  await create('Pod', pod({ name: 'crash', ...shell('exit 1') }));
  await advance({ seconds: 65 });

  const [probe] = waits('sick');
  expect(probe).toMatchObject({ what: 'liveness', container: 'main', last: 'failure', failures: 1 });
  expect((probe?.until ?? 0) - cluster.now()).toBeGreaterThan(0);
  expect((probe?.until ?? 0) - (probe?.since ?? 0)).toBe(10_000);
  expect(waits('crash')).toMatchObject([{ what: 'backOff', container: 'main' }]);
  expect(waits('crash')[0]?.until).toBeGreaterThan(cluster.now());

  await client.delete('Pod', { namespace: 'default', name: 'sick' });
  await advance({ seconds: 1 });
  const grace = waits('sick').find(({ what }) => what === 'grace');
  expect((grace?.until ?? 0) - (grace?.since ?? 0)).toBe(30_000);
});
