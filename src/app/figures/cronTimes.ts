/** The minutes that a cron schedule names: as much of the format as lessons need. Pure. */

const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;
const NAMED: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};
const MINUTE_MS = 60_000;

/** At most `most` instants of `schedule` (five fields, UTC) after `from` and not after `to`, in milliseconds since the epoch; none for what it does not understand. */
export function cronTimes(schedule: string, from: number, to: number, most: number): readonly number[] {
  const parts = (NAMED[schedule.trim()] ?? schedule).trim().split(/\s+/);
  const sets = FIELDS.map(([least, last], index) => setOf(parts[index] ?? '', least, last));
  const [minutes, hours, days, months, weekdays] = sets;
  if (parts.length !== 5 || !minutes || !hours || !days || !months || !weekdays) return [];
  const isEveryDay = parts[2] === '*' || parts[4] === '*';
  const times: number[] = [];
  for (let at = (Math.floor(from / MINUTE_MS) + 1) * MINUTE_MS; at <= to && times.length < most; at += MINUTE_MS) {
    const date = new Date(at);
    const isDay = days.has(date.getUTCDate());
    const isWeekday = weekdays.has(date.getUTCDay());
    // Of a day of the month and a day of the week that are both named, one is enough.
    const isRight = isEveryDay ? isDay && isWeekday : isDay || isWeekday;
    if (
      isRight &&
      minutes.has(date.getUTCMinutes()) &&
      hours.has(date.getUTCHours()) &&
      months.has(date.getUTCMonth() + 1)
    )
      times.push(at);
  }
  return times;
}

function setOf(field: string, least: number, last: number): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, range = '', step] = /^(\*|\d+(?:-\d+)?)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === '') return undefined;
    const [low, high] = range === '*' ? [least, last] : range.split('-').map(Number);
    const end = high ?? (step === undefined ? low : last);
    if (low === undefined || end === undefined) return undefined;
    for (let value = low; value <= end; value += Math.max(1, Number(step ?? 1)))
      values.add(value % 7 === 0 && last === 6 ? 0 : value);
  }
  return values;
}
