/** YAML as a real server writes it. */
import { expect, test } from 'vitest';
import { yamlCodec } from './yamlCodec';

test('what stands twice is written twice, and lists are not indented', () => {
  const nothing = {};
  const text = yamlCodec.write({ b: [{ p: nothing, q: nothing }], a: '' });
  expect(text).toBe('a: ""\nb:\n- p: {}\n  q: {}\n');
});

test('keys that stand twice are told with their lines, in flow maps too', () => {
  const { value, complaints } = yamlCodec.read('a: 1\nb: {x: 1, "x": 2}\na: 3\nc:\n- {k: 1}\n- {k: 1}\n', 'ConfigMap');
  expect(value).toEqual({ a: 3, b: { x: 2 }, c: [{ k: 1 }, { k: 1 }] });
  expect(complaints).toEqual([
    'yaml: unmarshal errors:\n  line 2: key "x" already set in map\n  line 3: key "a" already set in map',
  ]);
});

test('four times as many keys take no sixteen times as long', () => {
  const elapsed = (count: number): number => {
    const text = Array.from({ length: count }, (_, index) => `k${index}: v`).join('\n');
    const begun = performance.now();
    yamlCodec.read(text, 'ConfigMap');
    return performance.now() - begun;
  };
  elapsed(5_000);
  expect(elapsed(20_000)).toBeLessThan(10 * elapsed(5_000));
});
