/** How long ago in docker's words. Models github.com/docker/go-units HumanDuration. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function since(ms: number): string {
  const whole = (unit: number) => Math.floor(ms / unit);
  if (ms < SECOND) return 'Less than a second';
  if (ms < 2 * SECOND) return '1 second';
  if (ms < MINUTE) return `${whole(SECOND)} seconds`;
  if (ms < 2 * MINUTE) return 'About a minute';
  if (ms < HOUR) return `${whole(MINUTE)} minutes`;
  if (Math.round(ms / HOUR) === 1) return 'About an hour';
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} hours`;
  if (ms < 14 * DAY) return `${whole(DAY)} days`;
  return `${whole(7 * DAY)} weeks`;
}
