/** The instants that a schedule names. */
import { expect, test } from 'vitest';
import { cronTimes } from './cronTimes';

const NOON = Date.parse('2026-01-01T12:00:30Z');
const HOUR = 3_600_000;
const times = (schedule: string, span = HOUR, most = 4) =>
  cronTimes(schedule, NOON, NOON + span, most).map((at) => new Date(at).toISOString().slice(5, 16));

test('every three minutes', () => {
  expect(times('*/3 * * * *')).toEqual(['01-01T12:03', '01-01T12:06', '01-01T12:09', '01-01T12:12']);
});

test('lists, ranges and steps', () => {
  expect(times('0,15,30-31 * * * *')).toEqual(['01-01T12:15', '01-01T12:30', '01-01T12:31', '01-01T13:00']);
  expect(times('10-40/10 * * * *')).toEqual(['01-01T12:10', '01-01T12:20', '01-01T12:30', '01-01T12:40']);
});

test('names of schedules, and days of the week with Sunday twice', () => {
  expect(times('@daily', 48 * HOUR)).toEqual(['01-02T00:00', '01-03T00:00']);
  expect(times('0 0 * * 7', 7 * 24 * HOUR)).toEqual(times('0 0 * * 0', 7 * 24 * HOUR));
  expect(times('0 0 * * 7', 7 * 24 * HOUR)).toEqual(['01-04T00:00']);
});

test('of a day of the month and a day of the week one is enough', () => {
  expect(times('0 0 3 * 5', 4 * 24 * HOUR)).toEqual(['01-02T00:00', '01-03T00:00']);
});

test('what is no schedule names nothing', () => {
  expect(times('every minute')).toEqual([]);
  expect(times('* * * *')).toEqual([]);
  expect(times('x * * * *')).toEqual([]);
});
