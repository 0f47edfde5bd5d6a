/**
 * How YAML 1.1 writers of Go spell one scalar: which texts need quotes, and in which order keys stand.
 * Models go.yaml.in/yaml/v2 (encode.go, resolve.go, sorter.go) under sigs.k8s.io/yaml 1.6.
 */

/** Words that YAML 1.1 reads as booleans, null or special floats. */
const words: ReadonlySet<string> = new Set(
  (
    'y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF ' +
    '~ null Null NULL .nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF'
  ).split(' '),
);

/** Whether `text` without quotes would be read as something other than a text. */
export function needsQuotes(text: string): boolean {
  if (text === '') return true;
  const first = text.charAt(0);
  if (!'+-.0123456789yYnNtTfFoO~'.includes(first)) return false;
  if (words.has(text)) return true;
  if (first === '.') return /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/.test(text) && isFinite64(text);
  if (!'+-0123456789'.includes(first)) return false;
  return isTimestamp(text) || isYamlNumber(text.replaceAll('_', '')) || base60.test(text);
}
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

function isFinite64(text: string): boolean {
  return Number.isFinite(Number(text.replaceAll('_', '')));
}

/** strconv.ParseInt with base 0, ParseUint, or a float. */
function isYamlNumber(text: string): boolean {
  const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/.exec(text);
  if (integer !== null && fitsInteger(integer[1] ?? '', integer[2] ?? '')) return true;
  return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text) && Number.isFinite(Number(text));
}

function fitsInteger(sign: string, digits: string): boolean {
  if (digits.length < 16) return true;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (sign === '') return value < 2n ** 64n;
  return sign === '-' ? value <= 2n ** 63n : value < 2n ** 63n;
}

const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d)))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?$/;

/** Dates and times that YAML 1.1 knows: `2026-11-21`, `2026-11-21T08:14:22Z`. */
export function isTimestamp(text: string): boolean {
  if (text.charAt(4) !== '-') return false;
  const found = timestamp.exec(text);
  if (found === null) return false;
  const [year = 0, month = 0, day = 0] = found.slice(1, 4).map(Number);
  const february = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  const days = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const [hour, minute, second] = [found[4] ?? found[9] ?? 0, found[5] ?? found[10] ?? 0, found[6] ?? found[11] ?? 0];
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return isTime && Number(found[7] ?? 0) <= 24 && Number(found[8] ?? 0) < 60 && day >= 1 && day <= days;
}

/** Order of the keys of a YAML map: numbers inside texts count as numbers (`a2` before `a10`), letters after the rest. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const [x = '', y = ''] = [left[at], right[at]];
    if (x !== y) return compareAt(left, right, at);
  }
  return left.length - right.length;
}

/** The two keys differ at `at`: compares letters, or the numbers that begin there. */
function compareAt(left: readonly string[], right: readonly string[], at: number): number {
  const [x = '', y = ''] = [left[at], right[at]];
  const [isLetterX, isLetterY] = [isLetter(x), isLetter(y)];
  if (isLetterX !== isLetterY) return isLetterY ? -1 : 1;
  const byRune = (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
  if (isLetterX) return byRune;
  const start = (x === '0' || y === '0') && followsNonZero(left, at) ? 1 : 0;
  const [m, n] = [numberAt(left, at, start), numberAt(right, at, start)];
  if (m.value !== n.value) return m.value - n.value;
  return m.end === n.end ? byRune : m.end - n.end;
}

/** Whether the digits before `at` hold one that is not zero, so that a zero here is part of a larger number. */
function followsNonZero(runes: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && isDigit(runes[before] ?? ''); before -= 1) {
    if (runes[before] !== '0') return true;
  }
  return false;
}

function numberAt(
  runes: readonly string[],
  at: number,
  start: number,
): { readonly value: number; readonly end: number } {
  let [value, end] = [start, at];
  for (; end < runes.length && isDigit(runes[end] ?? ''); end += 1) {
    value = value * 10 + (runes[end]?.codePointAt(0) ?? 0) - 48;
  }
  return { value, end };
}

function isLetter(char: string): boolean {
  return char < '\x80' ? /[A-Za-z]/.test(char) : /\p{L}/u.test(char);
}

function isDigit(char: string): boolean {
  return char < '\x80' ? char >= '0' && char <= '9' : /\p{Nd}/u.test(char);
}
