import { expect, test } from 'vitest';
import { hopRules, type RequestRecord } from '../../client/traffic';
import { en, ko } from '../i18n/sentences';
import { fill, type TextKey, type TextParams } from '../i18n/text';
import { durationText, pathOf, ruleText } from './requestWords';
import { lastMinute, type TrafficState, withNews } from './trafficStore';

const EMPTY: TrafficState = { requests: [], counts: new Map(), total: 0 };
const kubia = { kind: 'Service', namespace: 'default', name: 'kubia' } as const;
const record = (id: number, at: number, end: Partial<RequestRecord>): RequestRecord => ({
  id,
  at,
  tool: 'curl',
  method: 'GET',
  url: 'http://kubia/',
  client: '10.244.0.4',
  ms: 2,
  hops: [],
  service: kubia,
  ...end,
});

test('what became of the requests to a Service is summed up over a minute: answered, failed, lost', () => {
  const told = (at: number, ok: number, failed: number, lost: number) => ({
    service: 'default/kubia',
    at,
    ok,
    failed,
    lost,
  });
  const first = withNews(EMPTY, { requests: [], total: 3, counts: [told(10_000, 1, 0, 0), told(12_000, 0, 1, 4)] });
  const { counts } = withNews(first, { requests: [], total: 1, counts: [told(12_000, 0, 1, 5)] });
  const minute = lastMinute(counts.get('default/kubia'), 13_000);
  expect([minute.total, minute.failed, minute.lost, minute.percent]).toEqual([7, 1, 5, 14.2]);
  expect(lastMinute(counts.get('default/kubia'), 90_000).percent).toBeUndefined();
});

test('a request that is told twice stands there once', () => {
  const news = { requests: [record(1, 0, { status: 200 })], total: 1, counts: [] };
  expect(withNews(withNews(EMPTY, news), news).requests).toHaveLength(1);
});

test('one failure in a thousand is not a hundred per cent', () => {
  const told = { service: 'default/kubia', at: 0, ok: 99_999, failed: 1, lost: 0 };
  const { counts } = withNews(EMPTY, { requests: [], total: 1, counts: [told] });
  expect(lastMinute(counts.get('default/kubia'), 500).percent).toBe(99.9);
});

test('every rule that can decide a hop has its sentence, and a fact that is not known leaves no hole', () => {
  for (const table of [en, ko]) {
    const t = (key: TextKey, params?: TextParams) => fill(table[key], params);
    for (const key of hopRules) {
      expect(table[`hop.${key}`]).toBeTypeOf('string');
      expect(ruleText({ rule: { key } }, t)).not.toMatch(/[[\]]/);
    }
    expect(ruleText({ rule: { key: 'answers', params: { status: 503 } } }, t)).toContain('503');
  }
});

test('a URL gives its path, a time reads as people say it', () => {
  expect(pathOf('http://kubia:80/api?x=1')).toBe('/api?x=1');
  expect(pathOf('http://kubia')).toBe('/');
  expect([0.4, 3, 12.6, 5000, 134_000].map(durationText)).toEqual(['0.4 ms', '3 ms', '13 ms', '5.0 s', '134 s']);
});
