/** Dates of the proleptic Gregorian calendar in UTC, from virtual milliseconds. The engine has no Date. */

/** One instant in UTC. */
export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const DAY_MS = 86_400_000;

/** `ms` since the Unix epoch, broken down. */
export function calendar(ms: number): CalendarTime {
  const days = Math.floor(ms / DAY_MS);
  const rest = ms - days * DAY_MS;
  // Years are counted from 1 March, so that the leap day is the last of its year; 719468 days lie before 1970-01-01.
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (n: number) => String(n).padStart(2, '0');

/** `2026-11-21T07:08:31.250000000Z`, as the runtime stamps log lines. */
export function rfc3339(ms: number): string {
  const t = calendar(ms);
  const nanos = `${String(t.millisecond).padStart(3, '0')}000000`;
  return `${t.year}-${two(t.month)}-${two(t.day)}T${two(t.hour)}:${two(t.minute)}:${two(t.second)}.${nanos}Z`;
}

/** What `date` prints with `format` (strftime letters); the default is that of `date` without arguments. */
export function formatDate(ms: number, format = '%a %b %e %H:%M:%S UTC %Y'): string {
  const t = calendar(ms);
  const parts: Readonly<Record<string, string>> = {
    a: WEEKDAYS[t.weekday] ?? '',
    b: MONTHS[t.month - 1] ?? '',
    d: two(t.day),
    e: String(t.day).padStart(2, ' '),
    F: `${t.year}-${two(t.month)}-${two(t.day)}`,
    H: two(t.hour),
    m: two(t.month),
    M: two(t.minute),
    N: `${String(t.millisecond).padStart(3, '0')}000000`,
    n: '\n',
    s: String(Math.floor(ms / 1000)),
    S: two(t.second),
    T: `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`,
    Y: String(t.year),
    y: two(t.year % 100),
    Z: 'UTC',
    z: '+0000',
    '%': '%',
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => parts[letter] ?? whole);
}
