import { expect, test } from 'vitest';
import { cellAt, cellBox, type LayoutNode, nodesLayout } from './nodesLayout';
import { fitViewport } from './viewport';
import { nextPlace } from './walk';

const nodes = (count: number, pods: number): LayoutNode[] =>
  Array.from({ length: count }, (_, index) => ({ name: `worker-${index + 1}`, pods, banner: false }));
const room = {
  density: 'full',
  width: 812,
  height: 600,
  controllers: [],
  services: [],
  pending: 0,
  stacked: false,
} as const;

test('three nodes stand side by side, below the tray, at full size', () => {
  const layout = nodesLayout({
    ...room,
    nodes: nodes(3, 6),
    controllers: [{ id: 'rc', name: 'kubia', room: 3 }],
    services: [],
  });
  const boxes = [...layout.nodes.values()];
  expect(new Set(boxes.map(({ y }) => y)).size).toBe(1);
  expect(boxes.map(({ width }) => width)).toEqual([256, 256, 256]);
  expect(boxes[0]?.height).toBe(270);
  expect(boxes[0]?.y).toBeGreaterThan((layout.tray?.y ?? 0) + (layout.tray?.height ?? 0));
  expect(fitViewport(layout.bounds, room, { top: 56, right: 8, bottom: 28, left: 8 }, 0).zoom).toBe(1);
});

test('fifty nodes fill the room in a grid instead of one line', () => {
  const layout = nodesLayout({ ...room, width: 1396, height: 760, nodes: nodes(50, 20) });
  const rows = new Set([...layout.nodes.values()].map(({ y }) => y));
  expect(rows.size).toBeGreaterThan(3);
  expect(rows.size).toBeLessThan(10);
});

test('no two node boxes overlap', () => {
  const boxes = [...nodesLayout({ ...room, nodes: nodes(23, 9) }).nodes.values()];
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
  }
});

test('all pods of a node lie inside its box', () => {
  const { nodes: boxes, grid } = nodesLayout({ ...room, nodes: nodes(2, 37) });
  const box = boxes.get('worker-1');
  const last = cellBox(grid, 36);
  expect(last.x + last.width).toBeLessThanOrEqual(box?.width ?? 0);
  expect(last.y + last.height).toBeLessThanOrEqual(box?.height ?? 0);
});

test('on a phone nodes are stacked and cells share the width', () => {
  const { nodes: boxes, grid } = nodesLayout({
    ...room,
    density: 'mid',
    width: 390,
    nodes: nodes(3, 3),
    stacked: true,
  });
  expect(new Set([...boxes.values()].map(({ x }) => x)).size).toBe(1);
  expect(grid.columns).toBe(3);
  expect(boxes.get('worker-1')?.width).toBeLessThanOrEqual(390 - 20);
});

test('the pod under a point is found by arithmetic', () => {
  const { grid } = nodesLayout({ ...room, nodes: nodes(1, 30) });
  for (const index of [0, 1, 7, 29]) {
    const { x, y, width, height } = cellBox(grid, index);
    expect(cellAt(grid, x + width / 2, y + height / 2)).toBe(index);
  }
  expect(cellAt(grid, grid.x + grid.cellWidth + 2, grid.y + 5)).toBeUndefined();
});

test('a picture that cannot fit starts at its top left corner', () => {
  const view = fitViewport(
    { x: 0, y: 0, width: 4000, height: 400 },
    room,
    { top: 10, right: 0, bottom: 0, left: 20 },
    0.7,
  );
  expect(view).toEqual({ x: 20, y: 10, zoom: 0.7 });
});

test('arrow keys lead along rows and columns', () => {
  const at = (left: number, top: number) => ({ left, top, width: 100, height: 50 });
  const places = [at(0, 0), at(120, 0), at(0, 60), at(120, 60), at(400, 30)];
  expect(nextPlace(places, 0, 'ArrowRight')).toBe(1);
  expect(nextPlace(places, 0, 'ArrowDown')).toBe(2);
  expect(nextPlace(places, 3, 'ArrowLeft')).toBe(2);
  expect(nextPlace(places, 3, 'ArrowUp')).toBe(1);
  expect(nextPlace(places, 0, 'ArrowUp')).toBeUndefined();
});
