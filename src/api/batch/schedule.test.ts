import { expect, test } from 'vitest';
import { formatTime, parseTime } from '../meta/time';
import { ScheduleError, nextTime, parseSchedule } from './schedule';

const next = (schedule: string, after: string, zone?: string) => {
  const found = nextTime(parseSchedule(schedule), parseTime(after), zone);
  return found === undefined ? undefined : formatTime(found);
};
const complaint = (schedule: string) => {
  try {
    parseSchedule(schedule);
    return undefined;
  } catch (error) {
    if (error instanceof ScheduleError) return error.message;
    throw error;
  }
};

test.each([
  ['* * * * *', '2026-11-21T07:35:10Z', '2026-11-21T07:36:00Z'],
  ['* * * * *', '2026-11-21T07:36:00Z', '2026-11-21T07:37:00Z'],
  ['*/15 * * * *', '2026-11-21T07:46:00Z', '2026-11-21T08:00:00Z'],
  ['5/20 * * * *', '2026-11-21T07:46:00Z', '2026-11-21T08:05:00Z'],
  ['0 3 * * 1', '2026-11-21T07:46:00Z', '2026-11-23T03:00:00Z'],
  ['0 0 1 jan *', '2026-11-21T07:46:00Z', '2027-01-01T00:00:00Z'],
  ['30 8 * * MON-fri', '2026-11-20T09:00:00Z', '2026-11-23T08:30:00Z'],
  ['0 0 29 2 *', '2026-11-21T00:00:00Z', '2028-02-29T00:00:00Z'],
  ['@yearly', '2026-11-21T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['@weekly', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'],
  ['@hourly', '2026-11-21T00:00:00Z', '2026-11-21T01:00:00Z'],
  ['@every 1h30m', '2026-11-21T00:00:07Z', '2026-11-21T01:30:07Z'],
  ['@every 10ms', '2026-11-21T00:00:07Z', '2026-11-21T00:00:08Z'],
  // Either kind of day will do, unless one of them is any.
  ['0 0 13 * 5', '2026-11-08T00:00:00Z', '2026-11-13T00:00:00Z'],
  ['0 0 13 * 5', '2026-11-13T00:00:00Z', '2026-11-20T00:00:00Z'],
  ['0 0 */2 * 5', '2026-11-08T00:00:00Z', '2026-11-09T00:00:00Z'],
])('%s is due after %s at %s', (schedule, after, expected) => {
  expect(next(schedule, after)).toBe(expected);
});

test('a day that never comes is not waited for', () => {
  expect(next('0 0 30 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
});

test.each([
  ['0 9 * * *', 'Asia/Seoul', '2026-11-21T07:46:00Z', '2026-11-22T00:00:00Z'],
  ['30 9 * * *', 'Asia/Kolkata', '2026-11-21T07:46:00Z', '2026-11-22T04:00:00Z'],
  // Berlin skips 02:30 on the last Sunday of March, and has it twice on the last of October.
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
  ['0 0 * * *', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25T23:00:00Z'],
])('%s in %s is due after %s at %s', (schedule, zone, after, expected) => {
  expect(next(schedule, after, zone)).toBe(expected);
});

test.each([
  ['', 'empty spec string'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['61 * * * *', 'end of range (61) above maximum (59): 61'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['10-5 * * * *', 'beginning of range (10) beyond end of range (5): 10-5'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1--5 * * * *', 'too many hyphens: 1--5'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['*/x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  ['@every x', 'failed to parse duration @every x: time: invalid duration "x"'],
  ['@reboot', 'unrecognized descriptor: @reboot'],
])('%s is refused: %s', (schedule, why) => {
  expect(complaint(schedule)).toBe(why);
});
