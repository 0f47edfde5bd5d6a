/** YAML as a real server writes it. */
import { expect, test } from 'vitest';
import { yamlCodec } from './yamlCodec';

test('what stands twice is written twice, and lists are not indented', () => {
  const nothing = {};
  const text = yamlCodec.write({ b: [{ p: nothing, q: nothing }], a: '' });
  expect(text).toBe('a: ""\nb:\n- p: {}\n  q: {}\n');
});
