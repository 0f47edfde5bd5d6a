/**
 * Functions of Go templates: the builtins, and `exists` and `base64decode`, which kubectl adds.
 * Models text/template/funcs.go (Go 1.26) and cli-runtime/pkg/printers/template.go (v1.36.3).
 */
import { base64ErrorAt, bytesOfBase64, utf8Bytes, utf8Text } from '../../../api/meta/base64';
import { compareText, isPrintable } from '../../../printers/goFormat';
import { TemplateError } from './errors';
import { sprint, sprintf, sprintln } from './printf';
import { boxed, entriesOf, GoInt, isTrue, kindOf, mapOf, numberOf, plain, type Slot, typeOf, unbox } from './values';

/** What a parameter takes: a value of any type, possibly none; or a text. */
export type Parameter = 'any' | 'text';

/** A function that templates may call. */
export interface TemplateFunction {
  readonly parameters: readonly Parameter[];
  /** More arguments of this type may follow. */
  readonly rest?: Parameter;
  /** Throws TemplateError; its message stands behind `error calling NAME: `. `source` is how the first argument is written. */
  call(args: readonly Slot[], source: string): Slot;
}

/** All functions by name; `and` and `or` stop at the first argument that decides, so the executor evaluates them. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['and', { parameters: ['any'], rest: 'any', call: ([first]) => first }],
  ['or', { parameters: ['any'], rest: 'any', call: ([first]) => first }],
  ['not', { parameters: ['any'], call: ([value]) => plain(!isTrue(unbox(value))) }],
  ['len', { parameters: ['any'], call: ([value]) => plain(new GoInt(lengthOf(value))) }],
  ['index', { parameters: ['any'], rest: 'any', call: ([item, ...path]) => index(item, path) }],
  ['slice', { parameters: ['any'], rest: 'any', call: ([item, ...path]) => slice(item, path) }],
  ['call', { parameters: ['any'], rest: 'any', call: ([value], source) => callValue(value, source) }],
  ['print', { parameters: [], rest: 'any', call: (args) => plain(sprint(valuesOf(args))) }],
  ['println', { parameters: [], rest: 'any', call: (args) => plain(sprintln(valuesOf(args))) }],
  [
    'printf',
    { parameters: ['text'], rest: 'any', call: ([format, ...args]) => plain(sprintf(text(format), valuesOf(args))) },
  ],
  ['html', { parameters: [], rest: 'any', call: (args) => plain(escapeHtml(joined(args))) }],
  ['js', { parameters: [], rest: 'any', call: (args) => plain(escapeJs(joined(args))) }],
  ['urlquery', { parameters: [], rest: 'any', call: (args) => plain(escapeQuery(joined(args))) }],
  ['eq', { parameters: ['any'], rest: 'any', call: ([first, ...others]) => plain(isEqualToAny(first, others)) }],
  ['ne', { parameters: ['any', 'any'], call: ([a, b]) => plain(!isEqualToAny(a, [b])) }],
  ['lt', { parameters: ['any', 'any'], call: ([a, b]) => plain(isLess(a, b)) }],
  ['le', { parameters: ['any', 'any'], call: ([a, b]) => plain(isLess(a, b) || isEqualToAny(a, [b])) }],
  ['gt', { parameters: ['any', 'any'], call: ([a, b]) => plain(!isLess(a, b) && !isEqualToAny(a, [b])) }],
  ['ge', { parameters: ['any', 'any'], call: ([a, b]) => plain(!isLess(a, b)) }],
  ['exists', { parameters: ['any'], rest: 'any', call: ([item, ...path]) => plain(exists(item, path)) }],
  ['base64decode', { parameters: ['text'], call: ([value]) => plain(decode(text(value))) }],
]);

function text(slot: Slot): string {
  return String(slot?.value ?? '');
}

/** Values for fmt: none is nil. */
function valuesOf(args: readonly Slot[]): readonly unknown[] {
  return args.map((slot) => slot?.value ?? null);
}

function lengthOf(given: Slot): number {
  const slot = unbox(given);
  switch (kindOf(slot)) {
    case 'invalid':
    case 'nil':
      throw new TemplateError(
        given === undefined ? 'reflect: call of reflect.Value.Type on zero Value' : 'len of nil pointer',
      );
    case 'string':
      return utf8Bytes(text(slot)).length;
    case 'list':
      return entriesOf(slot?.value).length;
    case 'map':
      return Object.keys(mapOf(slot?.value)).length;
    default:
      throw new TemplateError(`len of type ${typeOf(slot?.value)}`);
  }
}

function indexNumber(given: Slot, most: number): number {
  const slot = unbox(given);
  const kind = kindOf(slot);
  if (kind === 'invalid') throw new TemplateError('cannot index slice/array with nil');
  if (kind !== 'int' && kind !== 'uint') {
    throw new TemplateError(`cannot index slice/array with type ${typeOf(slot?.value)}`);
  }
  const number = numberOf(slot?.value);
  if (number < 0 || number > most) throw new TemplateError(`index out of range: ${number}`);
  return number;
}

function index(item: Slot, path: readonly Slot[]): Slot {
  let found = unbox(item);
  if (found === undefined) throw new TemplateError('index of untyped nil');
  let result = item?.boxed === true ? boxed(found.value) : found;
  for (const step of path) {
    found = unbox(result);
    const kind = kindOf(found);
    if (kind === 'invalid') throw new TemplateError('index of nil pointer');
    if (kind === 'map') result = boxed(mapOf(found?.value)[mapKey(step)] ?? null);
    else if (kind === 'list' || kind === 'string') result = itemAt(found, step);
    else throw new TemplateError(`can't index item of type ${typeOf(found?.value)}`);
  }
  return result;
}

function itemAt(slot: Slot, step: Slot): Slot {
  const isText = kindOf(slot) === 'string';
  const items = isText ? utf8Bytes(text(slot)) : entriesOf(slot?.value);
  const at = indexNumber(step, items.length);
  if (at === items.length) {
    throw new TemplateError(`reflect: ${isText ? 'string' : 'slice'} index out of range`);
  }
  return isText ? plain(new GoInt(Number(items[at]), 'uint8')) : boxed(items[at]);
}

function mapKey(given: Slot): string {
  const slot = unbox(given);
  if (slot === undefined) throw new TemplateError('value is nil; should be of type string');
  if (typeof slot.value !== 'string') {
    throw new TemplateError(`value has type ${typeOf(slot.value)}; should be string`);
  }
  return slot.value;
}

function slice(item: Slot, path: readonly Slot[]): Slot {
  const found = unbox(item);
  const kind = kindOf(found);
  if (found === undefined) throw new TemplateError('slice of untyped nil');
  if (path.length > 3) throw new TemplateError(`too many slice indexes: ${path.length}`);
  if (kind === 'string' && path.length === 3) throw new TemplateError('cannot 3-index slice a string');
  if (kind !== 'string' && kind !== 'list') throw new TemplateError(`can't slice item of type ${typeOf(found.value)}`);
  const items: readonly unknown[] = kind === 'string' ? utf8Bytes(text(found)) : entriesOf(found.value);
  const [from = 0, to = items.length, most] = path.map((step) => indexNumber(step, items.length));
  if (from > to) throw new TemplateError(`invalid slice index: ${from} > ${to}`);
  if (most !== undefined && to > most) throw new TemplateError(`invalid slice index: ${to} > ${most}`);
  const part = items.slice(from, to);
  return plain(kind === 'string' ? textOfBytes(part.map(Number)) : part);
}

function callValue(value: Slot, source: string): Slot {
  const found = unbox(value);
  if (found === undefined) throw new TemplateError('call of nil');
  throw new TemplateError(`non-function ${source} of type ${typeOf(found.value)}`);
}

/** Without a path all things exist, nil too: upstream looks at what the path leads to only. */
function exists(item: Slot, path: readonly Slot[]): boolean {
  if (path.length === 0) return true;
  let found = unbox(item);
  for (const step of path) {
    const [kind, key] = [kindOf(found), unbox(step)?.value];
    if (kind === 'map' && typeof key === 'string') found = unbox(boxed(mapOf(found?.value)[key]));
    else if ((kind === 'list' || kind === 'string') && ['int', 'uint'].includes(kindOf(unbox(step)))) {
      const items = kind === 'list' ? entriesOf(found?.value) : utf8Bytes(text(found));
      const at = numberOf(key);
      if (at < 0 || at >= items.length) return false;
      found = unbox(boxed(items[at]));
    } else return false;
  }
  return found !== undefined;
}

function decode(encoded: string): string {
  const bytes = bytesOfBase64(encoded);
  if (bytes !== undefined) return textOfBytes(bytes);
  throw new TemplateError(`base64 decode failed: illegal base64 data at input byte ${base64ErrorAt(encoded)}`);
}

/** Bytes that are no UTF-8 become U+FFFD, one by one. */
function textOfBytes(bytes: readonly number[]): string {
  const whole = utf8Text(bytes);
  if (whole !== undefined) return whole;
  let result = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => utf8Text(bytes.slice(at, at + size)) !== undefined);
    result += length === undefined ? '\ufffd' : utf8Text(bytes.slice(at, at + length));
    at += length ?? 1;
  }
  return result;
}

function comparable(a: Slot, b: Slot): string {
  return `incompatible types for comparison: ${typeOf(a?.value)} and ${typeOf(b?.value)}`;
}

const basicKinds = ['bool', 'int', 'uint', 'float', 'string'];

function isEqualToAny(given: Slot, others: readonly Slot[]): boolean {
  const first = unbox(given);
  if (others.length === 0) throw new TemplateError('missing argument for comparison');
  return others.some((other) => isEqual(first, unbox(other)));
}

function isEqual(a: Slot, b: Slot): boolean {
  const [left, right] = [kindOf(a), kindOf(b)];
  const areBasic = basicKinds.includes(left) || basicKinds.includes(right);
  if (areBasic) {
    if (left === 'invalid' || right === 'invalid') return false;
    const areIntegers = [left, right].every((kind) => kind === 'int' || kind === 'uint');
    if (left !== right && !areIntegers) throw new TemplateError(comparable(a, b));
    return left === 'bool' || left === 'string' ? a?.value === b?.value : numberOf(a?.value) === numberOf(b?.value);
  }
  if (left === 'invalid' || right === 'invalid') return left === right;
  if (left !== right) {
    const [x, y] = [sprintf('%s', [a?.value]), sprintf('%v', [b?.value])];
    throw new TemplateError(`non-comparable types ${x}: ${typeOf(a?.value)}, ${typeOf(b?.value)}: ${y}`);
  }
  throw new TemplateError(`non-comparable type ${sprintf('%s', [b?.value])}: ${typeOf(b?.value)}`);
}

function isLess(first: Slot, second: Slot): boolean {
  const [a, b] = [unbox(first), unbox(second)];
  const [left, right] = [kindOf(a), kindOf(b)];
  if (!basicKinds.includes(left) || !basicKinds.includes(right)) {
    throw new TemplateError('invalid type for comparison');
  }
  const areIntegers = [left, right].every((kind) => kind === 'int' || kind === 'uint');
  if (left !== right && !areIntegers) throw new TemplateError(comparable(a, b));
  if (left === 'bool') throw new TemplateError('invalid type for comparison');
  return left === 'string' ? compareText(text(a), text(b)) < 0 : numberOf(a?.value) < numberOf(b?.value);
}

/** What html, js and urlquery escape: one text as it is, else as print writes it. */
function joined(args: readonly Slot[]): string {
  const [first] = args;
  if (args.length === 1 && typeof first?.value === 'string') return first.value;
  return sprint(args.map((slot) => slot?.value ?? '<no value>'));
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

function escapeHtml(source: string): string {
  return source.replace(/[\0"'&<>]/g, (char) => htmlEscapes[char] ?? char);
}

function escapeJs(source: string): string {
  let result = '';
  for (const char of source) {
    const code = char.codePointAt(0) ?? 0;
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    if ('\\\'"'.includes(char)) result += `\\${char}`;
    else if ('<>&='.includes(char) || code < 0x20 || (code >= 0x80 && !isPrintable(char))) result += `\\u${hex}`;
    else result += char;
  }
  return result;
}

function escapeQuery(source: string): string {
  let result = '';
  for (const byte of utf8Bytes(source)) {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-_.~]/.test(char)) result += char;
    else result += char === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return result;
}
