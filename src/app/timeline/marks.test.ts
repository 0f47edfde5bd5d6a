import { expect, test } from 'vitest';
import type { Event } from '../../api/core/event';
import { dueMarks, eventMarks, laneOfCard, type Mark, silences } from './marks';

const START = Date.parse('2026-01-01T00:00:00Z');

const event = (reason: string, seconds: number, type = 'Normal'): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: reason, namespace: 'default', uid: reason, resourceVersion: '1', creationTimestamp: '' },
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'kubia', uid: 'u' },
  reason,
  source: { component: 'kubelet', host: 'worker-1' },
  type,
  lastTimestamp: new Date(START + seconds * 1000).toISOString(),
});

test('a warning has its own shape, and a mark leads to its object', () => {
  const [started, unhealthy] = eventMarks([event('Started', 5), event('Unhealthy', 60, 'Warning')]);
  expect(started).toEqual({
    lane: 'kubelet/worker-1',
    shape: 'dot',
    at: START + 5_000,
    until: START + 5_000,
    text: 'Started kubia',
    count: 1,
    isCoarse: true,
    ref: { kind: 'Pod', namespace: 'default', name: 'kubia' },
  });
  expect(unhealthy).toMatchObject({ shape: 'warning', at: START + 60_000 });
});

test('an event stands in the lane of the component that wrote it', () => {
  const from = (component: string): Event => ({ ...event('Any', 1), source: { component } });
  const laneOf = (one: Event) => eventMarks([one])[0]?.lane;
  expect(laneOf(event('Started', 5))).toBe('kubelet/worker-1');
  expect(laneOf(from('replication-controller'))).toBe('controllers/replication-controller');
  expect(laneOf(from('node-controller'))).toBe('node-lifecycle');
  expect(laneOf(from('taint-eviction-controller'))).toBe('node-lifecycle');
  expect(laneOf({ ...event('Scheduled', 1), source: {}, reportingComponent: 'default-scheduler' })).toBe(
    'kube-scheduler',
  );
});

test('what is due is hollow, with the wait that leads to it; in the past only what lies beyond the lived future', () => {
  const wait = { kind: 'Pod', namespace: 'default', name: 'kubia', since: START } as const;
  const waits = [
    { ...wait, what: 'grace', until: START + 30_000 },
    { ...wait, what: 'backOff', until: START + 900 },
  ];
  const marks = dueMarks(
    waits,
    START + 1_000,
    ({ what }) => what,
    () => 'worker-1',
  );
  expect(marks).toMatchObject([
    { lane: 'kubelet/worker-1', text: 'grace kubia', at: START + 30_000, since: START, due: true },
  ]);
});

test('a machine is silent from its last heartbeat on until the next one, and not before half a minute', () => {
  const beat = (seconds: number): Mark => ({
    lane: 'kubelet/worker-2',
    shape: 'beat',
    at: START + seconds * 1000,
    until: START + seconds * 1000,
    text: '',
    count: 1,
  });
  const seconds = (until: number) =>
    silences([beat(0), beat(10), beat(70), beat(80)], START + until * 1000).map(({ from, to }) => [
      (from - START) / 1000,
      (to - START) / 1000,
    ]);
  expect(seconds(90)).toEqual([[10, 70]]);
  expect(seconds(120)).toEqual([
    [10, 70],
    [80, 120],
  ]);
});

test('a card of a why-chain lies in the lane of who acted', () => {
  expect(laneOfCard({ by: 'you', command: { type: 'request', subject: 'delete pod' } })).toBe('you');
  expect(laneOfCard({ by: 'kube-controller-manager', controller: 'replicaset' })).toBe('controllers/replicaset');
  expect(laneOfCard({ by: 'kubelet/worker-3' })).toBe('kubelet/worker-3');
});
