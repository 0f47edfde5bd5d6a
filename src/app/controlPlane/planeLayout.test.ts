import { expect, test } from 'vitest';
import { planeLayout, shownEdge } from './planeLayout';

const nodes = (count: number) => Array.from({ length: count }, (_, index) => `worker-${index + 1}`);

test('lines go straight from each box to the API server, and boxes of a row do not meet', () => {
  for (const size of ['wide', 'narrow', 'phone', 'embed', 'tiny'] as const) {
    const { boxes, lines, width } = planeLayout({ width: 640, height: 420 }, size, nodes(3), true);
    const server = boxes.get('kube-apiserver');
    if (server === undefined) throw new Error('there is an API server');
    for (const { x, from, to, actor } of lines.values()) {
      const box = boxes.get(actor);
      expect(box && x > box.x && x < box.x + box.width).toBe(true);
      expect([server.y, server.y + server.height]).toContain(from);
      expect(Math.abs(to - from)).toBeGreaterThanOrEqual(34);
    }
    const all = [...boxes.values()];
    for (const box of all) {
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      const neighbours = all.filter(({ x, y }) => y === box.y && x > box.x);
      for (const { x } of neighbours) expect(x).toBeGreaterThan(box.x + box.width);
    }
  }
});

test('where there is room enough the picture is not higher than it: no scroll bars', () => {
  for (const height of [560, 599, 600.5, 601])
    expect(planeLayout({ width: 800, height }, 'wide', nodes(3), true).height).toBeLessThanOrEqual(height);
});

test('a hundred kubelets share one box and its lines', () => {
  const layout = planeLayout({ width: 900, height: 600 }, 'wide', nodes(100), false);
  expect(layout.isCrowded).toBe(true);
  expect(shownEdge(layout, 'kubelet/worker-77<')).toBe('kubelets<');
  expect(shownEdge(layout, 'kubelet/worker-77>')).toBe('kubelets>');
  expect(shownEdge(layout, 'somebody-else>')).toBeUndefined();
});
