/** The instants that a CronJob's schedule names, as its controller reads it. Pure. */
import type { CronJob } from '../../api/batch/cronJob';
import { nextTime, parseSchedule, type Schedule, ScheduleError } from '../../api/batch/schedule';

/** At most `most` instants after `from` and not after `to`, in milliseconds since the epoch; none for what is no schedule. */
export function cronTimes(
  { schedule, timeZone }: Pick<CronJob['spec'], 'schedule' | 'timeZone'>,
  from: number,
  to: number,
  most: number,
): readonly number[] {
  const read = readSchedule(schedule);
  const times: number[] = [];
  let at = read && nextTime(read, from, timeZone);
  while (read !== undefined && at !== undefined && at <= to && times.length < most) {
    times.push(at);
    at = nextTime(read, at, timeZone);
  }
  return times;
}

function readSchedule(text: string): Schedule | undefined {
  try {
    return parseSchedule(text);
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}
