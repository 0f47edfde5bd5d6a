import { expect, test } from 'vitest';
import { jsonPieces } from './jsonPieces';

const rows = Array.from({ length: 12_000 }, (_unset, at) => ({ name: `row-${at}`, text: 'x"\u00e9'.repeat(20) }));

test.each([
  ['a list', { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: rows }],
  ['an empty list', { kind: 'PodList', items: [] }],
  ['nothing but items', { items: [1, 2] }],
  ['a Table', { kind: 'Table', columnDefinitions: [], rows }],
  ['an object', { kind: 'Pod', spec: { items: [1] } }],
  ['a text', 'a'],
  ['null', null],
])('%s is the same JSON, in pieces', (_name, body) => {
  const pieces = [...jsonPieces(body, false)];
  expect(JSON.parse(pieces.join(''))).toEqual(body);
  expect(pieces.join('').endsWith('\n')).toBe(true);
  for (const piece of pieces) expect(piece.length).toBeLessThan(280_000);
});

test('people get lines', () => {
  expect([...jsonPieces({ items: [{ a: 1 }] }, true)].join('')).toBe(
    JSON.stringify({ items: [{ a: 1 }] }, undefined, 2),
  );
});
