/**
 * Time zones by their IANA names: whether there is one, and what its clocks show.
 * The rules are the host's own (Intl): a browser with other rules than the next one runs such a schedule at another time.
 */
import { dateOf, daysSinceEpoch } from './time';

/** What a clock on the wall shows. */
export interface LocalTime {
  /** January is 1. */
  readonly month: number;
  readonly day: number;
  /** Sunday is 0. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** True for a name such as `Asia/Seoul` or `UTC`, in these very letters. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name)) return false;
  // The host reads names in any letters and hands them back in the right ones, or another name of the zone.
  const proper = formatOf(name)?.resolvedOptions().timeZone;
  return proper !== undefined && (proper === name || proper.toLowerCase() !== name.toLowerCase());
}

/** How far the clocks of `zone` are ahead of UTC at that instant, in milliseconds. Unknown zones are UTC. */
export function zoneOffsetMs(instant: number, zone: string): number {
  const format = zone === 'UTC' ? undefined : formatOf(zone);
  if (format === undefined) return 0;
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const shown = daysSinceEpoch(year, month, day) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000;
  return shown - Math.floor(instant / 1000) * 1000;
}

/** What the clocks of `zone` show at that instant. */
export function localTime(instant: number, zone: string): LocalTime {
  const local = instant + zoneOffsetMs(instant, zone);
  const days = Math.floor(local / DAY_MS);
  const minutes = Math.floor((local - days * DAY_MS) / 60_000);
  const hour = Math.floor(minutes / 60);
  const { month, day } = dateOf(days);
  return { month, day, weekday: (((days + 4) % 7) + 7) % 7, hour, minute: minutes - hour * 60 };
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = 'numeric';
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
    });
    formats.set(zone, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
