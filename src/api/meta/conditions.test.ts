/** Conditions: when they move, and when not. */
import { expect, test } from 'vitest';
import { type ConditionLike, conditionOf, isConditionTrue, withCondition, withoutCondition } from './conditions';

const ready: ConditionLike = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };

test('a condition whose status stays keeps the time of its last transition', () => {
  const [same] = withCondition([ready], { type: 'Ready', status: 'True', reason: 'X' }, '2026-01-01T00:01:00Z');
  expect(same).toEqual({ ...ready, reason: 'X' });
  const [changed] = withCondition([ready], { type: 'Ready', status: 'False' }, '2026-01-01T00:01:00Z');
  expect(changed?.lastTransitionTime).toBe('2026-01-01T00:01:00Z');
});

test('setting what is already there hands back the same list', () => {
  const list = [ready];
  expect(withCondition(list, { type: 'Ready', status: 'True' }, '2026-01-01T00:01:00Z')).toBe(list);
  expect(withoutCondition(list, 'Other')).toBe(list);
});

test('conditions are found and removed by their type', () => {
  expect(isConditionTrue([ready], 'Ready')).toBe(true);
  expect(conditionOf([ready], 'Other')).toBeUndefined();
  expect(withoutCondition([ready], 'Ready')).toEqual([]);
});
