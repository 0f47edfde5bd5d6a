/** Instants as `kubectl describe` spells them, in UTC: `Sat, 21 Nov 2026 07:44:31 +0000` (Go's RFC1123Z). */
import type { MicroTime, Time } from '../../api/meta/objectMeta';
import { formatTime, parseTime } from '../../api/meta/time';

const weekdays = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** `time` with its weekday. Go's zero time if it is absent. */
export function dateText(time: Time | MicroTime | null | undefined): string {
  const instant = time === null || time === undefined ? Number.NaN : parseTime(time);
  if (Number.isNaN(instant)) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const text = formatTime(instant);
  const days = Math.floor(instant / DAY_MS);
  const weekday = weekdays[((days % 7) + 7) % 7];
  const month = months[Number(text.slice(5, 7)) - 1];
  return `${weekday}, ${text.slice(8, 10)} ${month} ${text.slice(0, 4)} ${text.slice(11, 19)} +0000`;
}
