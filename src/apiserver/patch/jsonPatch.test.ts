import { expect, test } from 'vitest';
import { type Operation, applyJsonPatch } from './jsonPatch';

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

test('the document and the values that were sent stay as they were', () => {
  const document = frozen({ a: { list: [1, 2], other: { x: 1 } }, b: {} });
  const operations = frozen([
    { op: 'add', path: '/a/list/-', value: 3 },
    { op: 'add', path: '/b/new', value: { y: 1 } },
    { op: 'add', path: '/b/new/z', value: 2 },
    { op: 'remove', path: '/a/list/0' },
    { op: 'replace', path: '/a/other/x', value: 2 },
  ] satisfies Operation[]);
  const expected = { a: { list: [2, 3], other: { x: 2 } }, b: { new: { y: 1, z: 2 } } };
  expect(applyJsonPatch(document, operations)).toEqual(expected);
});

test('a copy and what it was made of change by themselves', () => {
  const document = frozen({ a: { in: { x: 1 } } });
  const copied = applyJsonPatch(document, [
    { op: 'add', path: '/a/in/y', value: 1 },
    { op: 'copy', from: '/a', path: '/b' },
    { op: 'add', path: '/a/in/onlyA', value: 1 },
    { op: 'add', path: '/b/in/onlyB', value: 1 },
    { op: 'move', from: '/b/in', path: '/c' },
    { op: 'add', path: '/c/onlyC', value: 1 },
  ]);
  expect(copied).toEqual({ a: { in: { x: 1, y: 1, onlyA: 1 } }, b: {}, c: { x: 1, y: 1, onlyB: 1, onlyC: 1 } });
});

test('a key called __proto__ is a key like others', () => {
  const document = JSON.parse('{"__proto__":{"x":1},"a":1}');
  const result = applyJsonPatch(document, [
    { op: 'add', path: '/a', value: 2 },
    { op: 'add', path: '/__proto__/y', value: 2 },
  ]);
  expect(JSON.stringify(result)).toBe('{"__proto__":{"x":1,"y":2},"a":2}');
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
});

test('a large object is copied once, whatever the number of operations', () => {
  let copies = 0;
  const large = new Proxy(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, index])), {
    ownKeys: (target) => {
      copies += 1;
      return Reflect.ownKeys(target);
    },
  });
  const operations = Array.from({ length: 1_000 }, (_, index) => ({
    op: 'add',
    path: `/data/n${index}`,
    value: index,
  }));
  const { data } = applyJsonPatch({ data: large }, operations) as { readonly data: object };
  expect(Object.keys(data)).toHaveLength(1_100);
  expect(copies).toBe(1);
});
