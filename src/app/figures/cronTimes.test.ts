/** The instants that a schedule names. */
import { expect, test } from 'vitest';
import { cronTimes } from './cronTimes';

const NOON = Date.parse('2026-01-01T12:00:30Z');
const HOUR = 3_600_000;
const times = (schedule: string, span = HOUR, most = 4, timeZone?: string) =>
  cronTimes({ schedule, ...(timeZone === undefined ? {} : { timeZone }) }, NOON, NOON + span, most).map((at) =>
    new Date(at).toISOString().slice(5, 16),
  );

test('every three minutes', () => {
  expect(times('*/3 * * * *')).toEqual(['01-01T12:03', '01-01T12:06', '01-01T12:09', '01-01T12:12']);
});

test('a time zone of its own', () => {
  expect(times('30 22 * * *', 24 * HOUR, 4, 'Asia/Seoul')).toEqual(['01-01T13:30']);
});

test('names of days, and what is no five fields', () => {
  expect(times('0 0 * * MON', 7 * 24 * HOUR)).toEqual(['01-05T00:00']);
  expect(times('@every 20m', HOUR)).toEqual(['01-01T12:20', '01-01T12:40', '01-01T13:00']);
});

test('no more than are asked for, and none for what is no schedule', () => {
  expect(times('* * * * *', HOUR, 2)).toEqual(['01-01T12:01', '01-01T12:02']);
  expect(times('every minute')).toEqual([]);
});
