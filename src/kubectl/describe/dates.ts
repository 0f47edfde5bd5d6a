/** Instants as `kubectl describe` spells them, in UTC: `Sat, 21 Nov 2026 07:44:31 +0000` (Go's RFC1123Z). */
import type { MicroTime, Time } from '../../api/meta/objectMeta';
import { formatDate, parseTime } from '../../api/meta/time';

/** `time` with its weekday. Go's zero time if it is absent. */
export function dateText(time: Time | MicroTime | null | undefined): string {
  const instant = time === null || time === undefined ? Number.NaN : parseTime(time);
  return Number.isNaN(instant) ? 'Mon, 01 Jan 0001 00:00:00 +0000' : formatDate(instant);
}
