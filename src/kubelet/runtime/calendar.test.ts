import { expect, test } from 'vitest';
import { calendar, formatDate, rfc3339 } from './calendar';

test('every day of a century has the date that Date says', () => {
  for (let day = -10_000; day < 40_000; day += 13) {
    const ms = day * 86_400_000 + 12_345_678;
    const real = new Date(ms);
    const { year, month, day: dayOfMonth, weekday } = calendar(ms);
    expect([year, month, dayOfMonth, weekday]).toEqual([
      real.getUTCFullYear(),
      real.getUTCMonth() + 1,
      real.getUTCDate(),
      real.getUTCDay(),
    ]);
  }
});

test('date prints as in a container', () => {
  const ms = 1_795_244_401_250;
  expect(formatDate(ms)).toBe('Sat Nov 21 07:00:01 UTC 2026');
  expect(formatDate(ms, '%Y-%m-%dT%H:%M:%S %s %%')).toBe('2026-11-21T07:00:01 1795244401 %');
  expect(rfc3339(ms)).toBe('2026-11-21T07:00:01.250000000Z');
});
