/**
 * JSON values as Go's fmt and strconv packages print them: `%v`, `%#v`, `%q`, and floats.
 * Left out: integers beyond 2^53, which JSON.parse has rounded already.
 */

/** A float64 that stays one where its value is whole: numbers of typed objects, and those written with a point. */
export class GoFloat {
  constructor(readonly value: number) {}
}

/** `%v`: `map[app:web tier:1]`, `[a b]`, `<nil>`, text as it is. */
export function goValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goNumber(value);
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (value instanceof GoFloat) return goFloat(value.value);
  if (typeof value !== 'object') return String(value);
  return `map[${sortedEntries(value)
    .map(([key, field]) => `${key}:${goValue(field)}`)
    .join(' ')}]`;
}

/** `%#v`: `map[string]interface {}{"app":"web", "n":[]interface {}{1, interface {}(nil)}}`. */
export function goSyntax(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'number') return goNumber(value);
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (value instanceof GoFloat) return goFloat(value.value);
  if (typeof value !== 'object') return String(value);
  const fields = sortedEntries(value).map(([key, field]) => `${goQuote(key)}:${goSyntax(field)}`);
  return `map[string]interface {}{${fields.join(', ')}}`;
}

/** `%T` of a JSON value as Kubernetes decodes it. */
export function goType(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (value === null || value === undefined) return '<nil>';
  if (value instanceof GoFloat) return 'float64';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** Whole numbers are int64 in Kubernetes' JSON, all others float64. */
export function goNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : goFloat(value);
}

/** `%v` of a float64, the shortest that reads back: `0.5`, `1e+06`, `1.5e-07`. */
export function goFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** strconv.Quote: `"a\tb"`. Not JSON: control characters are `\x01`, `<` stays. */
export function goQuote(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const char of text) quoted += quotedChar(char);
  return `${quoted}"`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function quotedChar(char: string): string {
  const short = shortEscapes[char];
  if (short !== undefined) return short;
  if (isPrintable(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the blank. */
export function isPrintable(char: string): boolean {
  return char === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char);
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

/** The fields of a JSON object in the order of their keys, as Go orders the keys of a map. */
export function sortedEntries(value: object): readonly (readonly [string, unknown])[] {
  const keys = Object.keys(value).sort(compareText);
  // Every object is a record of unknown values.
  return keys.map((key) => [key, (value as Readonly<Record<string, unknown>>)[key]]);
}

/** Order of Go's strings, which is that of their UTF-8 bytes. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
const surrogate = /[\ud800-\udfff]/;
