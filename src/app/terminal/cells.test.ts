import { expect, test } from 'vitest';
import { cellsIn, isHeader } from './cells';

const HEADER = 'NAME          READY   STATUS             RESTARTS      AGE   IP           NODE       NOMINATED NODE';
const ROW = 'kubia-2x7fd   0/1     CrashLoopBackOff   3 (10s ago)   13m   10.244.1.2   worker-1   <none>';

test('the cells that tell of a state are found below their columns', () => {
  const found = cellsIn(HEADER, ROW).map(({ start, end, column }) => `${column}: ${ROW.slice(start, end)}`);
  expect(found).toEqual(['READY: 0/1', 'STATUS: CrashLoopBackOff', 'RESTARTS: 3 (10s ago)']);
});

test('a cell without text is no cell, and a table that is cut tells less', () => {
  expect(cellsIn('NAME   READY   STATUS', 'kubia          Running').map(({ column }) => column)).toEqual(['STATUS']);
  expect(cellsIn('NAME   READY', 'pod/kubia created')).toHaveLength(1);
  expect(cellsIn('NAME   READY', '')).toEqual([]);
});

test.each([
  [HEADER, true],
  ['NAMESPACE   NAME   READY', true],
  ['NAME', true],
  ['NAMED   x', false],
  [ROW, false],
  ['LAST SEEN   TYPE   REASON', false],
])('%j begins a table: %j', (text, expected) => {
  expect(isHeader(text)).toBe(expected);
});
