import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, testCluster } from '../../tests/testCluster';
import type { EventRecorder, EventSubject } from './component';
import { createRecorder } from './recorder';

let cluster: TestCluster;
let recorder: EventRecorder;
const pod: EventSubject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'kubia', namespace: 'default', uid: 'u-1', resourceVersion: '7' },
};

beforeEach(async () => {
  cluster = await testCluster({ nodes: 0 });
  const { client, kernel } = cluster.cluster;
  recorder = createRecorder({ component: 'kubelet', client, clock: kernel.clock, state: kernel.state });
});

test('an event tells who said what about which object and when', async () => {
  await recorder.event(pod, 'Normal', 'Pulling', 'Pulling image "nginx"', {
    host: 'worker-1',
    fieldPath: 'spec.containers{main}',
  });
  const [event] = await cluster.events('kubia');
  expect(event?.metadata.name).toMatch(/^kubia\.[0-9a-f]{16}$/);
  expect(event?.involvedObject).toEqual({
    kind: 'Pod',
    namespace: 'default',
    name: 'kubia',
    uid: 'u-1',
    apiVersion: 'v1',
    resourceVersion: '7',
    fieldPath: 'spec.containers{main}',
  });
  expect(event).toMatchObject({
    reason: 'Pulling',
    message: 'Pulling image "nginx"',
    source: { component: 'kubelet', host: 'worker-1' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
    count: 1,
    type: 'Normal',
    eventTime: null,
    reportingComponent: 'kubelet',
    reportingInstance: 'worker-1',
  });
});

test('the same thing said again is one event with a count', async () => {
  await recorder.event(pod, 'Warning', 'BackOff', 'Back-off');
  await cluster.advance({ seconds: 12 });
  await recorder.event(pod, 'Warning', 'BackOff', 'Back-off');
  const events = await cluster.events('kubia');
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    count: 2,
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:12Z',
  });
});

test('an event that was deleted is written anew with its old count', async () => {
  await recorder.event(pod, 'Warning', 'BackOff', 'Back-off');
  const [first] = await cluster.events('kubia');
  await cluster.client.delete('Event', { namespace: 'default', name: first?.metadata.name ?? '' });
  await recorder.event(pod, 'Warning', 'BackOff', 'Back-off');
  const events = await cluster.events('kubia');
  expect(events.map(({ count }) => count)).toEqual([2]);
  expect(events[0]?.metadata.name).not.toBe(first?.metadata.name);
});

test('from the tenth different message on, similar events are combined', async () => {
  for (let n = 1; n <= 12; n += 1) await recorder.event(pod, 'Normal', 'Created', `Created ${n}`);
  const events = await cluster.events('kubia');
  expect(events).toHaveLength(10);
  expect(events.filter(({ count }) => count === 3).map(({ message }) => message)).toEqual([
    '(combined from similar events): Created 12',
  ]);
  expect(events.filter(({ reportingComponent }) => reportingComponent === '').map(({ count }) => count)).toEqual([3]);
});

test('a source may say 25 things about an object, then one every five minutes; counting goes on', async () => {
  for (let n = 0; n < 40; n += 1) await recorder.event(pod, 'Warning', 'Unhealthy', 'Liveness probe failed');
  expect((await cluster.events('kubia'))[0]?.count).toBe(25);
  await cluster.advance({ seconds: 299 });
  await recorder.event(pod, 'Warning', 'Unhealthy', 'Liveness probe failed');
  expect((await cluster.events('kubia'))[0]?.count).toBe(25);
  await cluster.advance({ seconds: 1 });
  await recorder.event(pod, 'Warning', 'Unhealthy', 'Liveness probe failed');
  expect((await cluster.events('kubia'))[0]?.count).toBe(42);
});

test('warnings that are too many do not silence normal events', async () => {
  for (let n = 0; n < 30; n += 1) await recorder.event(pod, 'Warning', 'Unhealthy', 'Liveness probe failed');
  await recorder.event(pod, 'Normal', 'Killing', 'Container main failed liveness probe, will be restarted');
  expect((await cluster.events('kubia')).map(({ reason }) => reason).sort()).toEqual(['Killing', 'Unhealthy']);
});

test('an event that the API server refuses is lost without harm', async () => {
  await recorder.event(
    { ...pod, metadata: { ...pod.metadata, namespace: 'nowhere' } },
    'Normal',
    'Killing',
    'Stopping',
  );
  expect(await cluster.events('kubia')).toEqual([]);
});

test('events about a node are kept in namespace default', async () => {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-9', uid: 'u-9' } };
  await recorder.event(node, 'Normal', 'NodeReady', 'Node worker-9 status is now: NodeReady');
  const [event] = await cluster.events('worker-9');
  expect(event?.metadata.namespace).toBe('default');
  expect(event?.involvedObject).toEqual({ kind: 'Node', name: 'worker-9', uid: 'u-9', apiVersion: 'v1' });
});

test('with an action an event has one instant and becomes a series when it is said again', async () => {
  const say = () =>
    recorder.event(pod, 'Warning', 'FailedScheduling', '0/3 nodes are available', {
      source: 'default-scheduler',
      action: 'Scheduling',
    });
  await say();
  expect((await cluster.events('kubia'))[0]).toMatchObject({
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: '2026-01-01T00:00:00.000000Z',
    action: 'Scheduling',
    reportingComponent: 'default-scheduler',
    reportingInstance: 'default-scheduler-control-plane',
  });
  await cluster.advance({ seconds: 300 });
  await say();
  const events = await cluster.events('kubia');
  expect(events).toHaveLength(1);
  expect(events[0]?.series).toEqual({ count: 2, lastObservedTime: '2026-01-01T00:05:00.000000Z' });
  expect(events[0]?.count).toBeUndefined();
});

test('after six silent minutes a new series begins', async () => {
  const say = () => recorder.event(pod, 'Warning', 'FailedScheduling', 'no', { action: 'Scheduling' });
  await say();
  await cluster.advance({ seconds: 361 });
  await say();
  expect(await cluster.events('kubia')).toHaveLength(2);
});
