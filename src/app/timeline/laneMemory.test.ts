import { expect, test } from 'vitest';
import type { LaneMark } from '../../client/why';
import { LaneMemory } from './laneMemory';

const mark = (at: number, more: Partial<LaneMark> = {}): LaneMark => ({
  lane: 'kube-scheduler',
  type: 'binding',
  at,
  until: at,
  count: 1,
  row: at,
  text: `bound ${at}`,
  ...more,
});
const timesOf = (memory: LaneMemory, lane = 'kube-scheduler') => memory.marks(lane).map(({ at, count }) => [at, count]);

test('what is known is not asked again, only what has passed since', () => {
  const memory = new LaneMemory();
  expect(memory.missing(0, 1_000, 10)).toEqual({ from: 0, to: 1_000, apartMs: 10 });
  memory.put({ from: 0, to: 1_000, apartMs: 10 }, [mark(500)]);
  expect(memory.missing(0, 1_500, 10)).toEqual({ from: 1_000, to: 1_500, apartMs: 10 });
  expect(memory.missing(100, 900, 10)).toBeUndefined();
});

test('the instant at which the clock stands is asked again: something may have been done in it', () => {
  const memory = new LaneMemory();
  memory.put({ from: 0, to: 1_000, apartMs: 10 }, []);
  expect(memory.missing(0, 1_000, 10)).toEqual({ from: 1_000, to: 1_000, apartMs: 10 });
});

test('a closer look asks again, a look from further away does not', () => {
  const memory = new LaneMemory();
  memory.put({ from: 0, to: 1_000, apartMs: 100 }, []);
  expect(memory.missing(200, 300, 10)).toEqual({ from: 200, to: 300, apartMs: 10 });
  expect(memory.missing(200, 300, 1_000)).toBeUndefined();
});

test('marks that reach over the edge of a question are told anew and not counted twice', () => {
  const memory = new LaneMemory();
  memory.put({ from: 0, to: 1_000, apartMs: 50 }, [mark(100), mark(980, { until: 1_000, count: 3 })]);
  const missing = memory.missing(0, 1_200, 50);
  expect(missing).toEqual({ from: 980, to: 1_200, apartMs: 50 });
  memory.put(missing ?? { from: 0, to: 0, apartMs: 0 }, [mark(980, { until: 1_030, count: 5 })]);
  expect(timesOf(memory)).toEqual([
    [100, 1],
    [980, 5],
  ]);
});

test('a lane in which nothing is new keeps its array', () => {
  const memory = new LaneMemory();
  memory.put({ from: 0, to: 1_000, apartMs: 10 }, [mark(500), mark(600, { lane: 'kubelet/worker-1' })]);
  const before = memory.marks('kube-scheduler');
  memory.put({ from: 1_000, to: 2_000, apartMs: 10 }, [mark(1_500, { lane: 'kubelet/worker-1' })]);
  expect(memory.marks('kube-scheduler')).toBe(before);
  expect(timesOf(memory, 'kubelet/worker-1')).toEqual([
    [600, 1],
    [1_500, 1],
  ]);
});

test('the lived future stays known when the clock goes back, and a new branch has only what it shares', () => {
  const memory = new LaneMemory();
  memory.put({ from: 0, to: 2_000, apartMs: 10 }, [mark(500), mark(1_500)]);
  expect(memory.missing(0, 800, 10)).toBeUndefined();
  expect(timesOf(memory)).toHaveLength(2);
  const other = memory.until(800);
  expect(timesOf(other)).toEqual([[500, 1]]);
  expect(other.missing(0, 900, 10)).toEqual({ from: 800, to: 900, apartMs: 10 });
});

test('what is kept is bounded: what lies far from the window goes', () => {
  const memory = new LaneMemory();
  const many = Array.from({ length: 15_000 }, (_, index) => mark(index));
  memory.put({ from: 0, to: 14_999, apartMs: 1 }, many);
  memory.put(
    { from: 100_000, to: 114_999, apartMs: 1 },
    many.map((one) => mark(one.at + 100_000)),
  );
  expect(memory.marks('kube-scheduler')).toHaveLength(15_000);
  expect(memory.missing(0, 1_000, 1)).toEqual({ from: 0, to: 1_000, apartMs: 1 });
});
