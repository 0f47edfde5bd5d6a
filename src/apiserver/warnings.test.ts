import { expect, test } from 'vitest';
import { testServer } from './testServer';
import { Warnings } from './warnings';

function told(texts: readonly string[]): readonly string[] {
  const warnings = new Warnings();
  for (const text of texts) warnings.add(text);
  return warnings.texts;
}

test('warnings are told once and in their order', () => {
  expect(told(['b', 'a', 'b', ''])).toEqual(['b', 'a']);
  expect(told(['x'.repeat(4_096)])).toEqual(['x'.repeat(4_096)]);
});

test('what is too much is cut to 256 characters each', () => {
  expect(told(['x'.repeat(4_000), 'é'.repeat(300), 'z'])).toEqual(['x'.repeat(256), 'é'.repeat(256), 'z']);
});

test('of warnings beyond four thousand characters the rest is left out', () => {
  const texts = told(Array.from({ length: 3_000 }, (_, index) => `warning ${index}`));
  const length = texts.join('').length;
  expect(length).toBeGreaterThanOrEqual(4_096);
  expect(length).toBeLessThan(4_096 + 256);
});

test('of thousands of unknown fields a hundred are told', async () => {
  const { send } = await testServer();
  const unknown = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`field${index}`, 1]));
  const { code, warnings = [] } = await send('POST', '/api/v1/namespaces/demo/configmaps', {
    metadata: { name: 'odd' },
    ...unknown,
  });
  expect(code).toBe(201);
  expect(warnings).toHaveLength(100);
  expect(warnings.at(-1)).toBe('unknown field "field99"');
});
