import { expect, test } from 'vitest';
import type { RanAt } from '../../client/lesson';
import type { Lesson } from '../../lessons/lesson';
import { lessonStore, newlyOpened } from './lessonStore';
import { followPlayedLines } from './playedLines';

const ran = (text: string): RanAt => ({ atMs: 70_000, line: { text, exitCode: 0, output: `${text} says` } });
// Nothing else of a lesson is looked at.
const lesson = { name: 'web', start: {} } as unknown as Lesson;
const open = newlyOpened(lesson, false, 60_000, 1);

test('the terminal hears once what the lines of a solution printed, and not of those that a person types', () => {
  const told: (readonly RanAt[])[] = [];
  const solution = { ...open, isSolution: true as const, ran: [ran('kubectl get pods')] };
  lessonStore.setState({ open: solution });
  const stop = followPlayedLines((lines) => told.push(lines));
  expect(told).toEqual([solution.ran]);

  lessonStore.getState().change({ ran: [...solution.ran, ran('kubectl get nodes')] });
  expect(told).toHaveLength(1);
  lessonStore.setState({ open: { ...open, ran: [ran('kubectl get pods')] } });
  expect(told).toHaveLength(1);
  lessonStore.setState({ open: { ...solution, ran: [ran('kubectl get rc')] } });
  expect(told).toHaveLength(2);
  stop();
});
