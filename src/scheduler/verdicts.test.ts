import { expect, test } from 'vitest';
import type { Instant } from '../sim/clock';
import { fakeState, pod } from './fakeCluster';
import { forgetVerdict, recordVerdict, verdictOf } from './verdicts';

const attempt = (name: string, nodes: number) => ({
  pod: pod(name),
  at: 0 as Instant, // Nobody looks at it.
  nodes: Array.from({ length: nodes }, (_, index) => `n${index}`),
  diagnosis: { filters: ['NodeName'], skipped: [], refusals: new Map(), processed: nodes },
  chosen: 'n0',
});

test('the verdicts of many pods on many nodes are bounded, the oldest goes first', () => {
  const state = fakeState();
  for (const name of ['a', 'b', 'c']) recordVerdict(state, attempt(name, 20_000));
  expect(verdictOf(state, 'uid-a')).toBeUndefined();
  expect(verdictOf(state, 'uid-b')?.nodes).toHaveLength(20_000);
  expect(verdictOf(state, 'uid-c')?.chosen).toBe('n0');
  expect(state.map('verdicts/ring').size).toBe(2);
});

test('a pod that is tried again and again has one verdict, and none once it is gone', () => {
  const state = fakeState();
  for (let round = 0; round < 10; round += 1) recordVerdict(state, attempt('a', 3));
  expect(state.map('verdicts/records').size).toBe(1);
  expect(state.map('verdicts/ring').size).toBe(1);
  forgetVerdict(state, 'uid-a');
  expect(state.map('verdicts/records').size).toBe(0);
  expect(state.map<number>('verdicts/counters').get('rows')).toBe(0);
});
