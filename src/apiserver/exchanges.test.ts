/**
 * Raw exchanges with a real kube-apiserver 1.36.3, sent again to this one. The files hold requests (`>`) and answers (`<`);
 * uids, resourceVersions, times and generated names may differ, everything else must not.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Method } from '../client/transport';
import { requestOf, testServer } from './testServer';

interface Exchange {
  readonly line: number;
  readonly method: Method;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly agent: string | undefined;
  readonly impersonated: string | undefined;
  readonly body: string | undefined;
  readonly code: number;
  readonly warnings: readonly string[];
  readonly answer: string;
}

function parseExchanges(text: string): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  const lines = text.split('\n');
  let at = 0;
  while (at < lines.length) {
    if (!/^> [A-Z]+ \//.test(lines[at] ?? '')) {
      at += 1;
      continue;
    }
    const line = at + 1;
    const [, method = '', path = ''] = /^> ([A-Z]+) (\S+)/.exec(lines[at] ?? '') ?? [];
    const sent: string[] = [];
    for (at += 1; lines[at]?.startsWith('>'); at += 1) sent.push((lines[at] ?? '').replace(/^> ?/, ''));
    const gap = sent.indexOf('');
    const headers = gap < 0 ? sent : sent.slice(0, gap);
    const header = (name: string): string | undefined =>
      headers
        .find((each) => each.startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim();
    const code = Number(/^< (\d+)/.exec(lines[at] ?? '')?.[1]);
    const warnings: string[] = [];
    for (at += 1; lines[at]?.startsWith('<'); at += 1) {
      const found = /^< Warning: 299 - (".*")$/.exec(lines[at] ?? '');
      if (found !== null) warnings.push(JSON.parse(found[1] ?? '""'));
    }
    const answer: string[] = [];
    for (; at < lines.length && !/^(> [A-Z]+ \/|# )/.test(lines[at] ?? ''); at += 1) answer.push(lines[at] ?? '');
    exchanges.push({
      line,
      method: method as Method,
      path,
      contentType: header('Content-Type'),
      accept: header('Accept'),
      agent: header('User-Agent'),
      impersonated: header('Impersonate-User'),
      body: gap < 0 ? undefined : sent.slice(gap + 1).join('\n'),
      code,
      warnings,
      answer: answer.join('\n').trim(),
    });
  }
  return exchanges;
}

/** What may differ between two servers is made equal. */
function comparable(value: unknown, path: readonly string[] = []): unknown {
  if (typeof value === 'string') {
    const key = path.at(-1);
    if (key === 'resourceVersion' || key === 'continue') return key;
    return value
      .trim()
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
      .replace(/(current: |in record \()\d+/g, '$1RV')
      .replace(/(kube-api-access|gen|g)-[a-z0-9]{5}/g, '$1-NAME')
      .replace(/(x{58})[a-z0-9]{5}/, '$1NAME')
      .replace(key === 'cells' ? /^\d+[smhd]$/ : /^$/, 'AGE');
  }
  if (Array.isArray(value)) return value.map((item) => comparable(item, path));
  if (typeof value !== 'object' || value === null) return value;
  const isItem = path.at(-1) === 'items';
  const entries = Object.entries(value).filter(([key]) => !(isItem && (key === 'kind' || key === 'apiVersion')));
  return Object.fromEntries(entries.map(([key, each]) => [key, comparable(each, [...path, key])]));
}

/** Some lists are recorded as the names of their items. */
function named(value: unknown, template: unknown): unknown {
  const { items } = (template ?? {}) as { items?: readonly unknown[] };
  if (!Array.isArray(items) || typeof items[0] !== 'string') return value;
  const list = value as { items: readonly { metadata: { name: string } }[] };
  return { ...list, items: list.items.map(({ metadata }) => metadata.name) };
}

/** Where an answer is cut, only what it shows counts; null stands for what is not there. */
function shown(value: unknown, template: unknown): unknown {
  if (template === null) return value ?? null;
  if (Array.isArray(template) && Array.isArray(value)) return value.map((item, at) => shown(item, template[at] ?? {}));
  if (typeof template !== 'object' || typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  return Object.fromEntries(Object.entries(template).map(([key, each]) => [key, shown(record[key], each)]));
}

/** Learns how the recorded uids and resourceVersions are called here. */
function learn(recorded: unknown, here: unknown, names: Map<string, string>): void {
  if (typeof recorded !== 'object' || typeof here !== 'object' || recorded === null || here === null) return;
  for (const [key, value] of Object.entries(recorded)) {
    const own = (here as Record<string, unknown>)[key];
    if ((key === 'uid' || key === 'resourceVersion' || key === 'continue') && typeof own === 'string')
      names.set(value, own);
    else learn(value, own, names);
  }
}

const folder = join(import.meta.dirname, 'exchanges');

test.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', async (name) => {
  const { server } = await testServer();
  const failures: string[] = [];
  const names = new Map<string, string>();
  const here = (text: string): string => {
    let result = text;
    for (const [recorded, own] of names) result = result.replaceAll(recorded, own);
    return result;
  };
  const text = readFileSync(join(folder, name), 'utf8');
  const isCut = text.includes('# answers are cut');
  // Who introduces himself as foreign clients do is told who owns the fields.
  const usual = text.includes('(managedFields shown)') ? { 'user-agent': 'recorder/1.0' } : {};
  for (const exchange of parseExchanges(text)) {
    const { line, method, path, contentType, accept, agent, impersonated, body } = exchange;
    const request = requestOf(method, here(path), body === undefined ? undefined : here(body), contentType);
    const headers = {
      ...usual,
      ...request.headers,
      ...(accept === undefined ? {} : { accept }),
      ...(agent === undefined ? {} : { 'user-agent': agent }),
      ...(impersonated === undefined ? {} : { 'impersonate-user': impersonated }),
    };
    const response = await server.request({ ...request, headers });
    const expected = exchange.answer === '' ? undefined : parseAnswer(exchange.answer);
    const recorded = comparable(expected);
    const all = named(comparable(response.body), recorded);
    const want = { code: exchange.code, warnings: exchange.warnings, body: recorded };
    // What is not simulated is nothing that a real server speaks of.
    const warnings = (response.warnings ?? []).filter((text) => !text.startsWith('kubeloop: '));
    const got = { code: response.code, warnings, body: isCut ? shown(all, recorded) : all };
    try {
      if (expected === undefined) expect({ ...got, body: 0 }).toEqual({ ...want, body: 0 });
      else expect(got).toEqual(want);
    } catch {
      failures.push(
        [`line ${line}: ${method} ${path} ${body ?? ''}`, JSON.stringify(want), JSON.stringify(got)].join('\n'),
      );
    }
    learn(expected, response.body, names);
  }
  expect(failures.join('\n\n')).toBe('');
});

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
