/** Ages as kubectl prints them. */
import { expect, test } from 'vitest';
import { humanDuration, sinceText } from './duration';

const s = 1_000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;
const y = 365 * d;

test.each([
  [0, '0s'],
  [119 * s + 999, '119s'],
  [120 * s, '2m'],
  [125 * s, '2m5s'],
  [10 * m + 5 * s, '10m'],
  [3 * h, '3h'],
  [3 * h + 10 * m, '3h10m'],
  [8 * h + 59 * m, '8h'],
  [47 * h, '47h'],
  [52 * h, '2d4h'],
  [8 * d + 23 * h, '8d'],
  [30 * d, '30d'],
  [2 * y - s, '729d'],
  [2 * y, '2y'],
  [2 * y + 30 * d, '2y30d'],
  [8 * y + 30 * d, '8y'],
  [-1, '0s'],
  [-1999, '0s'],
  [-2 * s, '<invalid>'],
])('a span of %i ms reads %s', (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

test('what has no time has an unknown age', () => {
  const now = Date.parse('2026-01-01T00:00:05Z');
  expect(sinceText('2026-01-01T00:00:00Z', now)).toBe('5s');
  for (const none of [undefined, null, '', '0001-01-01T00:00:00Z']) expect(sinceText(none, now)).toBe('<unknown>');
});
