import { expect, test } from 'vitest';
import type { CellGrid } from './nodesLayout';
import { refusalRoom } from './refusal';

const grid: CellGrid = { x: 100, y: 8, columns: 3, cellWidth: 110, cellHeight: 60, pitchX: 330, pitchY: 66 };

test('the reason of the last pending pod may run to the end of the tray, the others stop before the next pod', () => {
  expect(refusalRoom(grid, 0, 788, false)).toBe(202);
  expect(refusalRoom(grid, 0, 788, true)).toBe(560);
  expect(refusalRoom(grid, 1, 600, true)).toBe(202);
});
