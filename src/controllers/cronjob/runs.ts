/**
 * When a CronJob is due: the latest time that it has missed, and the next one.
 * Models mostRecentScheduleTime and nextScheduleTimeDuration of pkg/controller/cronjob (v1.36.3).
 */
import type { CronJob } from '../../api/batch/cronJob';
import { type Schedule, ScheduleError, nextTime, parseSchedule } from '../../api/batch/schedule';
import { parseTime } from '../../api/meta/time';

/** A run is looked for a little after its time, so that the clock has passed it for sure. */
const AFTER_MS = 100;
const MANY = 100;
const FAR_AWAY_MS = 366 * 86_400_000;

interface Missed {
  /** From here on runs count. */
  readonly earliest: number;
  /** The latest time that has passed without a run. */
  readonly latest?: number;
  readonly missed: 'none' | 'few' | 'many';
}

/** The latest run that has been missed within the deadline to start it, and whether many have been. */
export function dueRun(cronJob: CronJob, schedule: Schedule, now: number): Missed {
  const { startingDeadlineSeconds } = cronJob.spec;
  const earliest = earliestOf(cronJob);
  const deadline = startingDeadlineSeconds === undefined ? earliest : now - startingDeadlineSeconds * 1000;
  return missedSince(cronJob, schedule, Math.max(earliest, deadline), now);
}

/** How long until the CronJob has to be looked at again. */
export function nextLookMs(cronJob: CronJob, schedule: Schedule, now: number): number {
  const { earliest, latest, missed } = missedSince(cronJob, schedule, earliestOf(cronJob), now);
  const from = latest ?? (missed === 'none' ? earliest : now);
  const next = nextTime(schedule, from, cronJob.spec.timeZone);
  return next === undefined ? FAR_AWAY_MS : Math.max(0, next + AFTER_MS - now);
}

/** The schedule, or the words for why it cannot be read. */
export function scheduleOf({ spec }: CronJob): Schedule | string {
  try {
    return parseSchedule(spec.schedule);
  } catch (error) {
    if (error instanceof ScheduleError) return error.message;
    throw error;
  }
}

function earliestOf({ metadata, status }: CronJob): number {
  return parseTime(status.lastScheduleTime ?? metadata.creationTimestamp);
}

function missedSince({ spec }: CronJob, schedule: Schedule, earliest: number, now: number): Missed {
  const { timeZone } = spec;
  const first = nextTime(schedule, earliest, timeZone);
  if (first === undefined || now < first) return { earliest, missed: 'none' };
  const second = nextTime(schedule, first, timeZone);
  if (second === undefined || now < second) return { earliest, latest: first, missed: 'none' };
  // A rough count, as if all runs were as far apart as the first two.
  const apartSeconds = Math.round((second - first) / 1000);
  const count = Math.floor(Math.floor((now - first) / 1000) / apartSeconds) + 1;
  let latest: number | undefined;
  let at = nextTime(schedule, first + (count - 2) * apartSeconds * 1000, timeZone);
  while (at !== undefined && at <= now) {
    latest = at;
    at = nextTime(schedule, at, timeZone);
  }
  const missed = count > MANY ? 'many' : 'few';
  return latest === undefined ? { earliest, missed } : { earliest, latest, missed };
}
