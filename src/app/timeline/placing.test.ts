import { expect, test } from 'vitest';
import type { Mark } from './marks';
import { nextBeyond, placeMarks, scaleOf } from './placing';

const START = Date.parse('2026-01-01T00:00:00Z');
const scale = scaleOf({ from: START, to: START + 150_000, widthPx: 900 });

const mark = (seconds: number, text: string, more: Partial<Mark> = {}): Mark => ({
  lane: 'kubelet/worker-1',
  shape: 'dot',
  at: START + seconds * 1000,
  until: START + seconds * 1000,
  text,
  count: 1,
  ...more,
});

test('marks on top of each other become one with a count; labels do not run into the next mark', () => {
  const placed = placeMarks(
    [
      mark(10, 'Pulled kubia'),
      mark(10.1, 'Created kubia', { count: 2 }),
      mark(10.2, 'Started kubia'),
      mark(14, 'Killing web'),
      mark(50, 'Scheduled web'),
    ],
    scale,
  );
  expect(placed.map(({ text, count, label }) => [text, count, label])).toEqual([
    ['Started kubia', 4, undefined],
    ['Killing web', 1, 'Killing web'],
    ['Scheduled web', 1, 'Scheduled web'],
  ]);
  expect(placed[0]?.parts?.map(({ text }) => text)).toEqual(['Pulled kubia', 'Created kubia', 'Started kubia']);
});

test('what is worst in a stack is seen', () => {
  const placed = placeMarks([mark(10, 'Unhealthy', { shape: 'warning' }), mark(10, 'Killing')], scale);
  expect(placed).toMatchObject([{ shape: 'warning', text: 'Killing', count: 2 }]);
});

test('what has happened and what is due are never one mark', () => {
  expect(placeMarks([mark(10, 'Killing'), mark(10.5, 'grace', { due: true })], scale)).toHaveLength(2);
});

test('heartbeats are no marks of their own, and what lies outside is not drawn', () => {
  expect(placeMarks([mark(10, '', { shape: 'beat' }), mark(10_000, 'later')], scale)).toEqual([]);
});

test('a window that moves a little keeps its scale, so that nothing is drawn again', () => {
  const moved = scaleOf({ from: START + 1_000, to: START + 151_000, widthPx: 900 });
  expect(moved).toEqual(scale);
});

test('what is due behind the right edge waits there, soonest first', () => {
  const due = (seconds: number) => mark(seconds, `${seconds}`, { due: true });
  expect(nextBeyond([due(900), due(300), due(10)], START + 150_000)?.text).toBe('300');
});
