import { expect, test } from 'vitest';
import { duplicateKeys } from './duplicateKeys';

test.each([
  ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', []],
  ['{"a":1,"a":2,"a":3}', ['a']],
  ['{"spec":{"containers":[{"name":"x"},{"image":"a","image":"b"}]}}', ['spec.containers[1].image']],
  ['{"a":"{\\"b\\":1,\\"b\\":2}","c":",\\"c\\":"}', []],
  ['{"\\u0061":1,"a":2}', ['a']],
  ['[{"a":1},{"a":1}]', []],
  ['[{"a":[1,2],"a":{}}]', ['[0].a']],
  ['"text"', []],
] as const)('keys of %s', (text, expected) => {
  expect(() => JSON.parse(text)).not.toThrow();
  expect(duplicateKeys(text)).toEqual(expected);
});

test('neither length nor depth holds up the server', () => {
  const begun = performance.now();
  expect(duplicateKeys(`{"a":"${'\\"'.repeat(1_000_000)}"}`)).toEqual([]);
  expect(duplicateKeys(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(2_000);
});
