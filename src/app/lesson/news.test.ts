// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import type { SimulationStatus } from '../../client/simulation';
import type { Lesson } from '../../lessons/lesson';
import { playbackStore } from '../stores/playbackStore';
import { lessonStore, newlyOpened } from './lessonStore';
import { followLesson, type LessonNews } from './news';
import { NO_PROGRESS } from './progress';
import { progressStore } from './progressStore';

// Nothing else of a lesson is looked at.
const lesson = {
  name: 'web',
  steps: [{ id: 'look', done: 'true' }],
  goal: [{ id: 'up', expression: 'true', when: 'now' }],
} as unknown as Lesson;
const status = {
  now: 90_000,
  startedAt: 0,
  lesson: {
    checks: [
      { id: 'step:look', holds: true, since: { at: 70_000 } },
      { id: 'up', holds: true, since: { at: 80_000 } },
    ],
  },
} as unknown as SimulationStatus;

beforeEach(() => {
  localStorage.clear();
  progressStore.setState({ progress: NO_PROGRESS });
  lessonStore.setState({ open: undefined });
});

function newsOf(isSolution: boolean): readonly LessonNews[] {
  const told: LessonNews[] = [];
  const open = newlyOpened(lesson, false, 60_000, 1);
  lessonStore.setState({ open: isSolution ? { ...open, isSolution } : open });
  playbackStore.setState({ status });
  followLesson((news) => told.push(news))();
  return told;
}

test('a goal that is reached is noted and said', () => {
  expect(newsOf(false)).toEqual([{ steps: [], isPassed: true }]);
  expect(progressStore.getState().progress.lessons.web).toMatchObject({ passed: 'alone', steps: ['look'] });
});

test('a goal that the opened solution has reached is noted nowhere, and what comes after it is shown', () => {
  expect(newsOf(true)).toEqual([]);
  expect(progressStore.getState().progress.lessons).toEqual({});
  expect(lessonStore.getState().open?.passed?.at).toBe(80_000);
});
