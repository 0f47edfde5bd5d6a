/** The virtual clock as people read it: time since the run began. */

/** `0:02.1`, `13:12.4`, `1:02:03.4`: minutes and seconds with one digit behind. */
export function clockText(ms: number): string {
  const tenths = Math.floor(Math.max(0, ms) / 100);
  return `${wholeClock(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** The same without the digit behind: for axes and file names. */
export function shortClock(ms: number): string {
  return wholeClock(Math.floor(Math.max(0, ms) / 1000));
}

function wholeClock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** The clock as an ISO 8601 duration, for `datetime`: `PT13M12.4S`. */
export function isoDuration(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 100) / 10;
  return `PT${Math.floor(seconds / 60)}M${Math.round((seconds % 60) * 10) / 10}S`;
}
