import { expect, test } from 'vitest';
import type { Outcome } from '../../client/predict';
import { verdictLines } from './verdict';

const outcome: Outcome = {
  now: 400_000,
  revision: 90,
  isOver: true,
  since: 1_000,
  until: { at: 346_000, revision: 80 },
  fate: { type: 'node', node: 'worker-3' },
  placed: { at: 341_000, revision: 70 },
  restarts: 0,
  ready: 3,
  counted: { at: 346_000, revision: 80 },
};
const marks = (guess: Parameters<typeof verdictLines>[0], of = outcome, isOver = true) =>
  Object.fromEntries(verdictLines(guess, of, isOver).map(({ question, isRight }) => [question, isRight]));

test('each line has its own mark, and what was left open has none', () => {
  expect(marks({ where: 'node/worker-3', restarts: 1, ready: 3 })).toEqual({
    where: true,
    after: undefined,
    restarts: false,
    ready: true,
  });
});

test('a time is right within a tenth, and two seconds at least', () => {
  const after = (afterMs: number) => marks({ afterMs }).after;
  expect([after(345_000), after(320_000), after(300_000), after(40_000)]).toEqual([true, true, false, false]);
  const short = { ...outcome, until: { at: 3_500, revision: 80 } };
  expect([marks({ afterMs: 4_000 }, short).after, marks({ afterMs: 5_000 }, short).after]).toEqual([true, false]);
});

test('a fate is no node of the same name', () => {
  expect(marks({ where: 'nowhere' }, { ...outcome, fate: { type: 'node', node: 'nowhere' } }).where).toBe(false);
  expect(marks({ where: 'nowhere' }, { ...outcome, fate: { type: 'nowhere' } }).where).toBe(true);
});

test('before it is over, a time that has not come is neither right nor wrong', () => {
  const { until: _, ...open } = outcome;
  const early: Outcome = { ...open, until: undefined, isOver: false };
  expect(marks({ afterMs: 5_000 }, early, false).after).toBeUndefined();
  expect(marks({ afterMs: 5_000 }, early, true).after).toBe(false);
});

test('of a controller that is scaled nobody asks where', () => {
  const { fate: _, ...scaled } = outcome;
  expect(verdictLines({}, scaled, true).map(({ question }) => question)).toEqual(['after', 'ready']);
});
