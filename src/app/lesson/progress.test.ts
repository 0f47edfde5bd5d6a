/** Progress of a learner: nothing that was reached is lost, and files of others are looked at before they are believed. */
import { expect, test } from 'vitest';
import {
  lastUnfinished,
  mergeProgress,
  NO_PROGRESS,
  type Progress,
  progressText,
  readProgress,
  standOf,
  withNews,
} from './progress';

const MORNING = '2026-01-01T08:00:00.000Z';
const NOON = '2026-01-01T12:00:00.000Z';

function begun(): Progress {
  return withNews(NO_PROGRESS, 'first-pod', { steps: ['create'], stepCount: 5 }, MORNING);
}

test('steps that were done stay done when a lesson is begun anew', () => {
  const again = withNews(begun(), 'first-pod', { stepCount: 5 }, NOON);
  expect(again.lessons['first-pod']).toEqual({ steps: ['create'], stepCount: 5, lastAt: NOON });
});

test('a lesson that was passed alone stays so after a look at the solution', () => {
  const alone = withNews(begun(), 'first-pod', { passed: 'alone', bestMs: 90_000 }, MORNING);
  const aided = withNews(alone, 'first-pod', { passed: 'aided', sawSolution: true }, NOON);
  expect(aided.lessons['first-pod']).toMatchObject({ passed: 'alone', sawSolution: true, bestMs: 90_000 });
  expect(standOf(aided.lessons['first-pod'])).toBe('alone');
});

test('a lesson that was passed with the solution can still be passed alone', () => {
  const aided = withNews(begun(), 'first-pod', { passed: 'aided' }, MORNING);
  expect(standOf(withNews(aided, 'first-pod', { passed: 'alone' }, NOON).lessons['first-pod'])).toBe('alone');
});

test('the first guess counts, and the shortest way', () => {
  let progress = withNews(begun(), 'first-pod', { guesses: { when: 'now' }, bestMs: 50_000 }, MORNING);
  progress = withNews(progress, 'first-pod', { guesses: { when: 'never' }, bestMs: 80_000 }, NOON);
  expect(progress.lessons['first-pod']).toMatchObject({ guesses: { when: 'now' }, bestMs: 50_000 });
});

test('what was exported is read again as it was', () => {
  const progress = withNews(begun(), 'node-failure', { passed: 'alone', bestMs: 1, guesses: { when: 'now' } }, NOON);
  expect(readProgress(progressText(progress))).toEqual({ type: 'progress', progress });
});

test.each([
  ['no JSON', '{', { type: 'notJson' }],
  ['another file', '{"a":1}', { type: 'notProgress' }],
  ['a run', '{"version":1,"lessons":{}}', { type: 'notProgress' }],
  ['a newer file', '{"format":"kubeloop-progress","version":2,"lessons":{}}', { type: 'newer', version: 2 }],
  [
    'an entry of another shape',
    '{"format":"kubeloop-progress","version":1,"lessons":{"job":{"steps":1}}}',
    { type: 'badLesson', name: 'job' },
  ],
  [
    'an entry with another name than lessons have',
    '{"format":"kubeloop-progress","version":1,"lessons":{"<b>":{"steps":[],"stepCount":1,"lastAt":"2026-01-01T00:00:00Z"}}}',
    { type: 'badLesson', name: '<b>' },
  ],
])('a file is refused with a reason: %s', (_, text, problem) => {
  expect(readProgress(text)).toEqual({ type: 'problem', problem });
});

test('an import takes nothing away', () => {
  const own = withNews(begun(), 'first-pod', { passed: 'alone' }, NOON);
  const other = withNews(
    withNews(NO_PROGRESS, 'first-pod', { steps: ['look'] }, MORNING),
    'job',
    { passed: 'aided' },
    MORNING,
  );
  const merged = mergeProgress(own, other);
  expect(merged.lessons['first-pod']).toMatchObject({ steps: ['create', 'look'], passed: 'alone', lastAt: NOON });
  expect(merged.lessons.job?.passed).toBe('aided');
});

test('the lesson to go on with is the last one, unless it is passed', () => {
  expect(lastUnfinished(NO_PROGRESS)).toBeUndefined();
  const both = withNews(begun(), 'job', { steps: ['create'] }, NOON);
  expect(lastUnfinished(both)).toBe('job');
  expect(lastUnfinished(withNews(both, 'job', { passed: 'aided' }, NOON))).toBeUndefined();
});
