import { expect, test } from 'vitest';
import { readTime } from './typedTime';

const against = { startedAt: Date.parse('2026-01-01T00:00:00Z'), nowMs: 130_000, endMs: 340_000 };

test.each([
  ['3:20', 200_000],
  [' 0:05.5 ', 5_500],
  ['1:02:03', 3_723_000],
  ['95s', 95_000],
  ['2m30s', 150_000],
  ['1h', 3_600_000],
  ['250ms', 250],
  ['-30s', 100_000],
  ['+1m', 190_000],
  ['2026-01-01T00:03:20.5Z', 200_500],
  ['2026-01-01T01:03:20.000+01:00', 200_000],
])('%s leads to %i ms', (text, atMs) => {
  expect(readTime(text, against)).toEqual({ type: 'moment', atMs });
});

test('a stamp of an event is cut to its second: what it tells of is there when the clock stands', () => {
  expect(readTime('2026-01-01T00:03:20Z', against)).toEqual({ type: 'moment', atMs: 200_999 });
});

test.each([
  ['', 'timeline.typed.unknown'],
  ['soon', 'timeline.typed.unknown'],
  ['3:75', 'timeline.typed.unknown'],
  ['1:90:00', 'timeline.typed.unknown'],
  ['95', 'timeline.typed.unknown'],
  ['2026-13-41T00:00:00Z', 'timeline.typed.unknown'],
  ['-10m', 'timeline.typed.before'],
  ['2025-12-31T23:59:59Z', 'timeline.typed.before'],
  ['9h', 'timeline.typed.far'],
])('"%s" is refused: %s', (text, why) => {
  expect(readTime(text, against)).toMatchObject({ type: 'refused', why });
});
