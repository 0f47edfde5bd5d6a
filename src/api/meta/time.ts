/**
 * Instants as the API spells them, and back.
 * Models metav1.Time and metav1.MicroTime of staging/src/k8s.io/apimachinery/pkg/apis/meta/v1 (v1.36.3).
 */
import type { MicroTime, Time } from './objectMeta';

/** Milliseconds since the Unix epoch: the `Instant` of the engine, which this layer does not know. */
type Milliseconds = number;

const DAY_MS = 86_400_000;
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** `2026-11-21T07:54:28Z`: whole seconds, the rest is cut off. Same-second calls share one string. */
export function formatTime(instant: Milliseconds): Time {
  const second = Math.floor(instant / 1000);
  if (second === memo.second) return memo.text;
  const text = `${secondsText(second)}Z`;
  memo = { second, text };
  return text;
}
/** Objects of one event carry the same time: a memo of one spares most of the formatting. */
let memo: { readonly second: number; readonly text: string } = { second: 0, text: '1970-01-01T00:00:00Z' };

/** `2026-11-21T07:54:28.250000Z`: microseconds, the last three are always 0 because instants are milliseconds. */
export function formatMicroTime(instant: Milliseconds): MicroTime {
  const second = Math.floor(instant / 1000);
  return `${secondsText(second)}.${String(instant - second * 1000).padStart(3, '0')}000Z`;
}

const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sat, 21 Nov 2026 07:44:31 +0000`: Go's RFC1123Z in UTC. */
export function formatDate(instant: Milliseconds): string {
  const text = formatTime(instant);
  const days = Math.floor(instant / DAY_MS);
  const weekday = weekdays[((days % 7) + 7) % 7];
  const month = months[Number(text.slice(5, 7)) - 1];
  return `${weekday}, ${text.slice(8, 10)} ${month} ${text.slice(0, 4)} ${text.slice(11, 19)} +0000`;
}

/**
 * The instant that an RFC 3339 text names, in milliseconds since the epoch, rounded down; NaN if it names none.
 * Branded for the engine's clock by the caller's type: `parseTime<Instant>(text)`.
 */
export function parseTime<T extends number = number>(text: Time): T {
  const found = rfc3339.exec(text);
  if (found === null) return Number.NaN as T; // NaN is a number of any brand.
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHours, offsetMinutes] = found;
  const days = daysSinceEpoch(Number(year), Number(month), Number(day));
  if (Number.isNaN(days) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return Number.NaN as T;
  const offset =
    sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  const ofDay = (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
  const milliseconds = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  return (days * DAY_MS + ofDay + milliseconds - offset) as T; // The brand is the caller's word.
}
const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Whole seconds from `from` to `to`, rounded down. */
export function secondsBetween(from: Time, to: Time): number {
  return Math.floor((parseTime(to) - parseTime(from)) / 1000);
}

function secondsText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const ofDay = seconds - days * 86_400;
  const { year, month, day } = dateOf(days);
  const hour = Math.floor(ofDay / 3600);
  const minute = Math.floor((ofDay % 3600) / 60);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(ofDay % 60)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from year 1 to the first of January of `year`. */
function daysBeforeYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}
const epochDays = daysBeforeYear(1970);

function daysBeforeMonth(year: number, month: number): number {
  return (daysBefore[month - 1] ?? Number.NaN) + (month > 2 && isLeap(year) ? 1 : 0);
}

/** Days from the epoch to a date of the Gregorian calendar; NaN if there is no such date. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const length = month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day < 1 || day > length) return Number.NaN;
  return daysBeforeYear(year) + daysBeforeMonth(year, month) + day - 1 - epochDays;
}

/** The date so many days after the epoch. January is 1. */
export function dateOf(days: number): { year: number; month: number; day: number } {
  const since = days + epochDays;
  let year = Math.floor(since / 365.2425) + 1;
  while (daysBeforeYear(year + 1) <= since) year += 1;
  while (daysBeforeYear(year) > since) year -= 1;
  const ofYear = since - daysBeforeYear(year);
  let month = 12;
  while (daysBeforeMonth(year, month) > ofYear) month -= 1;
  return { year, month, day: ofYear - daysBeforeMonth(year, month) + 1 };
}
