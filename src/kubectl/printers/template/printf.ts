/**
 * Go's fmt for values of templates: Sprint, Sprintln and Sprintf.
 * Models fmt/print.go and fmt/format.go (Go 1.26). Left out: `%p`, complex numbers.
 */
import { utf8Bytes } from '../../../api/meta/base64';
import { goFloat, goQuote, goSyntax, sortedEntries } from '../../../printers/goFormat';
import { entriesOf, kindOfValue, mapOf, numberOf, typeOf } from './values';

/** Operands after one another, with a blank between two of which neither is a text. */
export function sprint(values: readonly unknown[]): string {
  let text = '';
  values.forEach((value, index) => {
    const isText = typeof value === 'string' || typeof values[index - 1] === 'string';
    text += (index > 0 && !isText ? ' ' : '') + valueText(value);
  });
  return text;
}

/** Operands with blanks between them and a line end. */
export function sprintln(values: readonly unknown[]): string {
  return `${values.map(valueText).join(' ')}\n`;
}

/** `%v`. */
export function valueText(value: unknown): string {
  return formatted(value, { ...noFlags, verb: 'v' });
}

interface Directive {
  readonly verb: string;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

const noFlags: Omit<Directive, 'verb'> = {
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  width: undefined,
  precision: undefined,
};

/** Operands in the places that `format` has for them; what does not fit is shown as `%!d(string=x)`. */
export function sprintf(format: string, values: readonly unknown[]): string {
  let text = '';
  let at = 0;
  let next = 0;
  let reordered = false;
  const directive = /%([+\-# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:\.(?:\[(\d+)\])?(\*|\d+)?)?(?:\[(\d+)\])?/y;
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent < 0) break;
    text += format.slice(at, percent);
    directive.lastIndex = percent;
    const found = directive.exec(format);
    if (found === null) break;
    at = percent + found[0].length;
    const verb = String.fromCodePoint(format.codePointAt(at) ?? 0);
    const isOver = at >= format.length;
    at += isOver ? 0 : verb.length;
    if (isOver) {
      text += '%!(NOVERB)';
      break;
    }
    if (verb === '%') {
      text += '%';
      continue;
    }
    const [, flags = '', , width, , precision, index] = found;
    if (found[2] !== undefined) next = Number(found[2]) - 1;
    const take = (star: string | undefined): number | undefined => {
      if (star !== '*') return star === undefined ? undefined : Number(star);
      next += 1;
      return numberOf(values[next - 1]);
    };
    const [wide, exact] = [take(width), found[0].includes('.') ? (take(precision) ?? 0) : undefined];
    if (index !== undefined) next = Number(index) - 1;
    reordered ||= index !== undefined || found[2] !== undefined;
    const minus = flags.includes('-') || (wide ?? 0) < 0;
    const full: Directive = {
      verb,
      plus: flags.includes('+'),
      minus,
      sharp: flags.includes('#'),
      space: flags.includes(' '),
      zero: flags.includes('0') && !minus,
      width: wide === undefined ? undefined : Math.abs(wide),
      precision: exact,
    };
    if (next >= values.length) text += `%!${verb}(${reordered ? 'BADINDEX' : 'MISSING'})`;
    else text += formatted(values[next], full);
    next += 1;
  }
  if (at < format.length && !format.slice(at).includes('%')) text += format.slice(at);
  if (reordered || next >= values.length) return text;
  const extra = values.slice(next).map((value) => (value == null ? '<nil>' : `${typeOf(value)}=${valueText(value)}`));
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatted(value: unknown, directive: Directive): string {
  const { verb } = directive;
  if (verb === 'T') return padded(typeOf(value), directive);
  const kind = kindOfValue(value);
  if (kind === 'nil') return verb === 'v' ? padded('<nil>', directive) : `%!${verb}(<nil>)`;
  if (verb === 'v' && directive.sharp)
    return kind === 'int' || kind === 'uint' ? String(numberOf(value)) : goSyntax(value);
  switch (kind) {
    case 'bool':
      return verb === 't' || verb === 'v' ? padded(String(value), directive) : wrongVerb(value, directive);
    case 'string':
      return textFormat(String(value), directive);
    case 'int':
    case 'uint':
      return integerFormat(value, directive);
    case 'float':
      return floatFormat(value, directive);
    case 'list':
      return `[${entriesOf(value)
        .map((item) => inner(item, directive))
        .join(' ')}]`;
    default: {
      const fields = sortedEntries(mapOf(value));
      return `map[${fields.map(([key, field]) => `${textFormat(key, directive)}:${inner(field, directive)}`).join(' ')}]`;
    }
  }
}

/** Null inside a container is the same for every verb. */
function inner(value: unknown, directive: Directive): string {
  return value === null ? '<nil>' : formatted(value, directive);
}

function wrongVerb(value: unknown, { verb }: Directive): string {
  return `%!${verb}(${typeOf(value)}=${valueText(value)})`;
}

function textFormat(text: string, directive: Directive): string {
  const { verb, precision } = directive;
  const cut = precision === undefined ? text : [...text].slice(0, precision).join('');
  if (verb === 'v' || verb === 's') return padded(cut, directive);
  if (verb === 'q') {
    const isRaw = directive.sharp && [...cut].every(mayBeRaw);
    return padded(isRaw ? `\`${cut}\`` : quoted(cut, directive), directive);
  }
  if (verb !== 'x' && verb !== 'X') return wrongVerb(text, directive);
  const bytes = utf8Bytes(text).map((byte) => byte.toString(16).padStart(2, '0'));
  const hex = bytes.slice(0, precision).map((byte) => (directive.sharp && directive.space ? `0x${byte}` : byte));
  const joined = (directive.sharp && !directive.space ? '0x' : '') + hex.join(directive.space ? ' ' : '');
  return padded(verb === 'X' ? joined.toUpperCase() : joined, directive);
}

/** With `+` only ASCII is left. */
function quoted(text: string, { plus }: Directive): string {
  if (!plus) return goQuote(text);
  return goQuote(text).replace(/[^\x20-\x7e]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
}

/** Whether a character may stand between back quotes. */
function mayBeRaw(char: string): boolean {
  return char === '\t' || (char >= ' ' && char !== '\x7f' && char !== '`' && char !== '\ufeff');
}

const bases: Readonly<Record<string, readonly [number, string]>> = {
  d: [10, ''],
  v: [10, ''],
  b: [2, '0b'],
  o: [8, '0'],
  O: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function integerFormat(value: unknown, directive: Directive): string {
  const { verb, precision } = directive;
  const number = numberOf(value);
  if (verb === 'c') return padded(String.fromCodePoint(number), directive);
  if (verb === 'q') return padded(`'${goQuote(String.fromCodePoint(number)).slice(1, -1)}'`, directive);
  if (verb === 'U') {
    const code = `U+${number.toString(16).toUpperCase().padStart(4, '0')}`;
    return padded(directive.sharp ? `${code} '${String.fromCodePoint(number)}'` : code, directive);
  }
  const base = bases[verb];
  if (base === undefined) return wrongVerb(value, directive);
  const digits = Math.abs(number)
    .toString(base[0])
    .padStart(precision ?? 1, '0');
  const prefix = verb === 'O' || directive.sharp ? base[1] : '';
  return signed(number < 0, prefix + (verb === 'X' ? digits.toUpperCase() : digits), directive);
}

function floatFormat(value: unknown, directive: Directive): string {
  const { verb, precision } = directive;
  const number = Math.abs(numberOf(value));
  const isNegative = numberOf(value) < 0;
  switch (verb) {
    case 'v':
    case 'g':
    case 'G': {
      const text = precision === undefined ? goFloat(number) : shortest(number, precision);
      return signed(isNegative, verb === 'G' ? text.toUpperCase() : text, directive);
    }
    case 'f':
    case 'F':
      return signed(isNegative, number.toFixed(precision ?? 6), directive);
    case 'e':
    case 'E': {
      const text = withTwoDigits(number.toExponential(precision ?? 6));
      return signed(isNegative, verb === 'E' ? text.toUpperCase() : text, directive);
    }
    default:
      return wrongVerb(value, directive);
  }
}

function shortest(number: number, precision: number): string {
  const digits = Math.max(precision, 1);
  const exponent = Number(number.toExponential(digits - 1).split('e')[1]);
  if (exponent < -4 || exponent >= digits) {
    return withTwoDigits(number.toExponential(digits - 1).replace(/\.?0+(?=e)/, ''));
  }
  const text = number.toFixed(Math.max(digits - 1 - exponent, 0));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function withTwoDigits(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function signed(isNegative: boolean, digits: string, directive: Directive): string {
  const sign = isNegative ? '-' : directive.plus ? '+' : directive.space ? ' ' : '';
  const { zero, width = 0, precision } = directive;
  const isFloat = 'eEfFgG'.includes(directive.verb);
  if (!zero || (precision !== undefined && !isFloat)) return padded(sign + digits, { ...directive, zero: false });
  return sign + digits.padStart(width - sign.length, '0');
}

function padded(text: string, { width = 0, minus, zero }: Directive): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  return minus ? text + ' '.repeat(missing) : (zero ? '0' : ' ').repeat(missing) + text;
}
