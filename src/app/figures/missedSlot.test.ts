import { expect, test } from 'vitest';
import { isMissed } from './missedSlot';

const minute = (count: number) => count * 60_000;
const cron = (last: number | undefined, kept: readonly number[], now: number) => ({
  created: minute(1),
  now: minute(now),
  last: last === undefined ? undefined : minute(last),
  isSuspended: false,
  kept: kept.map(minute),
});

test('a slot without a Job is missed, also after a later slot has made one', () => {
  expect(isMissed(minute(6), cron(3, [3], 7))).toBe(true);
  expect(isMissed(minute(6), cron(9, [3, 9], 10))).toBe(true);
});

test('a slot is not missed whose Job may have been cleared away: it is older than those that are kept', () => {
  expect(isMissed(minute(3), cron(9, [6, 9], 10))).toBe(false);
});

test('with no Job kept, what lies before the last schedule was made', () => {
  expect(isMissed(minute(3), cron(3, [], 4))).toBe(false);
  expect(isMissed(minute(6), cron(3, [], 7))).toBe(true);
});

test('neither what is to come nor what was before the CronJob is missed', () => {
  expect(isMissed(minute(9), cron(3, [3], 7))).toBe(false);
  expect(isMissed(minute(0), cron(undefined, [], 7))).toBe(false);
});

test('since its last run a suspended CronJob misses nothing', () => {
  expect(isMissed(minute(6), { ...cron(3, [3], 7), isSuspended: true })).toBe(false);
});
