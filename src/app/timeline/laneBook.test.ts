import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Branch } from '../../client/history';
import type { Command, Simulation } from '../../client/simulation';
import type { InsightAsk, LaneMark } from '../../client/why';
import { createLaneBook } from './laneBook';

const main: Branch = { id: '1', name: 'main', untilMs: 10_000 };
const view = { run: 0, branch: main, startedAt: 0, first: undefined, object: undefined };

/** An engine in which the scheduler binds a pod every second. */
function engine() {
  const asked: { readonly from: number; readonly to: number }[] = [];
  const tell = (ask: Extract<InsightAsk, { type: 'lanes' }>): readonly LaneMark[] => {
    asked.push({ from: ask.from, to: ask.to });
    const seconds = Array.from({ length: 100 }, (_, index) => index * 1_000);
    return seconds
      .filter((at) => at >= ask.from && at <= ask.to)
      .map((at) => ({ lane: 'kube-scheduler', type: 'binding', at, until: at, count: 1, row: at, text: `pod ${at}` }));
  };
  // The book asks for lanes alone.
  const insight = (async (ask) => tell(ask as Extract<InsightAsk, { type: 'lanes' }>)) as Simulation['insight'];
  return { asked, book: createLaneBook({ insight }) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ask = (to: number) => ({ from: 0, to, apartMs: 8, object: undefined });

test('while the clock runs the engine is asked at most twice a second, for what is new alone', async () => {
  const { asked, book } = engine();
  const memory = book.memory(view);
  for (let to = 1_000; to <= 4_000; to += 100) {
    book.want({ memory, ...ask(to) });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(asked.length).toBeLessThanOrEqual(8);
  expect(asked[0]).toEqual({ from: 0, to: 1_000 });
  expect(asked.slice(1).every(({ from }) => from >= 1_000)).toBe(true);
  await vi.advanceTimersByTimeAsync(500);
  expect(memory.marks('kube-scheduler').map(({ at }) => at)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
});

test('before the clock goes back all is told, however lately somebody asked', async () => {
  const { book } = engine();
  const memory = book.memory(view);
  book.want({ memory, ...ask(2_000) });
  await vi.advanceTimersByTimeAsync(10);
  await book.catchUp(7_500);
  expect(memory.marks('kube-scheduler')).toHaveLength(8);
});

test('a branch begins with what it shares with the one that it left', async () => {
  const { book } = engine();
  const memory = book.memory(view);
  book.want({ memory, ...ask(9_000) });
  await vi.advanceTimersByTimeAsync(10);
  const other = book.memory({
    ...view,
    branch: { id: '2', name: 'b', untilMs: 4_500, from: { id: '1', atMs: 4_500 } },
  });
  expect(other.marks('kube-scheduler').map(({ at }) => at)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  expect(book.memory(view)).toBe(memory);
});

test('another run has nothing in common with the one that was there', async () => {
  const { book } = engine();
  const command = (name: string): Command => ({ atMs: 0, type: 'line', text: name });
  const memory = book.memory({ ...view, first: command('kubectl run a') });
  book.want({ memory, ...ask(9_000) });
  await vi.advanceTimersByTimeAsync(10);
  expect(book.memory({ ...view, first: command('kubectl run a') })).toBe(memory);
  expect(book.memory({ ...view, first: command('kubectl run b') })).not.toBe(memory);
  // A run that took the place of one without a command may have come further than that.
  expect(book.memory({ ...view, run: 1, first: command('kubectl run a') })).not.toBe(book.memory(view));
  const begun = book.memory({ ...view, first: command('kubectl run b') });
  expect(book.memory({ ...view, branch: { ...main, untilMs: 0 }, first: undefined })).not.toBe(begun);
});

test('an engine that does not answer is asked again later, and breaks nothing', async () => {
  let times = 0;
  const book = createLaneBook({
    insight: async () => {
      times += 1;
      throw new Error('the engine has stopped');
    },
  });
  const memory = book.memory(view);
  book.want({ memory, ...ask(1_000) });
  await vi.advanceTimersByTimeAsync(1_000);
  book.want({ memory, ...ask(2_000) });
  await vi.advanceTimersByTimeAsync(3_000);
  expect([times, book.version()]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(times).toBe(2);
});
