/**
 * Spans of time as kubectl prints them.
 * Models staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go (v1.36.3).
 */
import { parseTime } from '../api/meta/time';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** `33s`, `2m5s`, `13m`, `3h10m`, `2d4h`, `1y30d`; `<invalid>` from -2 s on. */
export function humanDuration(ms: number): string {
  const whole = (unit: number) => Math.floor(ms / unit);
  if (ms <= -2 * SECOND) return '<invalid>';
  if (ms < 0) return '0s';
  if (ms < 2 * MINUTE) return `${whole(SECOND)}s`;
  if (ms < 10 * MINUTE) return two(whole(MINUTE), 'm', whole(SECOND) % 60, 's');
  if (ms < 3 * HOUR) return `${whole(MINUTE)}m`;
  if (ms < 8 * HOUR) return two(whole(HOUR), 'h', whole(MINUTE) % 60, 'm');
  if (ms < 2 * DAY) return `${whole(HOUR)}h`;
  if (ms < 8 * DAY) return two(whole(DAY), 'd', whole(HOUR) % 24, 'h');
  if (ms < 2 * YEAR) return `${whole(DAY)}d`;
  if (ms < 8 * YEAR) return two(whole(YEAR), 'y', whole(DAY) % 365, 'd');
  return `${whole(YEAR)}y`;
}

function two(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;
}

/** The age at `now` of what happened at `time`; `<unknown>` if that is not known. */
export function sinceText(time: string | null | undefined, now: number): string {
  const at = instantOf(time);
  return at === undefined ? '<unknown>' : humanDuration(now - at);
}

/** Milliseconds since the epoch of an RFC 3339 time; undefined for none. */
export function instantOf(time: string | null | undefined): number | undefined {
  if (time === null || time === undefined || time === '' || time.startsWith('0001-01-01T00:00:00')) return undefined;
  const at = parseTime(time);
  return Number.isNaN(at) ? undefined : at;
}
