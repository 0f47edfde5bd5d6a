import { expect, test } from 'vitest';
import { cellBox, nodesLayout } from './nodesLayout';
import { railPath } from './railPath';
import { refusalLines } from './refusal';

const layout = nodesLayout({
  density: 'full',
  width: 812,
  height: 600,
  stacked: false,
  nodes: ['worker-1', 'worker-2'].map((name) => ({ name, pods: 4, banner: false })),
  controllers: [{ id: 'rc', name: 'kubia', room: 3 }],
  services: [],
  pending: 0,
});
const byNode = new Map([
  ['worker-1', ['a', 'x', 'b', 'y']],
  ['worker-2', ['z', 'c']],
]);

test('an ownership line has one tick at the left edge of each pod that is owned', () => {
  const path = railPath(layout, { id: 'rc', lane: 0, keys: ['a', 'b', 'c'], byNode });
  const edges = [...path.matchAll(/q0 6 6 6H([\d.]+)/g)].map(([, x]) => Number(x));
  const edgeOf = (node: string, index: number) => (layout.nodes.get(node)?.x ?? 0) + cellBox(layout.grid, index).x;
  expect(edges).toEqual(expect.arrayContaining([edgeOf('worker-1', 0), edgeOf('worker-1', 2), edgeOf('worker-2', 1)]));
});

test('a controller without a pill has no line', () => {
  expect(railPath(layout, { id: 'other', lane: 0, keys: ['a'], byNode })).toBe('');
});

test('the tray keeps the two first reasons of the scheduler in its words', () => {
  const message =
    '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: ...';
  expect(refusalLines(message)).toEqual(['1 had untolerated taint(s)', '2 Insufficient cpu']);
  expect(refusalLines('something else')).toEqual(['something else']);
});
