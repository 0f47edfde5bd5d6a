import { expect, test } from 'vitest';
import { pod, replicas, shell, testCluster } from '../../tests/testCluster';
import { conditionOf } from '../api/meta/conditions';

const NODE = 'worker-1';
const trap = (seconds: number) => shell(`trap "sleep ${seconds}; exit 0" TERM; while true; do sleep 1; done`);

const onNode = { spec: { nodeName: NODE } };

test('a machine with a shutdown grace period ends its pods first: Terminated, the node NotReady, the controller replaces them', async () => {
  const cluster = await testCluster({ nodes: 2 });
  await cluster.create('Pod', pod({ name: 'usual', ...onNode }));
  await cluster.create(
    'ReplicaSet',
    replicas('ReplicaSet', 2, { name: 'set', spec: { terminationGracePeriodSeconds: 5 } }),
  );
  await cluster.advance({ seconds: 20 });

  await cluster.fault({ type: 'shutDown', node: NODE, graceSeconds: 30, criticalSeconds: 10 });
  await cluster.advance({ seconds: 1 });

  const ready = conditionOf((await cluster.client.get('Node', { name: NODE })).status.conditions, 'Ready');
  expect(ready).toMatchObject({ status: 'False', reason: 'KubeletNotReady', message: 'node is shutting down' });
  const told = (await cluster.events(NODE)).map(({ reason, message }) => `${reason} ${message}`);
  expect(told).toContain('Shutdown Shutdown manager detected shutdown event');
  expect(told).toContain(`NodeNotReady Node ${NODE} status is now: NodeNotReady`);
  await cluster.create('Pod', pod({ name: 'late', ...onNode }));
  await cluster.advance({ seconds: 1 });
  const late = (await cluster.pod('late')).status;
  expect([late.phase, late.reason, late.message]).toEqual([
    'Failed',
    'NodeShutdown',
    'Pod was rejected: Pod was rejected as the node is shutting down.',
  ]);

  await cluster.advance({ seconds: 24 });
  const { status } = await cluster.pod('usual');
  expect([status.phase, status.reason, status.message]).toEqual([
    'Failed',
    'Terminated',
    'Pod was terminated in response to imminent node shutdown.',
  ]);
  expect(conditionOf(status.conditions, 'DisruptionTarget')?.reason).toBe('TerminationByKubelet');
  // Its own 30 s are more than what usual pods have of the 30 s: 20 s, then SIGKILL.
  expect(status.containerStatuses?.[0]?.state.terminated?.exitCode).toBe(137);
  const running = (await cluster.pods('app=set')).filter(({ status: { phase } }) => phase === 'Running');
  expect(new Set(running.map(({ spec }) => spec.nodeName))).toEqual(new Set(['worker-2']));
  expect(running).toHaveLength(2);
  expect(cluster.cluster.machines.get(NODE)?.powered).toBe(false);
});

test('critical pods end after all others', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const critical = { spec: { nodeName: NODE, priorityClassName: 'system-node-critical' } };
  const manifest = pod({ name: 'system', ...trap(2), ...critical }) as { metadata: object };
  await cluster.create('Pod', { ...manifest, metadata: { name: 'system', namespace: 'kube-system' } });
  await cluster.create('Pod', pod({ name: 'usual', ...trap(4), ...onNode }));
  await cluster.advance({ seconds: 20 });
  const system = () => cluster.client.get('Pod', { namespace: 'kube-system', name: 'system' });

  await cluster.fault({ type: 'shutDown', node: NODE, graceSeconds: 30, criticalSeconds: 10 });
  await cluster.advance({ seconds: 4 });
  expect((await system()).status.containerStatuses?.[0]?.state.running).toBeDefined();
  await cluster.advance({ seconds: 10 });

  expect((await cluster.pod('usual')).status.reason).toBe('Terminated');
  expect((await system()).status.reason).toBe('Terminated');
  expect(cluster.cluster.machines.get(NODE)?.powered).toBe(false);
});

test('by default nobody waits: the machine goes dark, and the pods are shown Running until the node is missed', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', pod({ name: 'usual' }));
  await cluster.advance({ seconds: 20 });

  await cluster.fault({ type: 'shutDown', node: NODE });
  await cluster.advance({ seconds: 20 });

  expect((await cluster.pod('usual')).status.phase).toBe('Running');
  expect(conditionOf((await cluster.client.get('Node', { name: NODE })).status.conditions, 'Ready')?.status).toBe(
    'True',
  );
  await cluster.until(
    async () =>
      conditionOf((await cluster.client.get('Node', { name: NODE })).status.conditions, 'Ready')?.status === 'Unknown',
    60,
  );
});

test('a reboot: a new boot id, the Event, new sandboxes, files of the disk kept and those in memory lost', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const volumes = [
    { name: 'disk', emptyDir: {} },
    { name: 'ram', emptyDir: { medium: 'Memory' } },
  ];
  const volumeMounts = [
    { name: 'disk', mountPath: '/disk' },
    { name: 'ram', mountPath: '/ram' },
  ];
  const script = 'echo boot $(ls /disk /ram); touch /disk/kept /ram/lost; sleep 3600';
  await cluster.create('Pod', pod({ name: 'p', ...shell(script), container: { volumeMounts }, spec: { volumes } }));
  await cluster.advance({ seconds: 20 });
  const before = await cluster.pod('p');
  const bootID = async () => (await cluster.client.get('Node', { name: NODE })).status.nodeInfo?.bootID;
  const first = await bootID();

  await cluster.fault({ type: 'reboot', node: NODE });
  await cluster.advance({ seconds: 45 });

  const after = await cluster.pod('p');
  expect(await bootID()).not.toBe(first);
  expect(after.metadata.uid).toBe(before.metadata.uid);
  expect(after.status.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 255, reason: 'Unknown' } },
  });
  // The runtime finds the container dead when it starts: half a minute after the machine went down.
  const { startedAt = '', finishedAt = '' } = after.status.containerStatuses?.[0]?.lastState.terminated ?? {};
  expect(Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')).toBeGreaterThan(45_000);
  expect(after.status.podIP).not.toBe(before.status.podIP);
  const told = (await cluster.events(NODE)).map(({ reason, message }) => `${reason} ${message}`);
  expect(told).toContain(`Rebooted Node ${NODE} has been rebooted, boot id: ${await bootID()}`);
  expect((await cluster.events('p')).map(({ message }) => message)).toContain(
    'Pod sandbox changed, it will be killed and re-created.',
  );
  const id = after.status.containerStatuses?.[0]?.containerID?.replace('containerd://', '') ?? '';
  const log = cluster.cluster.machines.runtime(NODE)?.logs(id) ?? '';
  expect(log).toContain('kept');
  expect(log).not.toContain('lost');
});

test('a machine that a person switches off while it boots stays off', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.fault({ type: 'reboot', node: NODE });
  await cluster.advance({ seconds: 10 });
  await cluster.fault({ type: 'powerOff', node: NODE });
  await cluster.advance({ seconds: 60 });

  expect(cluster.cluster.machines.get(NODE)?.powered).toBe(false);
});
