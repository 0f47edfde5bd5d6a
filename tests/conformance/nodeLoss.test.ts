/**
 * A lost node, as the recordings of a real Kubernetes 1.36.3 show it (cases 16, 16b, 16c, 16d and session 20). When the
 * last heartbeat was is chance there, so times are counted from what they follow in the recording.
 */
import { expect, test } from 'vitest';
import type { Pod } from '../../src/api/core/pod';
import { type TestCluster, inDefault, pod, replicas, testCluster } from '../testCluster';

const UNREACHABLE = 'node.kubernetes.io/unreachable';

async function lost(
  fault: 'stopKubelet' | 'cutNetwork' | 'powerOff',
): Promise<{ cluster: TestCluster; node: string; victim: Pod; notReadyAt: number }> {
  const cluster = await testCluster();
  await cluster.create('ReplicationController', replicas('ReplicationController', 3));
  await cluster.advance({ seconds: 20 });
  const [victim] = await cluster.pods();
  const node = victim?.spec.nodeName ?? '';
  await cluster.fault({ type: fault, node });
  const notReadyAt = await cluster.until(async () => (await readyOf(cluster, node)) === 'Unknown', 60);
  return { cluster, node, victim: victim as Pod, notReadyAt };
}

async function readyOf(cluster: TestCluster, node: string): Promise<string | undefined> {
  const { status } = await cluster.client.get('Node', { name: node });
  return status.conditions?.find(({ type }) => type === 'Ready')?.status;
}

const taints = async (cluster: TestCluster, node: string) =>
  ((await cluster.client.get('Node', { name: node })).spec.taints ?? [])
    .map(({ key, effect }) => `${key}:${effect}`)
    .sort();
const conditionOf = (found: Pod, type: string) =>
  found.status.conditions?.find((condition) => condition.type === type)?.status;

for (const fault of ['stopKubelet', 'cutNetwork', 'powerOff'] as const) {
  test(`${fault}: NotReady after 45 to 55 s, both taints at once, pods unready but still Running`, async () => {
    const { cluster, node, victim, notReadyAt } = await lost(fault);
    expect(notReadyAt).toBeGreaterThanOrEqual(40);
    expect(notReadyAt).toBeLessThanOrEqual(55);
    await cluster.advance({ seconds: 1 });
    expect(await taints(cluster, node)).toEqual([`${UNREACHABLE}:NoExecute`, `${UNREACHABLE}:NoSchedule`]);
    const { status } = await cluster.client.get('Node', { name: node });
    for (const { status: value, reason, message } of status.conditions ?? []) {
      expect([value, reason, message]).toEqual([
        'Unknown',
        'NodeStatusUnknown',
        'Kubelet stopped posting node status.',
      ]);
    }
    const seen = await cluster.pod(victim.metadata.name);
    expect(seen.status.phase).toBe('Running');
    expect(conditionOf(seen, 'Ready')).toBe('False');
    expect(seen.status.containerStatuses?.[0]?.ready).toBe(true);
    expect((await cluster.events(victim.metadata.name)).map(({ reason, message }) => `${reason} ${message}`)).toContain(
      'NodeNotReady Node is not ready',
    );
  });

  test(`${fault}: pods are evicted 300 s after the taint, the replacement comes at once, the old one stays Terminating`, async () => {
    const { cluster, victim } = await lost(fault);
    await cluster.advance({ seconds: 297 });
    expect((await cluster.pod(victim.metadata.name)).metadata.deletionTimestamp).toBeUndefined();
    await cluster.advance({ seconds: 5 });
    expect((await cluster.pod(victim.metadata.name)).metadata.deletionTimestamp).toBeDefined();
    const events = (await cluster.events(victim.metadata.name)).map(({ reason, message }) => `${reason} ${message}`);
    expect(events).toContain(`TaintManagerEviction Marking for deletion Pod default/${victim.metadata.name}`);
    expect(await cluster.pods()).toHaveLength(4);
    await cluster.advance({ seconds: 5 });
    const rc = await cluster.client.get('ReplicationController', inDefault('kubia'));
    expect([rc.status.replicas, rc.status.readyReplicas]).toEqual([3, 3]);
    await cluster.advance({ seconds: 3_600 });
    expect(await cluster.pods()).toHaveLength(4);
  });
}

test('a kubelet that is back makes its node Ready at once and finishes off what was deleted meanwhile', async () => {
  const { cluster, node, victim } = await lost('stopKubelet');
  await cluster.advance({ seconds: 310 });
  await cluster.fault({ type: 'startKubelet', node });
  await cluster.advance({ seconds: 1 });
  expect(await readyOf(cluster, node)).toBe('True');
  await cluster.advance({ seconds: 6 });
  expect(await taints(cluster, node)).toEqual([]);
  await cluster.advance({ seconds: 20 });
  expect(await cluster.pod(victim.metadata.name)).toBeDefined(); // SIGTERM is ignored: the whole grace period is used.
  await cluster.advance({ seconds: 8 });
  expect((await cluster.pods()).map(({ metadata }) => metadata.name)).not.toContain(victim.metadata.name);
});

test('a kubelet that is away for 10 s is not missed: no NotReady, no restart', async () => {
  const cluster = await testCluster();
  await cluster.create('Pod', pod({ name: 'web', image: 'nginx' }));
  await cluster.advance({ seconds: 10 });
  const before = await cluster.pod('web');
  const node = before.spec.nodeName ?? '';
  await cluster.fault({ type: 'stopKubelet', node });
  await cluster.advance({ seconds: 10 });
  await cluster.fault({ type: 'startKubelet', node });
  for (let seconds = 0; seconds < 60; seconds++) {
    await cluster.advance({ seconds: 1 });
    expect(await readyOf(cluster, node)).toBe('True');
  }
  const after = await cluster.pod('web');
  expect(after.status.containerStatuses?.[0]?.restartCount).toBe(0);
  expect(after.status.containerStatuses?.[0]?.containerID).toBe(before.status.containerStatuses?.[0]?.containerID);
});

test('a machine that crashed and is back within 300 s runs its pods again: restart 1, exit 255, a new address', async () => {
  const { cluster, node, victim } = await lost('powerOff');
  await cluster.advance({ seconds: 20 });
  await cluster.fault({ type: 'bringBack', node });
  await cluster.advance({ seconds: 10 });
  const back = await cluster.pod(victim.metadata.name);
  expect(back.metadata.uid).toBe(victim.metadata.uid);
  const [container] = back.status.containerStatuses ?? [];
  expect(container?.restartCount).toBe(1);
  expect(container?.lastState.terminated?.exitCode).toBe(255);
  expect(container?.lastState.terminated?.reason).toBe('Unknown');
  expect(back.status.podIP).not.toBe(victim.status.podIP);
  const reasons = (await cluster.events(victim.metadata.name)).map(({ reason }) => reason);
  expect(reasons).toContain('SandboxChanged');
  expect((await cluster.events(node)).map(({ reason }) => reason)).toContain('Rebooted');
});

test('a pod deleted by hand on a dead node stays Terminating; a forced delete removes it and the orphan is stopped later', async () => {
  const { cluster, node, victim } = await lost('stopKubelet');
  const { name, uid } = victim.metadata;
  await cluster.client.delete('Pod', inDefault(name));
  await cluster.advance({ seconds: 120 });
  expect((await cluster.pod(name)).metadata.deletionTimestamp).toBeDefined();
  await cluster.client.delete('Pod', inDefault(name), { gracePeriodSeconds: 0 });
  expect((await cluster.pods()).map(({ metadata }) => metadata.name)).not.toContain(name);
  const running = () =>
    cluster.cluster.machines
      .runtime(node)
      ?.containers(uid)
      .some(({ state }) => state === 'running') ?? false;
  expect(running()).toBe(true);
  await cluster.fault({ type: 'startKubelet', node });
  await cluster.advance({ seconds: 40 });
  expect(running()).toBe(false);
});

test('a node whose network is back before the eviction has its pods Ready again, and its controller counts them', async () => {
  const { cluster, node, victim } = await lost('cutNetwork');
  await cluster.advance({ seconds: 30 });
  expect(conditionOf(await cluster.pod(victim.metadata.name), 'Ready')).toBe('False');
  await cluster.fault({ type: 'bringBack', node });
  await cluster.advance({ seconds: 2 });
  expect(conditionOf(await cluster.pod(victim.metadata.name), 'Ready')).toBe('True');
  await cluster.advance({ seconds: 1 });
  expect((await cluster.client.get('ReplicationController', inDefault('kubia'))).status.readyReplicas).toBe(3);
});
