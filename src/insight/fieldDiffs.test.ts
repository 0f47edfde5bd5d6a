import { expect, test } from 'vitest';
import { fieldDiffs, isSame } from './fieldDiffs';

test('a condition that turns is told by its type, wherever it stands in the list', () => {
  const before = { conditions: [{ type: 'Ready', status: 'True' }] };
  const after = {
    conditions: [
      { type: 'DiskPressure', status: 'False' },
      { type: 'Ready', status: 'Unknown' },
    ],
  };
  expect(fieldDiffs(before, after)).toEqual([
    { path: 'conditions[type=DiskPressure]', after: { type: 'DiskPressure', status: 'False' } },
    { path: 'conditions[type=Ready].status', before: 'True', after: 'Unknown' },
  ]);
});

test('fields that come and go have one side alone', () => {
  expect(fieldDiffs({ spec: { a: 1 } }, { spec: { b: [1, 2] } })).toEqual([
    { path: 'spec.b', after: [1, 2] },
    { path: 'spec.a', before: 1 },
  ]);
});

test('what every write changes is left out', () => {
  const object = (resourceVersion: string) => ({
    metadata: { name: 'kubia', resourceVersion, managedFields: [{ manager: resourceVersion }] },
  });
  expect(fieldDiffs(object('1'), object('2'))).toEqual([]);
});

test('lists of plain values, and items of one name, are compared as a whole', () => {
  expect(fieldDiffs({ args: ['a'] }, { args: ['a', 'b'] })).toEqual([
    { path: 'args', before: ['a'], after: ['a', 'b'] },
  ]);
  const twice = [
    { name: 'a', port: 1 },
    { name: 'a', port: 2 },
  ];
  expect(fieldDiffs({ ports: twice }, { ports: twice.slice(1) })).toEqual([
    { path: 'ports', before: twice, after: twice.slice(1) },
  ]);
});

test('equal values are the same, however their fields are ordered', () => {
  expect(isSame({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(isSame({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(isSame([], {})).toBe(false);
  expect(isSame({ a: undefined }, {})).toBe(true);
  expect(isSame(null, {})).toBe(false);
});
