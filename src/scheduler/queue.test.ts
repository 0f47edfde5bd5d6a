import { expect, test } from 'vitest';
import { unexplained } from '../component/unexplained';
import type { Instant } from '../sim/clock';
import { fakeState, node, pod } from './fakeCluster';
import { Heap } from './heap';
import { SchedulingQueue, backOffEnd } from './queue';

const at = (ms: number) => ms as Instant; // The tests count from 0.
const always = () => true;

test.each([
  [1, 1000],
  [2, 2000],
  [3, 4000],
  [4, 8000],
  [5, 10_000],
  [9, 10_000],
])('the back-off after failure %i ends after %i ms', (count, duration) => {
  expect(backOffEnd(at(0), count)).toBe(duration);
});

test('a back-off ends at a whole second', () => {
  expect(backOffEnd(at(1700), 1)).toBe(2000);
});

test('a pod in back-off is tried at once when nothing else is ready, and waits its turn otherwise', () => {
  const queue = new SchedulingQueue(fakeState(), unexplained);
  const event = { type: 'nodeAdd', node: node('m01') } as const;
  queue.add(pod('failed'), false, at(0));
  const failed = queue.pop(at(100));
  if (failed === undefined) throw new Error('the pod is in the queue');
  queue.rejected(failed, ['NodeName'], at(100));
  queue.wake(event, always, () => pod('failed'), at(200));
  queue.add(pod('fresh'), false, at(300));
  expect(queue.pop(at(400))?.name).toBe('fresh');
  expect(queue.pop(at(400))?.name).toBe('failed');
  expect(queue.hasWork).toBe(false);
});

test('an event wakes only the pods that a hint says it helps', () => {
  const queue = new SchedulingQueue(fakeState(), unexplained);
  for (const name of ['a', 'b']) {
    queue.add(pod(name), false, at(0));
    const entry = queue.pop(at(0));
    if (entry !== undefined) queue.rejected(entry, [`plugin-${name}`], at(0));
  }
  const event = { type: 'nodeAdd', node: node('m01') } as const;
  queue.wake(
    event,
    (plugin) => plugin === 'plugin-b',
    (entry) => pod(entry.name),
    at(5000),
  );
  expect(queue.pop(at(5000))?.name).toBe('b');
  expect(queue.pop(at(5000))).toBeUndefined();
});

test('a pod that is removed while it is ready is not handed out', () => {
  const queue = new SchedulingQueue(fakeState(), unexplained);
  queue.add(pod('a'), false, at(0));
  queue.add(pod('b'), false, at(0));
  queue.remove('uid-a');
  expect(queue.pop(at(0))?.name).toBe('b');
});

test('a heap gives its items in order', () => {
  const heap = new Heap<number>(fakeState().map('heap'), (a, b) => a < b);
  const items = Array.from({ length: 100 }, (_, index) => (index * 37) % 101);
  for (const item of items) heap.push(item);
  const sorted = [...items].sort((a, b) => a - b);
  expect(items.map(() => heap.pop())).toEqual(sorted);
  expect(heap.pop()).toBeUndefined();
});
