import { expect, test } from 'vitest';
import { type Kind, kinds } from '../api/kinds';
import { isPlanned, planOf } from './kindPlan';

test('somebody has decided for every kind whether a copy of a cluster has it', () => {
  const all = Object.keys(kinds) as Kind[]; // The keys of the table of kinds.
  expect(all.length).toBeGreaterThan(55);
  expect(all.filter((kind) => !isPlanned(kind))).toEqual([]);
});

test('what others refer to is made before them', () => {
  const order = (kind: Kind | undefined) => {
    const plan = planOf(kind);
    return 'order' in plan ? plan.order : -1;
  };
  expect(order('Namespace')).toBeLessThan(order('ServiceAccount'));
  expect(order('PersistentVolume')).toBeLessThan(order('PersistentVolumeClaim'));
  expect(order('PriorityClass')).toBeLessThan(order('Pod'));
  expect(order('CustomResourceDefinition')).toBeLessThan(order(undefined));
});
