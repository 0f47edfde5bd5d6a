/** What a person types to go to a moment: `3:20`, `1:02:03.5`, `95s`, `2m30s`, `-30s` from here, or the stamp of an event. Pure. */
import type { TextKey, TextParams } from '../i18n/text';
import { shortClock } from './clockText';

/** The clock that a typed time is read against. */
export interface TypedAgainst {
  /** Virtual milliseconds since the epoch. */
  readonly startedAt: number;
  /** Virtual milliseconds since the start of the run: where the clock stands, and how far the branch has been lived. */
  readonly nowMs: number;
  readonly endMs: number;
}

export type TypedTime =
  | { readonly type: 'moment'; readonly atMs: number }
  | { readonly type: 'refused'; readonly why: TextKey; readonly params?: TextParams };

const SECOND = 1_000;
const UNITS: Readonly<Record<string, number>> = { h: 3600 * SECOND, m: 60 * SECOND, s: SECOND, ms: 1 };
/** Beyond the end it is lived on; more than this at once is a slip of the hand. */
const MOST_AHEAD = 3600 * SECOND;

/** Reads a typed time, or tells what is wrong with it. */
export function readTime(text: string, against: TypedAgainst): TypedTime {
  const typed = text.trim();
  const atMs = stampMs(typed, against) ?? clockMs(typed) ?? durationMs(typed, against.nowMs);
  if (atMs === undefined) return { type: 'refused', why: 'timeline.typed.unknown' };
  if (atMs < 0) return { type: 'refused', why: 'timeline.typed.before' };
  if (atMs > against.endMs + MOST_AHEAD)
    return { type: 'refused', why: 'timeline.typed.far', params: { end: shortClock(against.endMs) } };
  return { type: 'moment', atMs };
}

/** `2026-01-01T00:03:20Z`, as kubectl prints it. A stamp without a fraction means all of its second. */
function stampMs(typed: string, { startedAt }: TypedAgainst): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(typed)) return undefined;
  const at = Date.parse(typed);
  if (Number.isNaN(at)) return undefined;
  return (typed.includes('.') ? at : at + SECOND - 1) - startedAt;
}

/** `3:20`, `13:12.4`, `1:02:03`: minutes and seconds, with hours in front. */
function clockMs(typed: string): number | undefined {
  const parts = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:\.\d{1,3})?)$/.exec(typed);
  if (parts === null) return undefined;
  const [, hours, minutes, seconds] = parts;
  if (Number(seconds) >= 60 || (hours !== undefined && Number(minutes) >= 60)) return undefined;
  return Math.round((Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds)) * SECOND);
}

/** `95s`, `2m30s`, `1h`, `250ms`, as Kubernetes writes durations; with a sign: from where the clock stands. */
function durationMs(typed: string, nowMs: number): number | undefined {
  const parts = /^([+-]?)((?:\d+(?:\.\d+)?(?:ms|h|m|s))+)$/.exec(typed);
  if (parts === null) return undefined;
  const [, sign, units = ''] = parts;
  let sum = 0;
  for (const [, amount, unit = ''] of units.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g))
    sum += Number(amount) * (UNITS[unit] ?? 0);
  sum = Math.round(sum);
  return sign === '' ? sum : nowMs + (sign === '-' ? -sum : sum);
}
