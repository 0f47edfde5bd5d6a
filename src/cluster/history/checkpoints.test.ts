import { expect, test } from 'vitest';
import type { Instant } from '../../sim/clock';
import { Kernel } from '../../sim/kernel';
import { Checkpoints, type Kept, type Line, lastUpTo } from './checkpoints';

/** Work between two moments, and what is written in it. */
const WORK_MS = 25;
const WRITES = 40;

/** A run that is kept at every step; `line` is that of its branch, `others` are those of branches that rest. */
function lived(budget: number, steps: number): { checkpoints: Checkpoints; line: Line } {
  const kernel = new Kernel({ startAt: 0 as Instant, seed: 1 });
  const map = kernel.state.map('storage/pods');
  const checkpoints = new Checkpoints(budget);
  const line: Line = [];
  for (let step = 0; step < steps; step += 1) {
    for (let write = 0; write < WRITES; write += 1)
      map.set(`pod-${(step * 7 + write) % 400}`, { step, write, name: 'kubia' });
    const kept = checkpoints.keep(line, {
      at: (step * 1_000) as Instant,
      position: 0,
      checkpoint: kernel.checkpoint(),
      workMs: step * WORK_MS,
    });
    checkpoints.thin([line], kept);
  }
  return { checkpoints, line };
}
const gaps = (line: readonly Kept[]) => line.slice(1).map(({ workMs }, index) => workMs - (line[index]?.workMs ?? 0));

test('a long run stays within its budget, keeps its start and its end, and is denser the nearer it is', () => {
  const budget = 2_000_000;
  const { checkpoints, line } = lived(budget, 1_000);
  expect(checkpoints.bytes).toBeLessThanOrEqual(budget);
  expect(line[0]?.workMs).toBe(0);
  expect(line.at(-1)?.workMs).toBe(999 * WORK_MS);
  expect(line.length).toBeGreaterThan(20);
  const between = gaps(line);
  const half = Math.floor(between.length / 2);
  const mean = (part: readonly number[]) => part.reduce((sum, gap) => sum + gap, 0) / part.length;
  expect(mean(between.slice(0, half))).toBeGreaterThan(1.5 * mean(between.slice(half)));
  expect(between.at(-1)).toBeLessThanOrEqual(3 * WORK_MS);
  // No moment is so far from the one before it that living on from there takes long, for how long ago it was.
  for (const [index, gap] of between.entries()) {
    const ago = 999 * WORK_MS - (line[index]?.workMs ?? 0);
    expect(gap).toBeLessThan(Math.max(400, ago));
  }
});

test('what is said to be held is the sum of what each holds beyond the one after it', () => {
  const { checkpoints, line } = lived(3_000_000, 500);
  expect(checkpoints.bytes).toBe(line.reduce((sum, { bytes }) => sum + bytes, 0));
  expect(checkpoints.count).toBe(line.length);
  for (const [index, kept] of line.entries()) expect(kept.beyond).toBe(line[index + 1] ?? kept);
});

test('without need nothing is dropped, and the nearest before a moment is found', () => {
  const { line } = lived(Number.POSITIVE_INFINITY, 30);
  expect(line).toHaveLength(30);
  expect(lastUpTo(line, 4_500 as Instant, 0)?.at).toBe(4_000);
  expect(lastUpTo(line, 4_000 as Instant, 9)?.at).toBe(4_000);
});

test('a moment that two branches share counts once, and goes when the last of them is deleted', () => {
  const { checkpoints, line } = lived(Number.POSITIVE_INFINITY, 30);
  const bytes = checkpoints.bytes;
  const other = line.slice(0, 10);
  checkpoints.settle([line, other], line);
  expect(checkpoints.bytes).toBe(bytes);
  // Where another branch is shown, the end of the old one is held for it alone.
  checkpoints.settle([line, other], other);
  expect(checkpoints.bytes).toBeGreaterThan(bytes);
  checkpoints.settle([other], other);
  expect(checkpoints.count).toBe(10);
  expect(checkpoints.bytes).toBe(other.reduce((sum, kept) => sum + kept.bytes, 0));
});
