/**
 * KYAML: YAML in braces, with quotes around every text and commas after everything.
 * Models sigs.k8s.io/yaml/kyaml (1.6.0), which `-o kyaml` of kubectl 1.36 uses. Left out: comments, which JSON has not.
 */
import { isPrintable } from '../../printers/goFormat';
import { fieldsInOrder, isMapField } from '../../printers/json';
import { isTimestamp } from './yamlScalar';

/** How KYAML is laid out. */
export interface KyamlOptions {
  /** Keys stay in the order of the object. */
  readonly keepOrder?: boolean;
}

/** `value` as one KYAML document with its `---` and a line end. */
export function goKyaml(value: unknown, { keepOrder = false }: KyamlOptions = {}): string {
  return `---\n${node(value, 0, keepOrder)}\n`;
}

function node(value: unknown, level: number, keepOrder: boolean): string {
  if (typeof value === 'string') return quoted(value, level + 1);
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  return Array.isArray(value) ? list(value, level, keepOrder) : map(value, level, keepOrder, false);
}

/** Lists of maps and lists close up: `[{`, `}, {`, `}]`. */
function list(items: readonly unknown[], level: number, keepOrder: boolean): string {
  if (items.length === 0) return '[]';
  if (items.every((item) => typeof item === 'object' && item !== null)) {
    return `[${items.map((item) => node(item, level, keepOrder)).join(', ')}]`;
  }
  const lines = items.map((item) => `${indent(level + 1)}${node(item, level + 1, keepOrder)},\n`);
  return `[\n${lines.join('')}${indent(level)}]`;
}

function map(object: object, level: number, keepOrder: boolean, isMap: boolean): string {
  const entries = fieldsInOrder(object, keepOrder && !isMap);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, field]) => {
    const value = isMapField(key, field) ? map(field, level + 1, keepOrder, true) : node(field, level + 1, keepOrder);
    return `${indent(level + 1)}${keyText(key)}: ${value},\n`;
  });
  return `{\n${lines.join('')}${indent(level)}}`;
}

function indent(level: number): string {
  return '  '.repeat(level);
}

function keyText(key: string): string {
  if (!isAmbiguous(key) && isBareKey.test(key)) return key;
  let text = '"';
  for (const char of key) text += char === '\n' ? '\\n' : char === '\t' ? '\\t' : escaped(char);
  return `${text}"`;
}
const isBareKey = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u;

/** Whether some YAML reader takes `text` without quotes for something other than a text. */
function isAmbiguous(text: string): boolean {
  if (/^(?:|~|null|true|y|yes|on|false|n|no|off|t|f|[-+]?\.inf|\.nan)$/i.test(text)) return true;
  const bare = text.replaceAll('_', '');
  if (/^[-+]?(?:0x[0-9a-f]+|0b[01]+|0o?[0-7]+|\d+)$/i.test(bare)) return true;
  if (/^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|inf|infinity)$/i.test(bare) || /^nan$/i.test(bare)) return true;
  if (/^[-+]?0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)p[-+]?\d+$/i.test(bare)) return true;
  return /^[+-]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text) || isTimestamp(text);
}

/** A text in quotes. One with line ends goes over several lines, each ending in `\n\`. */
function quoted(text: string, level: number): string {
  if (!text.includes('\n')) return `"${escapedText(text)}"`;
  const lines = text.split('\n').map((line, at, all) => {
    const isLast = at === all.length - 1;
    if (line === '' && isLast) return '';
    const space = line === '' ? (isLast ? '' : ' ') : isSpace.test(line.charAt(0)) ? '\\' : ' ';
    return `${indent(level)}${space}${escapedText(line)}${isLast ? '' : '\\n'}\\\n`;
  });
  return `"\\\n${lines.join('')}${indent(level)}"`;
}
const isSpace = /[\t\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function escapedText(text: string): string {
  if (/^[\t !#-[\]-~]*$/.test(text)) return text;
  let result = '';
  for (const char of text) result += char === '\t' ? char : escaped(char);
  return result;
}

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\r': '\\r',
  '\v': '\\v',
  '\0': '\\0',
  '\x1b': '\\e',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escaped(char: string): string {
  const name = named[char];
  if (name !== undefined) return name;
  if (isPrintable(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
