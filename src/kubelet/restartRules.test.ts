/** Rules that restart a container, or all of them, by exit code. Statuses are those of a real 1.36.3 kubelet. */
import { expect, test } from 'vitest';
import { testCluster } from '../../tests/testCluster';

const rule = (action: string, values: readonly number[]) => ({
  restartPolicy: 'Never',
  restartPolicyRules: [{ action, exitCodes: { operator: 'In', values } }],
});
const script = (name: string, text: string, more: object = {}) => ({
  name,
  image: 'busybox:1.36',
  command: ['sh', '-c', text],
  ...more,
});

test('a code that a rule names restarts a container which is never restarted otherwise', async () => {
  const cluster = await testCluster();
  const containers = [
    script('again', 'sleep 2; exit 42', rule('Restart', [42])),
    script('once', 'sleep 2; exit 41', rule('Restart', [42])),
    script('stays', 'sleep 3600'),
  ];
  await cluster.create('Pod', { metadata: { name: 'p' }, spec: { restartPolicy: 'Never', containers } });
  await cluster.advance({ seconds: 8 });
  const counts = (await cluster.pod('p')).status.containerStatuses?.map(({ restartCount }) => restartCount);
  expect(counts).toEqual([1, 0, 0]);
});

test('a rule may restart all containers of a pod, init containers first, in the same sandbox', async () => {
  const cluster = await testCluster();
  const containers = [script('c', 'sleep 4; exit 3', rule('RestartAllContainers', [3])), script('d', 'sleep 3600')];
  const initContainers = [script('i', 'true')];
  const spec = { restartPolicy: 'Never', terminationGracePeriodSeconds: 2, initContainers, containers };
  await cluster.create('Pod', { metadata: { name: 'p' }, spec });
  await cluster.advance({ seconds: 6 });
  const before = (await cluster.pod('p')).status.podIP;
  await cluster.until(async () => {
    const { containerStatuses = [] } = (await cluster.pod('p')).status;
    return containerStatuses.every(({ restartCount, state }) => restartCount === 1 && state.running !== undefined);
  }, 20);
  const { status } = await cluster.pod('p');
  expect(status.podIP).toBe(before);
  expect(status.phase).toBe('Running');
  expect(status.initContainerStatuses?.[0]?.restartCount).toBe(1);
  expect(status.containerStatuses?.[1]?.lastState.terminated).toEqual({
    exitCode: 137,
    reason: 'RestartingAllContainers',
    message: 'The container is removed because RestartAllContainers in place',
    startedAt: null,
    finishedAt: null,
  });
  expect(status.conditions?.at(-1)).toMatchObject({ type: 'AllContainersRestarting', status: 'False' });
  expect(
    (await cluster.events('p')).filter(({ reason }) => reason === 'Killing').map(({ message }) => message),
  ).toEqual(['killing']);
});

test('a pod of another system is refused by the kubelet', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const spec = { os: { name: 'windows' }, nodeName: 'worker-1', containers: [script('c', 'true')] };
  await cluster.create('Pod', { metadata: { name: 'p' }, spec });
  await cluster.advance({ seconds: 2 });
  expect((await cluster.pod('p')).status).toMatchObject({
    phase: 'Failed',
    reason: 'PodOSNotSupported',
    message: "Pod was rejected: Failed to admit pod as the OS field doesn't match node OS",
  });
});
