/** Which pods budgets would rather keep. */
import { expect, test } from 'vitest';
import type { Pod } from '../api/core/pod';
import type { PodDisruptionBudget } from '../api/policy/podDisruptionBudget';
import { sparedByBudgets } from './disruptionBudgets';

const pod = (name: string, labels: object = { app: 'web' }) =>
  ({ metadata: { name, namespace: 'default', labels } }) as unknown as Pod; // No more is read.
const budget = (disruptionsAllowed: number, more: object = {}, selector: object = { matchLabels: { app: 'web' } }) =>
  ({
    metadata: { namespace: 'default' },
    spec: { selector },
    status: { disruptionsAllowed, ...more },
  }) as unknown as PodDisruptionBudget; // As above.

const names = (pods: ReadonlySet<Pod>) => [...pods].map(({ metadata }) => metadata.name);
const [first, second, other] = [pod('first'), pod('second'), pod('other', { app: 'db' })];

test('a budget that allows one eviction spares the second pod', () => {
  expect(names(sparedByBudgets([first, second, other], [budget(1)]))).toEqual(['second']);
});

test('an eviction that has been counted is not counted again', () => {
  const counted = budget(0, { disruptedPods: { first: '2026-11-21T08:00:00Z' } });
  expect(names(sparedByBudgets([first, second], [counted]))).toEqual(['second']);
});

test('a budget for all pods spares nobody', () => {
  expect(names(sparedByBudgets([first, second], [budget(0, {}, {})]))).toEqual([]);
});
