/** `date`: the cluster's clock in UTC; -u, `+FORMAT` with the usual letters. */
import { formatTime } from '../../api/meta/time';
import { program } from '../program';

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** `Sat Nov 21 12:26:48 UTC 2026`. */
export function dateText(now: number): string {
  return formatDate(now, '%a %b %e %H:%M:%S UTC %Y');
}

/** `format` as strftime fills it in; letters that it does not know stay. */
export function formatDate(now: number, format: string): string {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z$/.exec(formatTime(now)) ?? [];
  const values: Readonly<Record<string, string>> = {
    Y: year,
    m: month,
    d: day,
    e: String(Number(day)).padStart(2),
    H: hour,
    M: minute,
    S: second,
    F: `${year}-${month}-${day}`,
    T: `${hour}:${minute}:${second}`,
    // The epoch was a Thursday.
    a: DAYS[Math.floor(now / DAY_MS) % 7] ?? '',
    b: MONTHS[Number(month) - 1] ?? '',
    s: String(Math.floor(now / 1000)),
    N: `${String(Math.floor(now) % 1000).padStart(3, '0')}000000`,
    Z: 'UTC',
    z: '+0000',
    '%': '%',
  };
  return format.replace(/%([A-Za-z%])/g, (whole, letter: string) => values[letter] ?? whole);
}

export const date = program('date', { flags: 'u', longs: { utc: 'u' } }, async ({ operands, io, world, complain }) => {
  const [format] = operands;
  if (format !== undefined && !format.startsWith('+')) {
    await complain(`invalid date ‘${format}’`);
    return 1;
  }
  const now = world.clock.now();
  await io.out(`${format === undefined ? dateText(now) : formatDate(now, format.slice(1))}\n`);
  return 0;
});
