/** The open lesson between two loads of the page. */
import { expect, test } from 'vitest';
import type { Lesson } from '../../lessons/lesson';
import { readKept, writeKept } from './kept';
import { newlyOpened } from './lessonStore';

// Only what is kept of it is looked at here.
const lesson = { name: 'first-pod', steps: [], goal: [] } as unknown as Lesson;

test('a lesson of the course is kept by its name, with everything that was done in it', () => {
  const ran = [{ atMs: 61_000, line: { text: 'kubectl get po', exitCode: 0, output: 'NAME\n' } }];
  const open = { ...newlyOpened(lesson, false, 60_000, 2), ran, guesses: { when: 'now' }, solutionLines: 3 };
  const kept = readKept(writeKept(open, { 'pod.yaml': 'kind: Pod' }));
  expect(kept).toMatchObject({ name: 'first-pod', startMs: 60_000, ran, guesses: { when: 'now' }, solutionLines: 3 });
  expect(kept?.files).toEqual({ 'pod.yaml': 'kind: Pod' });
  expect(kept?.lesson).toBeUndefined();
});

test('an own lesson is kept whole: nobody else has it', () => {
  expect(readKept(writeKept(newlyOpened(lesson, true, 0, 0), {}))?.lesson).toEqual(lesson);
});

test('long outputs are kept shortened', () => {
  const ran = [{ atMs: 0, line: { text: 'x', exitCode: 0, output: 'y'.repeat(100_000) } }];
  expect(writeKept({ ...newlyOpened(lesson, false, 0, 0), ran }, {}).length).toBeLessThan(10_000);
});

test.each(['', '{', 'null', '[]', '{"name":"a"}', '{"name":1,"startMs":0}'])(
  'what is no lesson is not gone on with: %s',
  (text) => {
    expect(readKept(text)).toBeUndefined();
  },
);
