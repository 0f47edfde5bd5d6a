import { expect, test } from 'vitest';
import { sortByField, UnsortableError } from './sorter';

const named = (values: readonly unknown[]) => values.map((value, index) => ({ name: `n${index}`, spec: { value } }));
const order = (values: readonly unknown[], path = '.spec.value') =>
  sortByField(named(values), (item) => item, path).map(({ name }) => Number(name.slice(1)));

test('numbers are ordered as numbers, quantities by amount, other texts by their bytes', () => {
  expect(order([10, 9, 100])).toEqual([1, 0, 2]);
  expect(order(['1Gi', '512Mi', '2k'])).toEqual([2, 1, 0]);
  expect(order(['b', 'B', 'a'])).toEqual([1, 2, 0]);
});

test('objects without the field come first, in reverse', () => {
  expect(order([3, undefined, 1, undefined])).toEqual([3, 1, 2, 0]);
});

test('equal values are left in the order in which Go leaves them', () => {
  const values = Array.from({ length: 20 }, (_, index) => index % 3);
  expect(order(values)).toEqual([9, 18, 15, 3, 12, 0, 6, 10, 7, 4, 13, 16, 1, 19, 8, 5, 11, 14, 2, 17]);
});

test('a field that no object has, a wrong path and mixed kinds are errors', () => {
  expect(() => order([1], '.nosuch')).toThrow('couldn\'t find any field with path "{.nosuch}" in the list of objects');
  expect(() => order([1], '{.spec')).toThrow('unexpected path string');
  expect(() => order([1, 'a'])).toThrow(UnsortableError);
  expect(() => order([{}, {}])).toThrow('unsortable type: map[string]interface {}');
});
