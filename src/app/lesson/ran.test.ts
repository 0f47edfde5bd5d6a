// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Simulation, SimulationStatus } from '../../client/simulation';
import type { Lesson } from '../../lessons/lesson';
import { playbackStore } from '../stores/playbackStore';
import { lessonStore, newlyOpened } from './lessonStore';
import { reportRan } from './ran';

// Nothing else of a lesson is looked at.
const lesson = { name: 'web' } as unknown as Lesson;
const line = { text: 'kubectl apply -f web.yaml', exitCode: 0, output: '' };

async function playsAt(now: number, by: 'person' | 'host'): Promise<boolean> {
  let plays = false;
  lessonStore.setState({ open: newlyOpened(lesson, false, 60_000, 1) });
  playbackStore.setState({ status: { now, startedAt: 0 } as unknown as SimulationStatus });
  // What the engine answers is not looked at.
  const engine = { play: async () => void (plays = true), lesson: async () => ({}) } as unknown as Simulation;
  await reportRan(engine, line, by);
  expect(lessonStore.getState().open?.ran).toHaveLength(1);
  return plays;
}

test('the first deed of a lesson starts the clock; a later one leaves a clock that was stopped alone', async () => {
  expect(await playsAt(60_000, 'person')).toBe(true);
  expect(await playsAt(61_000, 'person')).toBe(false);
});

test('a page around this one moves the clock itself', async () => {
  expect(await playsAt(60_000, 'host')).toBe(false);
});
