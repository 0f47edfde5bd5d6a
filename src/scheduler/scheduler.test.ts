import { expect, test } from 'vitest';
import type { Pod } from '../api/core/pod';
import { ApiError, failure } from '../api/meta/status';
import { FakeCluster, container, node, pod } from './fakeCluster';
import { verdictOf } from './verdicts';

const workers = () => [node('m01'), node('m02'), node('m03')];
const asks = (requests: Record<string, string>) => ({ containers: [container(requests)] });
const NOT_HELPFUL =
  'no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';

test('a pod is bound to a node that fits, and the event says where', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.put(pod('web'));
  await cluster.advance(10);
  expect(cluster.nodeOf('web')).toBe('m01');
  expect(cluster.events).toEqual(['Scheduled web: Successfully assigned default/web to m01']);
});

test('pods of another scheduler are left alone', async () => {
  const cluster = new FakeCluster(workers());
  cluster.put(pod('other', { schedulerName: 'nosuch' }));
  await cluster.advance(1000);
  expect(cluster.nodeOf('other')).toBeUndefined();
  expect(cluster.events).toEqual([]);
});

test('a gated pod waits without an event and is scheduled when its gates go', async () => {
  const cluster = new FakeCluster(workers());
  cluster.put(pod('gated', { schedulingGates: [{ name: 'example.com/wait' }] }));
  await cluster.advance(1000);
  expect(cluster.events).toEqual([]);
  cluster.put(pod('gated'));
  await cluster.advance(10);
  expect(cluster.nodeOf('gated')).toBeDefined();
});

test.each([
  [
    'a label that no node has',
    { nodeSelector: { gpu: 'true' } },
    "3 node(s) didn't match Pod's node affinity/selector",
  ],
  ['too much cpu', asks({ cpu: '5' }), '3 Insufficient cpu'],
  ['too much of two resources', asks({ cpu: '5', memory: '64Gi' }), '3 Insufficient cpu, 3 Insufficient memory'],
  ['too much disk', asks({ 'ephemeral-storage': '1Ti' }), '3 Insufficient ephemeral-storage'],
  ['a resource that no node offers', asks({ 'example.com/gpu': '1' }), '3 Insufficient example.com/gpu'],
  ['a node name that does not exist', named('nosuchnode'), "3 node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  [
    'a named node that is too small',
    { ...named('m01'), ...asks({ cpu: '5' }) },
    "1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]",
  ],
])('the message for %s is the real one', async (_, spec, reasons) => {
  const cluster = new FakeCluster(workers());
  cluster.put(pod('picky', spec));
  await cluster.advance(10);
  const message = `0/3 nodes are available: ${reasons}. ${NOT_HELPFUL}`;
  expect(cluster.messageOf('picky')).toBe(message);
  expect(cluster.events).toEqual([`FailedScheduling picky: ${message}`]);
});

function named(...names: readonly string[]): Partial<Pod['spec']> {
  const matchFields = names.map((name) => ({ key: 'metadata.name', operator: 'In' as const, values: [name] }));
  const required = { nodeSelectorTerms: [{ matchFields }] };
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } };
}

test.each([
  ['terms that exclude each other', named('m01', 'm02'), 'pod affinity terms conflict'],
  [
    'a claim that does not exist',
    { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'nosuch' } }] },
    'persistentvolumeclaim "nosuch" not found',
  ],
])('the message for %s ends in what DynamicResources did not find', async (_, spec, reason) => {
  const cluster = new FakeCluster(workers());
  cluster.put(pod('picky', spec));
  await cluster.advance(10);
  expect(cluster.messageOf('picky')).toBe(`0/3 nodes are available: ${reason}. not found`);
});

test('different reasons on different nodes are counted and sorted', async () => {
  const cluster = new FakeCluster([
    node('m01'),
    node('m02', { spec: { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] } }),
    node('m03', { spec: { unschedulable: true } }),
  ]);
  cluster.put(pod('mix1', asks({ memory: '64Gi' })));
  cluster.put(pod('fill', { nodeName: 'm01', ...asks({ cpu: '3500m' }) }));
  cluster.put(pod('mix4', asks({ cpu: '1' })));
  await cluster.advance(10);
  expect(cluster.messageOf('mix1')).toBe(
    `0/3 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ${NOT_HELPFUL}`,
  );
  expect(cluster.messageOf('mix4')).toBe(
    '0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.',
  );
});

test('without any node the message is short', async () => {
  const cluster = new FakeCluster([]);
  cluster.put(pod('early'));
  await cluster.advance(10);
  expect(cluster.messageOf('early')).toBe('no nodes available to schedule pods');
  cluster.put(node('m01'));
  await cluster.advance(1000);
  expect(cluster.nodeOf('early')).toBe('m01');
});

test('a pod that waits for a label is scheduled when the label comes, without another failure', async () => {
  const cluster = new FakeCluster(workers());
  cluster.put(pod('gpu', { nodeSelector: { gpu: 'true' } }));
  cluster.put(pod('big', asks({ cpu: '20' })));
  await cluster.advance(5500);
  cluster.put(node('m02', { labels: { gpu: 'true' } }));
  await cluster.advance(10);
  expect(cluster.nodeOf('gpu')).toBe('m02');
  expect(cluster.events.map((line) => line.split(':')[0])).toEqual([
    'FailedScheduling gpu',
    'FailedScheduling big',
    'Scheduled gpu',
  ]);
});

test('a pod that lacks cpu is tried again when a pod with a node is deleted', async () => {
  const cluster = new FakeCluster([node('m01')], []);
  cluster.put(pod('fill', { nodeName: 'm01', ...asks({ cpu: '3' }) }));
  cluster.put(pod('next', asks({ cpu: '2' })));
  await cluster.advance(3000);
  expect(cluster.nodeOf('next')).toBeUndefined();
  cluster.remove('Pod', 'default/fill');
  await cluster.advance(10);
  expect(cluster.nodeOf('next')).toBe('m01');
});

test('a waiting pod is looked at again after five minutes', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.put(pod('big', asks({ cpu: '20' })));
  await cluster.advance(299_000);
  expect(cluster.events).toHaveLength(1);
  await cluster.advance(60_000);
  expect(cluster.events).toHaveLength(2);
});

test('a pod that was bound counts before the watch tells of it', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.tellsBindings = false;
  cluster.put(pod('one', asks({ cpu: '3' })));
  cluster.put(pod('two', asks({ cpu: '3' })));
  await cluster.advance(100);
  expect(cluster.events[0]).toBe('Scheduled one: Successfully assigned default/one to m01');
  expect(cluster.messageOf('two')).toContain('1 Insufficient cpu');
});

test('a refused binding is tried again after a back-off that the views can see', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.refusal = new ApiError(failure(500, 'InternalError', 'boom'));
  cluster.put(pod('web'));
  await cluster.advance(10);
  expect(cluster.messageOf('web')).toBe('running Bind plugin "DefaultBinder": boom');
  expect(cluster.scheduler.waits?.()).toMatchObject([{ name: 'web', what: 'schedulingBackOff' }]);
  await cluster.advance(1000);
  expect(cluster.nodeOf('web')).toBe('m01');
  expect(cluster.scheduler.waits?.()).toEqual([]);
});

test('pods go by priority, then by arrival', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.put(pod('first'));
  cluster.put(pod('second'));
  cluster.put(pod('urgent', { priority: 1000 }));
  await cluster.advance(100);
  expect(cluster.events.map((line) => line.split(':')[0])).toEqual([
    'Scheduled urgent',
    'Scheduled first',
    'Scheduled second',
  ]);
});

test('a pod of higher priority evicts one of lower priority and takes its place', async () => {
  const cluster = new FakeCluster(workers());
  for (const name of ['m01', 'm02', 'm03']) {
    cluster.put(pod(`low-${name}`, { nodeName: name, priority: 10, ...asks({ cpu: '3' }) }));
  }
  cluster.put(
    pod('pinned', { priority: 1000, nodeSelector: { 'kubernetes.io/hostname': 'm02' }, ...asks({ cpu: '2' }) }),
  );
  await cluster.advance(10);
  expect(cluster.messageOf('pinned')).toBe(
    "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match Pod's node affinity/selector.",
  );
  expect(cluster.pod('pinned')?.status.nominatedNodeName).toBe('m02');
  expect(cluster.pod('low-m02')?.metadata.deletionTimestamp).toBeDefined();
  expect(cluster.pod('low-m02')?.status.conditions).toMatchObject([
    { type: 'DisruptionTarget', reason: 'PreemptionByScheduler' },
  ]);
  expect(cluster.events.at(-1)).toBe('Preempted low-m02: Preempted by pod uid-pinned on node m02');
  await cluster.advance(6000);
  cluster.remove('Pod', 'default/low-m02');
  await cluster.advance(10);
  expect(cluster.nodeOf('pinned')).toBe('m02');
});

test('a polite pod does not preempt, and equals find no victims', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.put(pod('low', { nodeName: 'm01', priority: 10, ...asks({ cpu: '3' }) }));
  cluster.put(pod('polite', { priority: 900, preemptionPolicy: 'Never', ...asks({ cpu: '2' }) }));
  cluster.put(pod('equal', { priority: 10, ...asks({ cpu: '2' }) }));
  await cluster.advance(10);
  const start = '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: ';
  expect(cluster.messageOf('polite')).toBe(`${start}not eligible due to preemptionPolicy=Never.`);
  expect(cluster.messageOf('equal')).toBe(
    `${start}0/1 nodes are available: 1 No preemption victims found for incoming pod.`,
  );
});

test('the verdict tells for each node which plugin refused it, and the scores of the others', async () => {
  const cluster = new FakeCluster([node('m01', { spec: { unschedulable: true } }), node('m02'), node('m03')]);
  cluster.put(pod('web', asks({ cpu: '1' })));
  await cluster.advance(10);
  const verdict = verdictOf(cluster.state, 'uid-web');
  expect(verdict?.chosen).toBe(cluster.nodeOf('web'));
  expect(verdict?.nodes[0]?.filters.at(-1)).toEqual({
    plugin: 'NodeUnschedulable',
    status: 'refuse',
    reason: 'node(s) were unschedulable',
  });
  expect(verdict?.nodes[1]?.scores?.map(({ plugin }) => plugin)).toContain('NodeResourcesFit');
  cluster.remove('Pod', 'default/web');
  expect(verdictOf(cluster.state, 'uid-web')).toBeUndefined();
});

test('after a restart the scheduler counts the pods that are there and takes up those that wait', async () => {
  const cluster = new FakeCluster(
    [node('m01')],
    [pod('old', { nodeName: 'm01', ...asks({ cpu: '3' }) }), pod('new', asks({ cpu: '2' }))],
  );
  await cluster.advance(10);
  expect(cluster.messageOf('new')).toContain('1 Insufficient cpu');
  await cluster.scheduler.start();
  cluster.remove('Pod', 'default/old');
  await cluster.advance(10);
  expect(cluster.nodeOf('new')).toBe('m01');
});

test('the place that was made for a pod is not given to one that is less important', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.put(pod('low', { nodeName: 'm01', priority: 1, ...asks({ cpu: '3' }) }));
  cluster.put(pod('high', { priority: 10, ...asks({ cpu: '3' }) }));
  await cluster.advance(10);
  expect(cluster.pod('high')?.status.nominatedNodeName).toBe('m01');
  cluster.put(pod('middle', { priority: 5, preemptionPolicy: 'Never', ...asks({ cpu: '1' }) }));
  cluster.put(pod('urgent', { priority: 20, ...asks({ cpu: '1' }) }));
  await cluster.advance(10);
  expect(cluster.messageOf('middle')).toContain('0/1 nodes are available: 1 Insufficient cpu.');
  expect(cluster.nodeOf('urgent')).toBe('m01');
  await cluster.advance(2000);
  cluster.remove('Pod', 'default/urgent');
  cluster.remove('Pod', 'default/high');
  await cluster.advance(10);
  expect(cluster.nodeOf('middle')).toBe('m01');
});

test('who makes room on a node takes back what was promised to the less important', async () => {
  const cluster = new FakeCluster([node('m01')]);
  for (const name of ['low1', 'low2']) {
    cluster.put(pod(name, { nodeName: 'm01', priority: 1, ...asks({ cpu: '2' }) }));
  }
  cluster.put(pod('high', { priority: 10, ...asks({ cpu: '2' }) }));
  await cluster.advance(10);
  expect(cluster.pod('high')?.status.nominatedNodeName).toBe('m01');
  cluster.put(pod('higher', { priority: 20, ...asks({ cpu: '4' }) }));
  await cluster.advance(10);
  expect(cluster.pod('higher')?.status.nominatedNodeName).toBe('m01');
  expect(cluster.pod('high')?.status.nominatedNodeName).toBeUndefined();
});

test('while the victims are going, the pod that waits for them says so if it is tried again', async () => {
  const cluster = new FakeCluster([node('m01')]);
  cluster.put(pod('low', { nodeName: 'm01', priority: 1, ...asks({ cpu: '3' }) }));
  cluster.put(pod('high', { priority: 10, ...asks({ cpu: '3' }) }));
  await cluster.advance(340_000);
  expect(cluster.messageOf('high')).toBe(
    '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.',
  );
});
