/**
 * Where scalars, anchors and tags end. Their values are not read here.
 * Models scannerc.go of go.yaml.in/yaml/v2, which follows libyaml.
 */
import type { Reader } from './reader';
import { type Mark, scannerError } from './tokens';

/** Where a scalar stands. */
export interface ScalarPlace {
  readonly indent: number;
  readonly inFlow: boolean;
}

/** Passes over a plain scalar. Tells whether it ended at the beginning of a line. */
export function scanPlain(reader: Reader, { indent: parent, inFlow }: ScalarPlace): { readonly endsLine: boolean } {
  const start = reader.mark;
  const indent = parent + 1;
  let endsLine = false;
  for (;;) {
    if (reader.isDocumentIndicator('---') || reader.isDocumentIndicator('...') || reader.peek() === '#') break;
    while (!reader.isBlankOrEnd()) {
      const char = reader.peek();
      if ((char === ':' && reader.isBlankOrEnd(1)) || (inFlow && ',?[]{}'.includes(char))) break;
      endsLine = false;
      reader.skip();
    }
    if (!reader.isBlank() && !reader.isBreak()) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBreak()) {
        reader.skipLine();
        endsLine = true;
        continue;
      }
      if (endsLine && reader.mark.column < indent && reader.peek() === '\t') {
        throw scannerError('found a tab character that violates indentation', reader.mark, start);
      }
      reader.skip();
    }
    if (!inFlow && reader.mark.column < indent) break;
  }
  return { endsLine };
}

const ESCAPES = '0abt\tnvfre "\'/\\N_LP';
const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Passes over a quoted scalar. */
export function scanQuoted(reader: Reader): void {
  const start = reader.mark;
  const quote = reader.peek();
  reader.skip();
  for (;;) {
    if (reader.isDocumentIndicator('---') || reader.isDocumentIndicator('...')) {
      throw scannerError('found unexpected document indicator', reader.mark, start);
    }
    if (reader.isEnd()) throw scannerError('found unexpected end of stream', reader.mark, start);
    while (!reader.isBlankOrEnd()) {
      if (reader.peek() === quote) {
        if (quote !== "'" || reader.peek(1) !== "'") {
          reader.skip();
          return;
        }
        reader.skip(2);
      } else if (quote === '"' && reader.peek() === '\\') {
        if (skipEscape(reader, start)) break;
      } else reader.skip();
    }
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBreak()) reader.skipLine();
      else reader.skip();
    }
  }
}

/** Passes over an escape; true if it was an escaped line end. */
function skipEscape(reader: Reader, start: Mark): boolean {
  if (reader.isBreak(1)) {
    reader.skip();
    reader.skipLine();
    return true;
  }
  const char = reader.peek(1);
  const digits = Object.hasOwn(HEX_LENGTHS, char) ? (HEX_LENGTHS[char] ?? 0) : 0;
  if (char === '' || (digits === 0 && !ESCAPES.includes(char))) {
    throw scannerError('found unknown escape character', reader.mark, start);
  }
  reader.skip(2);
  for (let count = 0; count < digits; count += 1) {
    if (!/[0-9a-fA-F]/.test(reader.peek(count))) {
      throw scannerError('did not find expected hexdecimal number', reader.mark, start);
    }
  }
  reader.skip(digits);
  return false;
}

/** Passes over a literal (`|`) or folded (`>`) scalar. */
export function scanBlock(reader: Reader, parent: number): void {
  const start = reader.mark;
  reader.skip();
  let indent = headIndent(reader, start, parent);
  while (reader.isBlank()) reader.skip();
  if (reader.peek() === '#') while (!reader.isBreakOrEnd()) reader.skip();
  if (!reader.isBreakOrEnd()) throw scannerError('did not find expected comment or line break', reader.mark, start);
  if (reader.isBreak()) reader.skipLine();
  indent = skipBlankLines(reader, indent, parent, start);
  while (reader.mark.column === indent && !reader.isEnd()) {
    while (!reader.isBreakOrEnd()) reader.skip();
    if (reader.isEnd()) return;
    reader.skipLine();
    indent = skipBlankLines(reader, indent, parent, start);
  }
}

/** Reads `+`, `-` and a digit after the sign; 0 if the indentation is to be found. */
function headIndent(reader: Reader, start: Mark, parent: number): number {
  let increment = 0;
  for (let part = 0; part < 2; part += 1) {
    const char = reader.peek();
    if (char === '+' || char === '-') reader.skip();
    else if (/[0-9]/.test(char) && increment === 0) {
      if (char === '0') throw scannerError('found an indentation indicator equal to 0', reader.mark, start);
      increment = Number(char);
      reader.skip();
    }
  }
  return increment === 0 ? 0 : Math.max(parent, 0) + increment;
}

/** Passes over indentation and empty lines. Returns the indentation, which the first used line decides if it is 0. */
function skipBlankLines(reader: Reader, known: number, parent: number, start: Mark): number {
  let deepest = 0;
  for (;;) {
    while ((known === 0 || reader.mark.column < known) && reader.peek() === ' ') reader.skip();
    const { column } = reader.mark;
    deepest = Math.max(deepest, column);
    if ((known === 0 || column < known) && reader.peek() === '\t') {
      throw scannerError('found a tab character where an indentation space is expected', reader.mark, start);
    }
    if (!reader.isBreak()) break;
    reader.skipLine();
  }
  return known === 0 ? Math.max(deepest, parent + 1, 1) : known;
}

/** The name after `*` or `&`. */
export function scanAnchor(reader: Reader): string {
  const start = reader.mark;
  reader.skip();
  let name = '';
  while (/[0-9A-Za-z_-]/.test(reader.peek())) {
    name += reader.peek();
    reader.skip();
  }
  if (name === '' || !(reader.isBlankOrEnd() || '?:,]}%@`'.includes(reader.peek()))) {
    throw scannerError('did not find expected alphabetic or numeric character', reader.mark, start);
  }
  return name;
}

/** Passes over a tag such as `!!str` or `!<tag:...>`. */
export function scanTag(reader: Reader): void {
  const start = reader.mark;
  reader.skip();
  const isVerbatim = reader.peek() === '<';
  while (/[0-9A-Za-z_;/?:@&=+$,.!~*'()[\]%<-]/.test(reader.peek())) reader.skip();
  if (isVerbatim) {
    if (reader.peek() !== '>') throw scannerError("did not find the expected '>'", reader.mark, start);
    reader.skip();
  }
  if (!reader.isBlankOrEnd()) {
    throw scannerError('did not find expected whitespace or line break', reader.mark, start);
  }
}
