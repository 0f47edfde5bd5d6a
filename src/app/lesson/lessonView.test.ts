/** How a lesson stands: steps, goals, and when a question's answer may be told. */
import { expect, test } from 'vitest';
import type { CheckStatus } from '../../client/lesson';
import { isAnswerShown, lessonView } from './lessonView';

const lesson = {
  steps: [
    { id: 'cut', done: 'true' },
    { id: 'wait', done: 'true' },
    { id: 'back', done: 'true' },
  ],
  goal: [
    { id: 'lost', expression: 'true', when: 'now' as const },
    { id: 'kept', expression: 'true', when: 'always' as const },
  ],
};
const held = (id: string, holds = true): CheckStatus => ({ id, holds });

test('before the worker has told anything no step is done and the first one is present', () => {
  const view = lessonView(lesson, undefined);
  expect(view.doneCount).toBe(0);
  expect(view.steps.map(({ isPresent }) => isPresent)).toEqual([true, false, false]);
  expect(view.isPassed).toBe(false);
});

test('the present step is the first that is not done, also where a later one was done before it', () => {
  const view = lessonView(lesson, { checks: [held('step:cut'), held('step:back')] });
  expect(view.steps.map(({ isDone }) => isDone)).toEqual([true, false, true]);
  expect(view.steps.findIndex(({ isPresent }) => isPresent)).toBe(1);
  expect(view.doneCount).toBe(2);
});

test('the step that was done last is told from those before it: what stands behind its deed is still to be read', () => {
  const at = (id: string, instant: number): CheckStatus => ({ id, holds: true, since: { at: instant } });
  const last = (checks: readonly CheckStatus[]) =>
    lessonView(lesson, { checks }).steps.flatMap(({ step, isLastDone }) => (isLastDone ? [step.id] : []));
  expect(last([])).toEqual([]);
  expect(last([at('step:cut', 5), at('step:back', 3)])).toEqual(['cut']);
  // Of two at one instant it is the later one.
  expect(last([at('step:cut', 5), at('step:wait', 5)])).toEqual(['wait']);
});

test('a lesson is passed only while all its goals hold', () => {
  expect(lessonView(lesson, { checks: [held('lost'), held('kept', false)] }).isPassed).toBe(false);
  expect(lessonView(lesson, { checks: [held('lost'), held('kept')] }).isPassed).toBe(true);
  expect(lessonView({ steps: lesson.steps, goal: [] }, { checks: [] }).isPassed).toBe(false);
});

test('a goal that is called like a step does not tick it off', () => {
  expect(lessonView(lesson, { checks: [held('cut')] }).doneCount).toBe(0);
});

test('an answer is told when its step is done, and not by the deed before it', () => {
  const cut = lessonView(lesson, { checks: [held('step:cut')] });
  expect(isAnswerShown({ at: 'cut', until: 'wait' }, cut)).toBe(false);
  expect(isAnswerShown({ at: 'cut' }, cut)).toBe(true);
  const waited = lessonView(lesson, { checks: [held('step:cut'), held('step:wait')] });
  expect(isAnswerShown({ at: 'cut', until: 'wait' }, waited)).toBe(true);
  const passed = lessonView(lesson, { checks: [held('lost'), held('kept')] });
  expect(isAnswerShown({ at: 'back' }, passed)).toBe(true);
});
