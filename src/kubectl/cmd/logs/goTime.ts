/** RFC 3339 times as Go's time.Parse reads them, with its words for what is wrong. */
import { parseTime } from '../../../api/meta/time';
import { CommandError } from '../../errors';
import { goQuote } from '../../../printers/goFormat';

const LAYOUT = '2006-01-02T15:04:05Z07:00';
/** Each part of the layout, and what it reads. */
const parts: readonly (readonly [part: string, pattern: RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d{2}/],
  ['-', /^-/],
  ['02', /^\d{2}/],
  ['T', /^T/],
  ['15', /^\d{1,2}/],
  [':', /^:/],
  ['04', /^\d{2}/],
  [':', /^:/],
  ['05', /^\d{2}(?:[.,]\d+)?/],
  ['Z07:00', /^(?:Z|[+-]\d{2}:\d{2})/],
];

/** Milliseconds since the epoch. Throws CommandError. */
export function parseGoTime(text: string): number {
  let rest = text;
  for (const [part, pattern] of parts) {
    const [read] = pattern.exec(rest) ?? [];
    if (read === undefined) {
      const where = `cannot parse ${goQuote(rest)} as ${goQuote(part)}`;
      throw new CommandError(`parsing time ${goQuote(text)} as ${goQuote(LAYOUT)}: ${where}`);
    }
    rest = rest.slice(read.length);
  }
  if (rest !== '') throw new CommandError(`parsing time ${goQuote(text)}: extra text: ${goQuote(rest)}`);
  const instant = parseTime(text);
  if (Number.isNaN(instant)) throw new CommandError(`parsing time ${goQuote(text)}: ${outOfRange(text)} out of range`);
  return instant;
}

function outOfRange(text: string): string {
  const month = Number(text.slice(5, 7));
  if (month < 1 || month > 12) return 'month';
  const [hour = 0, minute = 0, second = 0] = text
    .slice(11)
    .split(/[:.Z+-]/)
    .map(Number);
  if (hour > 23) return 'hour';
  if (minute > 59) return 'minute';
  return second > 59 ? 'second' : 'day';
}
