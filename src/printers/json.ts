/**
 * JSON as Go's encoding/json writes it: keys sorted, four blanks, `<`, `>` and `&` escaped.
 * Models staging/src/k8s.io/cli-runtime/pkg/printers/json.go (v1.36.3).
 * Left out: the order of Go's struct fields, which typed objects must bring with them.
 */
import { compareText, GoFloat } from './goFormat';

/** How JSON is laid out. */
export interface JsonStyle {
  /** What one level is indented by; nothing puts all on one line. */
  readonly indent?: string;
  /** Keys stay in the order of the object, as in Go's structs; those of maps (labels, data, ...) are sorted all the same. */
  readonly keepOrder?: boolean;
}

/** Fields of Go's structs that are maps of strings: their keys are sorted even where struct fields are not. */
const maps: ReadonlySet<string> = new Set([
  'labels',
  'annotations',
  'data',
  'stringData',
  'binaryData',
  'matchLabels',
  'nodeSelector',
  'limits',
  'requests',
  'hard',
  'used',
  'capacity',
  'allocatable',
  'overhead',
  'parameters',
  'volumeAttributes',
  'options',
]);

/** `value` as JSON, without a line end. */
export function goJson(value: unknown, { indent = '', keepOrder = false }: JsonStyle = {}): string {
  const parts: string[] = [];
  write(parts, value, indent === '' ? undefined : '\n', { indent, keepOrder });
  return parts.join('');
}

/** One text as JSON writes it: `"a \u003c b"`. */
export function jsonString(text: string): string {
  const quoted = JSON.stringify(text);
  return escaped.test(quoted) ? quoted.replace(/[<>&\u2028\u2029]/g, escape) : quoted;
}
const escaped = /[<>&\u2028\u2029]/;

function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

type Style = Required<JsonStyle>;

/** `line` is a line end with the indentation of the surrounding level; undefined writes no lines. */
function write(parts: string[], value: unknown, line: string | undefined, style: Style): void {
  if (typeof value === 'string') parts.push(jsonString(value));
  else if (value === null || value === undefined) parts.push('null');
  else if (typeof value !== 'object') parts.push(JSON.stringify(value));
  else if (value instanceof GoFloat) parts.push(JSON.stringify(value.value));
  else if (Array.isArray(value)) writeList(parts, value, line, style);
  else writeObject(parts, value, line, style, false);
}

function writeList(parts: string[], list: readonly unknown[], line: string | undefined, style: Style): void {
  if (list.length === 0) {
    parts.push('[]');
    return;
  }
  const inner = line === undefined ? undefined : line + style.indent;
  let before = '[';
  for (const item of list) {
    parts.push(before, inner ?? '');
    write(parts, item, inner, style);
    before = ',';
  }
  parts.push(line ?? '', ']');
}

function writeObject(parts: string[], object: object, line: string | undefined, style: Style, isMap: boolean): void {
  const inner = line === undefined ? undefined : line + style.indent;
  let before = '{';
  for (const [key, field] of fieldsInOrder(object, style.keepOrder && !isMap)) {
    parts.push(before, inner ?? '', jsonString(key), inner === undefined ? ':' : ': ');
    if (isMapField(key, field)) writeObject(parts, field, inner, style, true);
    else write(parts, field, inner, style);
    before = ',';
  }
  if (before === '{') parts.push('{}');
  else parts.push(line ?? '', '}');
}

/** The fields that are there, in the order of their keys or, `keepOrder`, of the object. */
export function fieldsInOrder(object: object, keepOrder: boolean): readonly (readonly [string, unknown])[] {
  const entries = Object.entries(object).filter(([, field]) => field !== undefined);
  return keepOrder ? entries : entries.sort(([a], [b]) => compareText(a, b));
}

/** Whether a field is a map in Go, whose keys are sorted even where the fields of structs keep their order. */
export function isMapField(key: string, field: unknown): field is object {
  if (typeof field !== 'object' || field === null || Array.isArray(field)) return false;
  return maps.has(key) || (key === 'selector' && Object.values(field).every((value) => typeof value === 'string'));
}
