/**
 * Raw exchanges with an API server, as text: requests (`>`), answers (`<`), streams of a watch with what was done meanwhile.
 * For tests only.
 *
 * Beside the lines of a recording a file may say `~ wait 5s` (time passes) and, inside a stream, `~ METHOD PATH TYPE BODY`
 * (what the recorder sent while it watched, TYPE being json, merge, strategic or json-patch).
 */
import type { Method } from '../client/transport';

/** What happens while a watch is open. */
export type StreamStep =
  | { readonly type: 'event'; readonly event: unknown }
  | { readonly type: 'wait'; readonly ms: number }
  /** The server ended it. */
  | { readonly type: 'end' }
  | { readonly type: 'send'; readonly sent: Sent };

/** A request. */
export interface Sent {
  readonly method: Method;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** A request with its recorded answer, or time that passed. */
export interface Exchange {
  readonly line: number;
  readonly waitMs: number;
  readonly sent: Sent | undefined;
  readonly code: number;
  readonly warnings: readonly string[];
  /** Parsed, or as text; undefined if it is not shown. */
  readonly answer: unknown;
  /** Of a watch. */
  readonly stream: readonly StreamStep[] | undefined;
}

const types: Readonly<Record<string, string>> = {
  json: 'application/json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  'json-patch': 'application/json-patch+json',
};

const isRequest = (line: string | undefined): boolean => /^> [A-Z]+ \//.test(line ?? '');

/** All exchanges of a file, in order. */
export function parseExchanges(text: string): readonly Exchange[] {
  const lines = text.split('\n');
  const exchanges: Exchange[] = [];
  for (let at = 0; at < lines.length; ) {
    const wait = /^~ wait ([\d.]+)s$/.exec(lines[at] ?? '');
    if (wait !== null) exchanges.push({ ...nothing, line: at + 1, waitMs: Number(wait[1]) * 1000 });
    if (!isRequest(lines[at])) {
      at += 1;
      continue;
    }
    const line = at + 1;
    const sentLines: string[] = [];
    for (; lines[at]?.startsWith('>'); at += 1) sentLines.push((lines[at] ?? '').replace(/^> ?/, ''));
    const head: string[] = [];
    for (; lines[at]?.startsWith('<'); at += 1) head.push(lines[at] ?? '');
    const answer: string[] = [];
    for (; at < lines.length && !/^(> [A-Z]+ \/|# |~ wait )/.test(lines[at] ?? ''); at += 1)
      answer.push(lines[at] ?? '');
    exchanges.push({ ...nothing, line, sent: sentOf(sentLines), ...answerOf(head, answer) });
  }
  return exchanges;
}

const nothing: Exchange = {
  line: 0,
  waitMs: 0,
  sent: undefined,
  code: 0,
  warnings: [],
  answer: undefined,
  stream: undefined,
};

function sentOf([first = '', ...rest]: readonly string[]): Sent {
  const [, method = '', path = ''] = /^([A-Z]+) (\S+)/.exec(first) ?? [];
  const gap = rest.indexOf('');
  const headers: Record<string, string> = {};
  for (const header of gap < 0 ? rest : rest.slice(0, gap)) {
    const [, name = '', value = ''] = /^([^:]+): *(.*)$/.exec(header) ?? [];
    headers[name.toLowerCase()] = value;
  }
  const body = gap < 0 ? undefined : rest.slice(gap + 1).join('\n');
  return { method: method as Method, path, headers, body };
}

function answerOf(head: readonly string[], lines: readonly string[]): Partial<Exchange> {
  const code = Number(/^< (\d+)/.exec(head[0] ?? '')?.[1]);
  const warnings = head.flatMap((line) => {
    const found = /^< Warning: 299 - (".*")$/.exec(line);
    return found === null ? [] : [String(JSON.parse(found[1] ?? '""'))];
  });
  if (head.some((line) => line.startsWith('< Transfer-Encoding'))) {
    return { code, warnings, stream: lines.flatMap((line) => stepOf(line)) };
  }
  const text = lines.join('\n').trim();
  return { code, warnings, answer: text === '' ? undefined : parseAnswer(text) };
}

function stepOf(line: string): readonly StreamStep[] {
  if (line.startsWith('{')) return [{ type: 'event', event: JSON.parse(line) }];
  if (line.startsWith('(the server ended')) return [{ type: 'end' }];
  const wait = /^~ wait ([\d.]+)s$/.exec(line);
  if (wait !== null) return [{ type: 'wait', ms: Number(wait[1]) * 1000 }];
  const sent = /^~ ([A-Z]+) (\S+)(?: (\S+) (.*))?$/.exec(line);
  if (sent === null) return [];
  const [, method = '', path = '', type, body] = sent;
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': types[type] ?? type };
  return [{ type: 'send', sent: { method: method as Method, path, headers, body } }];
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What may differ between two servers is made equal. */
export function comparable(value: unknown, path: readonly string[] = []): unknown {
  if (typeof value === 'string') {
    const key = path.at(-1);
    if (key === 'resourceVersion' || key === 'continue') return key;
    if ((key === 'clusterIP' || key === 'clusterIPs') && value !== 'None' && value !== '10.96.0.0') return 'IP';
    return value
      .trim()
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
      .replace(/(current: |in record \(|too old resource version: \d+ \()\d+/g, '$1RV')
      .replace(/(kube-api-access|gen|g)-[a-z0-9]{5}/g, '$1-NAME')
      .replace(/(x{58})[a-z0-9]{5}/, '$1NAME')
      .replace(/\b(\w+)-(?=[a-z0-9]*\d)[a-z0-9]{8,10}(-[a-z0-9]{5})?\b/g, '$1-NAME')
      .replace(/^((?=[a-z0-9]*\d)[a-z0-9]{8,10})$/, key === 'pod-template-hash' ? 'HASH' : '$1')
      .replace(/\.[0-9a-f]{16}$/, '.NAME')
      .replace(/^default-scheduler-.+$/, 'default-scheduler-HOST')
      .replace(/^ey[\w.-]+$|^TOKEN$/, key === 'token' ? 'TOKEN' : '$&')
      .replace(key === 'cells' ? /^\d+[smhd]$/ : /^$/, 'AGE');
  }
  if (Array.isArray(value)) return value.map((item) => comparable(item, path));
  if (typeof value !== 'object' || value === null) return value;
  const isItem = path.at(-1) === 'items';
  const entries = Object.entries(value).filter(([key]) => !(isItem && (key === 'kind' || key === 'apiVersion')));
  return Object.fromEntries(entries.map(([key, each]) => [key, comparable(each, [...path, key])]));
}

/** Some lists are recorded as the names of their items. */
export function named(value: unknown, template: unknown): unknown {
  const { items } = (template ?? {}) as { items?: readonly unknown[] };
  if (!Array.isArray(items) || typeof items[0] !== 'string') return value;
  const list = value as { items: readonly { metadata: { name: string } }[] };
  return { ...list, items: list.items.map(({ metadata }) => metadata.name) };
}

/** Where an answer is cut, only what it shows counts; null stands for what is not there. */
export function shown(value: unknown, template: unknown): unknown {
  if (template === null) return value ?? null;
  if (Array.isArray(template) && Array.isArray(value)) return value.map((item, at) => shown(item, template[at] ?? {}));
  if (typeof template !== 'object' || typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  return Object.fromEntries(Object.entries(template).map(([key, each]) => [key, shown(record[key], each)]));
}

/** Learns how the recorded uids and resourceVersions are called here. */
export function learn(recorded: unknown, here: unknown, names: Map<string, string>): void {
  if (typeof recorded !== 'object' || typeof here !== 'object' || recorded === null || here === null) return;
  for (const [key, value] of Object.entries(recorded)) {
    const own = (here as Record<string, unknown>)[key];
    if ((key === 'uid' || key === 'resourceVersion' || key === 'continue') && typeof own === 'string')
      names.set(value, own);
    else learn(value, own, names);
  }
}
