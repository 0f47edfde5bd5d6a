import { expect, test } from 'vitest';
import type { Instant, StateMap } from '../sim/clock';
import { type BackOffEntry, backOffUntil, goDuration, goSeconds, lengthenBackOff } from './backOff';

const limits = { firstMs: 10_000, maxMs: 300_000, resetMs: 600_000 };
const at = (seconds: number) => (seconds * 1000) as Instant; // A test's own clock.
const entries = (): StateMap<BackOffEntry> => new Map<string, BackOffEntry>();

test('waits are 10, 20, 40, 80, 160 and then 300 seconds', () => {
  const map = entries();
  const waits = [0, 100, 200, 300, 400, 500, 600].map((seconds) => {
    lengthenBackOff(map, 'c', at(seconds), at(seconds), limits);
    return (map.get('c')?.backOffMs ?? 0) / 1000;
  });
  expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300]);
});

test('the first failure of a container waits for nothing', () => {
  expect(backOffUntil(entries(), 'c', at(5), at(5), limits)).toBeUndefined();
});

test('a wait counts from the failure and ends with it', () => {
  const map = entries();
  lengthenBackOff(map, 'c', at(0), at(0), limits);
  expect(backOffUntil(map, 'c', at(4), at(6), limits)).toBe(at(14));
  expect(backOffUntil(map, 'c', at(4), at(14), limits)).toBeUndefined();
});

test('a container that ran for more than ten minutes begins anew', () => {
  const map = entries();
  for (const seconds of [0, 100, 200]) lengthenBackOff(map, 'c', at(seconds), at(seconds), limits);
  expect(backOffUntil(map, 'c', at(801), at(801), limits)).toBeUndefined();
  lengthenBackOff(map, 'c', at(801), at(801), limits);
  expect(map.get('c')?.backOffMs).toBe(10_000);
});

test.each([
  [10_000, '10s'],
  [80_000, '1m20s'],
  [300_000, '5m0s'],
  [3_600_000, '1h0m0s'],
])('%i ms of back-off are told as %s', (ms, text) => expect(goSeconds(ms)).toBe(text));

test.each([
  [0, '0s'],
  [752, '752ms'],
  [1_500, '1.5s'],
  [2_077, '2.077s'],
  [62_500, '1m2.5s'],
])('%i ms of pulling are told as %s', (ms, text) => expect(goDuration(ms)).toBe(text));
