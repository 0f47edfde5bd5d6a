/** Spells spans of virtual time for cards and rings. */

/** `0:16`, `2:26`, `1:02:03`: whole seconds, rounded up, so that a countdown ends at 0:00 and not before. */
export function countdownText(ms: number): string {
  return clockText(Math.ceil(Math.max(0, ms) / 1000));
}

/** The same for time that has passed: rounded down. */
export function elapsedText(ms: number): string {
  return clockText(Math.floor(Math.max(0, ms) / 1000));
}

function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How much of a wait is left at `now`, in whole percent, stepping once per virtual second. */
export function leftPercent(since: number, until: number, now: number): number {
  if (until <= since) return 0;
  const left = Math.ceil((until - now) / 1000) * 1000;
  return Math.max(0, Math.min(100, Math.round((100 * left) / (until - since))));
}
