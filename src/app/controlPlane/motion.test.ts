import { expect, test } from 'vitest';
import type { DeliveryActivity, WriteActivity } from '../../client/activity';
import { Choreography, MOST_PULSES, type Pace } from './motion';

const write = (revision: number, at = 0, more: Partial<WriteActivity> = {}): WriteActivity => ({
  type: 'write',
  at,
  by: 'you',
  method: 'POST',
  path: '/api/v1/namespaces/default/pods',
  code: 201,
  stored: [{ key: `/registry/pods/default/p${revision}`, kind: 'Pod', revision, type: 'ADDED' }],
  times: 1,
  ...more,
});
const delivery = (to: string, revision: number, at = 1): DeliveryActivity => ({
  type: 'delivery',
  at,
  to,
  key: `/registry/pods/default/p${revision}`,
  kind: 'Pod',
  revision,
  event: 'ADDED',
  times: 1,
});
const pace = (more: Partial<Pace> = {}): Pace => ({ now: 0, speed: 1, still: false, inTurn: false, ...more });

test('a write goes to the API server, then into etcd, and no watcher hears of it before', () => {
  const { pulses } = new Choreography().plan([write(1), delivery('kube-scheduler', 1)], pace());
  expect(pulses.map(({ edge, way, from, until }) => [edge, way, from, until])).toEqual([
    ['you>', 'in', 0, 400],
    ['etcd>', 'out', 400, 800],
    ['kube-scheduler<', 'out', 600, 1000],
  ]);
});

test('a delivery of a later frame still follows its write', () => {
  const choreography = new Choreography();
  choreography.plan([write(1)], pace());
  const { pulses } = choreography.plan([delivery('kube-scheduler', 1)], pace({ now: 16 }));
  expect(pulses[0]?.from).toBe(600);
});

test('pulses are faster at higher speed, and never more than twelve at once: the others are counted', () => {
  const { pulses, rest } = new Choreography().plan(
    Array.from({ length: 30 }, (_, index) => write(index + 1)),
    pace({ speed: 4 }),
  );
  for (const { from, until } of pulses) {
    expect(until - from).toBe(100);
    expect(pulses.filter((other) => other.from <= from && from < other.until).length).toBeLessThanOrEqual(MOST_PULSES);
  }
  const counted = [...rest.values()].reduce((sum, count) => sum + count, 0);
  expect(pulses.length + counted).toBe(60);
});

test('where nothing may move everything is counted', () => {
  const { pulses, rest } = new Choreography().plan([write(1), delivery('kube-scheduler', 1)], pace({ still: true }));
  expect(pulses).toEqual([]);
  expect([...rest]).toEqual([
    ['you>', 1],
    ['etcd>', 1],
    ['kube-scheduler<', 1],
  ]);
});

test('a step shows what it brought one after the other: deliveries of one instant together, then the next write', () => {
  const { pulses } = new Choreography().plan(
    [
      delivery('kube-controller-manager', 1, 1),
      delivery('kube-scheduler', 1, 1),
      write(2, 2, { by: 'kube-scheduler' }),
    ],
    pace({ inTurn: true }),
  );
  expect(pulses.map(({ edge, from }) => [edge, from])).toEqual([
    ['kube-controller-manager<', 0],
    ['kube-scheduler<', 0],
    ['kube-scheduler>', 400],
    ['etcd>', 800],
  ]);
});
