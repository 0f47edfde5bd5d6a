/** How the open lesson stands, as a host is told. */
import { lessonStore, statusOfLesson } from '../lesson/lessonStore';
import { lessonView } from '../lesson/lessonView';
import { localeStore, shownLocale } from '../stores/localeStore';
import { playbackStore } from '../stores/playbackStore';
import type { LessonNews } from './words';

/** At the shown moment, in the page's language; null while no lesson is open. */
export function lessonNews(): LessonNews | null {
  const state = lessonStore.getState();
  if (state.open === undefined) return null;
  const { lesson, isSolution } = state.open;
  const { status } = playbackStore.getState();
  const texts = lesson.texts[shownLocale(localeStore.getState())];
  const view = lessonView(lesson, statusOfLesson(state, status));
  return {
    name: lesson.name,
    title: texts.title,
    passed: view.isPassed && isSolution !== true,
    ...(isSolution === true ? { solution: true } : {}),
    steps: view.steps.map(({ step, isDone }) => ({
      id: step.id,
      title: texts.steps[step.id]?.title ?? step.id,
      done: isDone,
    })),
    goals: view.goals.map(({ goal, holds, status: check }) => {
      const words = texts.goals[goal.id];
      const { broke } = check ?? {};
      return {
        id: goal.id,
        title: words?.title ?? goal.id,
        holds,
        ...(holds ? {} : { feedback: (broke === undefined ? undefined : words?.broke) ?? words?.text ?? '' }),
        ...(holds || broke === undefined ? {} : { brokeAt: (broke.at - (status?.startedAt ?? 0)) / 1_000 }),
      };
    }),
  };
}
