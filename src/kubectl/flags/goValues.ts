/**
 * Values of flags as Go reads them, with Go's words for what is wrong.
 * Models strconv.ParseBool, strconv.ParseInt (base 0) and encoding/csv of Go 1.26.
 */
import { durationMs } from '../../api/meta/duration';
import { goQuote as quote } from '../../printers/goFormat';

/** A value that Go would not read. The message is Go's. */
export class ValueError extends Error {
  override name = 'ValueError';
}

/** Throws ValueError for anything but Go's words for true and false. */
export function parseBool(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  throw new ValueError(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
}

/** An integer of 32 or 64 bits: decimal, `0x`, `0o`, `0b` or octal with a leading 0. Throws ValueError. */
export function parseInteger(text: string, bits: 32 | 64): number {
  const failed = (why: string) => new ValueError(`strconv.ParseInt: parsing ${quote(text)}: ${why}`);
  const [, sign = '', digits = ''] =
    /^([+-]?)(0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|0[0-7_]*|[1-9][\d_]*)$/.exec(text) ?? [];
  if (digits === '' || /__|_$/.test(digits)) throw failed('invalid syntax');
  const plain = digits.replaceAll('_', '');
  const value = BigInt(/^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain) * (sign === '-' ? -1n : 1n);
  const limit = 1n << BigInt(bits - 1);
  if (value >= limit || value < -limit) throw failed('value out of range');
  return Number(value);
}

/** Milliseconds of a duration such as `1h15m30.5s`. Throws ValueError. */
export function parseDurationMs(text: string): number {
  const found = durationMs(text);
  if (typeof found === 'string') throw new ValueError(found);
  return found;
}

/** Fields of one line of CSV. Throws ValueError. */
export function parseCsv(text: string): readonly string[] {
  if (text === '') return [];
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at);
      const field = text.slice(at, comma < 0 ? undefined : comma);
      const bare = field.indexOf('"');
      if (bare >= 0) throw csvError(at + bare + 1, 'bare " in non-quoted field');
      fields.push(field);
      if (comma < 0) return fields;
      at = comma + 1;
      continue;
    }
    const { value, end } = quotedField(text, at);
    fields.push(value);
    if (end >= text.length) return fields;
    at = end + 1;
  }
}

/** `"a ""b"""` from its opening quote on; `end` is where a comma or the end stands. */
function quotedField(text: string, from: number): { readonly value: string; readonly end: number } {
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') {
      value += '"';
      at++;
    } else if (at + 1 >= text.length || text[at + 1] === ',') return { value, end: at + 1 };
    else throw csvError(at + 1, 'extraneous or missing " in quoted-field');
  }
  throw csvError(text.length + 1, 'extraneous or missing " in quoted-field');
}

function csvError(column: number, why: string): ValueError {
  return new ValueError(`parse error on line 1, column ${column}: ${why}`);
}
