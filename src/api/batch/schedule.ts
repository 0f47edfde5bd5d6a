/**
 * Schedules of CronJobs: five fields or a descriptor, and when they are due next.
 * Models ParseStandard and SpecSchedule.Next of github.com/robfig/cron v3.0.1, with its words for what is wrong.
 */
import { durationMs } from '../meta/duration';
import { type LocalTime, localTime, zoneOffsetMs } from '../meta/timeZone';

/** A set of numbers for each field; `isAny` says that a field was `*` or `?`. */
export interface FieldsSchedule {
  readonly type: 'fields';
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Sunday is 0. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Only one of the two kinds of days has to match, unless one of them is any. */
  readonly isAnyDay: boolean;
}
/** `@every 90s`: whole seconds, at least one. */
export interface IntervalSchedule {
  readonly type: 'interval';
  readonly everyMs: number;
}
export type Schedule = FieldsSchedule | IntervalSchedule;

/** A schedule that cannot be read. The message is the parser's. */
export class ScheduleError extends Error {
  override name = 'ScheduleError';
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** In order, from `min` on. */
  readonly names?: readonly string[];
}

const bounds: readonly [Bounds, Bounds, Bounds, Bounds, Bounds] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const EVERY = '@every ';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Nothing is due for so long: February the 30th. */
const SEARCHED_MS = 5 * 366 * 24 * HOUR_MS;

/** Reads a schedule. Throws ScheduleError. */
export function parseSchedule(text: string): Schedule {
  if (text === '') throw new ScheduleError('empty spec string');
  // Validation refuses zones in schedules; whether they exist is not asked.
  const spec = /^(CRON_)?TZ=/.test(text) ? text.slice(text.indexOf(' ') + 1).trim() : text;
  if (!spec.startsWith('@')) return parseFields(spec);
  const known = Object.hasOwn(descriptors, spec) ? descriptors[spec] : undefined;
  if (known !== undefined) return parseFields(known);
  if (!spec.startsWith(EVERY)) throw new ScheduleError(`unrecognized descriptor: ${spec}`);
  const interval = durationMs(spec.slice(EVERY.length));
  if (typeof interval === 'string') throw new ScheduleError(`failed to parse duration ${spec}: ${interval}`);
  return { type: 'interval', everyMs: Math.max(1, Math.floor(interval / 1000)) * 1000 };
}

function parseFields(spec: string): FieldsSchedule {
  const fields = spec.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== bounds.length) {
    const found = `found ${fields.length}: [${fields.join(' ')}]`;
    throw new ScheduleError(`expected exactly ${bounds.length} fields, ${found}`);
  }
  const parsed = bounds.map((range, index) => parseField(fields[index] ?? '', range));
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = parsed.map(({ numbers }) => numbers);
  return {
    type: 'fields',
    ...{ minutes, hours, daysOfMonth, months, daysOfWeek },
    isAnyDay: parsed[2]?.isAny === true || parsed[4]?.isAny === true,
  } as FieldsSchedule; // There are as many fields as bounds.
}

function parseField(field: string, range: Bounds): { readonly numbers: ReadonlySet<number>; readonly isAny: boolean } {
  const numbers = new Set<number>();
  let isAny = false;
  for (const part of field.split(',')) {
    if (part === '') continue;
    const { start, end, step, any } = parsePart(part, range);
    isAny ||= any;
    for (let number = start; number <= end; number += step) numbers.add(number);
  }
  return { numbers, isAny };
}

/** `*`, `5`, `MON-FRI`, any of them with `/2`. */
function parsePart(part: string, range: Bounds): { start: number; end: number; step: number; any: boolean } {
  const [limits = '', steps, ...more] = part.split('/');
  const [low = '', high, ...others] = limits.split('-');
  let any = low === '*' || low === '?';
  let [start, end, step] = [range.min, range.max, 1];
  if (!any) {
    start = parseNumber(low, range.names, range.min);
    if (others.length > 0) throw new ScheduleError(`too many hyphens: ${part}`);
    end = high === undefined ? start : parseNumber(high, range.names, range.min);
  }
  if (more.length > 0) throw new ScheduleError(`too many slashes: ${part}`);
  if (steps !== undefined) {
    step = parseNumber(steps);
    // `5/15` is `5-59/15`.
    if (high === undefined) end = range.max;
    if (step > 1) any = false;
  }
  if (start < range.min) throw outOfRange('beginning', start, `below minimum (${range.min})`, part);
  if (end > range.max) throw outOfRange('end', end, `above maximum (${range.max})`, part);
  if (start > end) throw outOfRange('beginning', start, `beyond end of range (${end})`, part);
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${part}`);
  return { start, end, step, any };
}

function outOfRange(which: string, number: number, why: string, part: string): ScheduleError {
  return new ScheduleError(`${which} of range (${number}) ${why}: ${part}`);
}

function parseNumber(text: string, names: readonly string[] = [], first = 0): number {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return first + named;
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(number) < 2 ** 63)) {
    const why = Number.isNaN(number) ? 'invalid syntax' : 'value out of range';
    throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`);
  }
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`);
  return number;
}

/**
 * The first instant after `after` (milliseconds since the epoch) that `schedule` names on the clocks of `zone`; undefined
 * if there is none within five years. Hours that clocks skip are skipped, hours that they repeat come twice.
 */
export function nextTime(schedule: Schedule, after: number, zone = 'UTC'): number | undefined {
  const second = Math.floor(after / 1000) * 1000;
  if (schedule.type === 'interval') return second + schedule.everyMs;
  let at = Math.ceil((second + 1000) / MINUTE_MS) * MINUTE_MS;
  const limit = at + SEARCHED_MS;
  while (at < limit) {
    const local = localTime(at, zone);
    if (!schedule.months.has(local.month) || !isDay(schedule, local)) at = nextMidnight(at, local, zone);
    else if (!schedule.hours.has(local.hour)) at += HOUR_MS - local.minute * MINUTE_MS;
    else if (!schedule.minutes.has(local.minute)) at += MINUTE_MS;
    else return at;
  }
  return undefined;
}

function isDay({ daysOfMonth, daysOfWeek, isAnyDay }: FieldsSchedule, { day, weekday }: LocalTime): boolean {
  const [ofMonth, ofWeek] = [daysOfMonth.has(day), daysOfWeek.has(weekday)];
  return isAnyDay ? ofMonth && ofWeek : ofMonth || ofWeek;
}

/** The next day begins, also if this one has 23 or 25 hours. */
function nextMidnight(at: number, { hour, minute }: LocalTime, zone: string): number {
  const midnight = at + 24 * HOUR_MS - hour * HOUR_MS - minute * MINUTE_MS;
  const shiftMs = zoneOffsetMs(midnight, zone) - zoneOffsetMs(at, zone);
  return midnight - shiftMs;
}
