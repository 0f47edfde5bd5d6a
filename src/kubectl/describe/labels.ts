/**
 * Labels, annotations, selectors, tolerations and taints: one to a line, or several on one.
 * Models printLabelsMultiline and its siblings of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type { Taint } from '../../api/core/node';
import type { Toleration } from '../../api/core/pod';
import type { Labels } from '../../api/meta/objectMeta';
import type { Description } from './description';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATION = 140;

/** Writes `title:` and `key=value` lines by key, `<none>` without any. `indent` stands before each line. */
export function describeLabels(d: Description, title: string, labels: Labels | undefined, indent = ''): void {
  const keys = Object.keys(labels ?? {}).sort();
  writeList(
    d,
    title,
    keys.map((key) => `${key}=${labels?.[key]}`),
    indent,
  );
}

/** Writes annotations. Long and many-lined ones go below their key, cut; what apply keeps there is not shown. */
export function describeAnnotations(d: Description, title: string, annotations: Labels | undefined): void {
  d.write(0, `${title}:\t`);
  const keys = Object.keys(annotations ?? {})
    .filter((key) => key !== LAST_APPLIED)
    .sort();
  if (keys.length === 0) d.write(0, '<none>\n');
  keys.forEach((key, index) => {
    if (index > 0) d.write(0, '\t');
    const value = (annotations?.[key] ?? '').replace(/\n$/, '');
    if (bytes(value) + bytes(key) + 2 <= MAX_ANNOTATION && !value.includes('\n')) {
      d.line(0, `${key}: ${value}`);
      return;
    }
    d.line(0, `${key}:`);
    for (const line of value.split('\n')) d.line(0, `\t  ${shortened(line, MAX_ANNOTATION - 2)}`);
  });
}

/** Writes tolerations by key: `key=value:effect op=Exists for 300s`. */
export function describeTolerations(d: Description, title: string, tolerations: readonly Toleration[] = []): void {
  const sorted = [...tolerations].sort((a, b) => compare(a.key ?? '', b.key ?? ''));
  writeList(d, title, sorted.map(tolerationText));
}

function tolerationText({ key = '', value = '', effect, operator, tolerationSeconds }: Toleration): string {
  let text = key;
  if (value !== '') text += `=${value}`;
  if (effect !== undefined) text += `:${effect}`;
  if (operator === 'Exists' && value === '') text += text === '' ? 'op=Exists' : ' op=Exists';
  if (tolerationSeconds !== undefined) text += ` for ${tolerationSeconds}s`;
  return text;
}

/** Writes taints by effect, then key. */
export function describeTaints(d: Description, title: string, taints: readonly Taint[] = []): void {
  const sorted = [...taints].sort((a, b) => compare(`${a.effect},${a.key}`, `${b.effect},${b.key}`));
  const texts = sorted.map(({ key, value = '', effect }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`);
  writeList(d, title, texts);
}

/** Writes `title:` and each of `texts` on a line of its own in the second column. */
export function writeList(d: Description, title: string, texts: readonly string[], indent = ''): void {
  d.write(0, `${indent}${title}:\t`);
  if (texts.length === 0) d.write(0, '<none>\n');
  texts.forEach((text, index) => {
    if (index > 0) {
      d.write(0, indent);
      d.write(0, '\t');
    }
    d.line(0, text);
  });
}

/** Cuts a text to `limit` bytes and marks that. A character that is cut in two shows as every reader of UTF-8 shows it. */
export function shortened(text: string, limit: number): string {
  if (bytes(text) <= limit) return text;
  let cut = '';
  let size = 0;
  for (const char of text) {
    const isWhole = size + bytes(char) <= limit;
    if (!isWhole && size < limit) cut += '\ufffd';
    if (!isWhole) break;
    size += bytes(char);
    cut += char;
  }
  return `${cut}...`;
}

/** Length in UTF-8. */
function bytes(text: string): number {
  let count = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
