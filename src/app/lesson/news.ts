/** What happens in an open lesson: steps that are done, goals that hold; noted in the progress when it happens first. */
import { playbackStore } from '../stores/playbackStore';
import { lessonStore, statusOfLesson } from './lessonStore';
import { lessonView, type LessonView, passedAt } from './lessonView';
import { noteProgress } from './progressStore';

export interface LessonNews {
  /** Ids of steps that were done since the last news. */
  readonly steps: readonly string[];
  /** All goals hold now, for the first time. */
  readonly isPassed: boolean;
}

/** Notes and tells what happens from now on, until the returned function is called. What stood before is no news. */
export function followLesson(listener: (news: LessonNews) => void): () => void {
  let seen: { readonly name: string; readonly steps: ReadonlySet<string> } | undefined;
  const look = () => {
    const state = lessonStore.getState();
    const status = statusOfLesson(state, playbackStore.getState().status);
    const { open } = state;
    if (open === undefined || status === undefined) return;
    const view = lessonView(open.lesson, status);
    const done = view.steps.filter(({ isDone }) => isDone).map(({ step }) => step.id);
    const known = seen?.name === open.lesson.name ? seen.steps : undefined;
    const isPassed = view.isPassed && open.passed === undefined;
    seen = { name: open.lesson.name, steps: new Set([...(known ?? []), ...done]) };
    const steps = known === undefined ? [] : done.filter((id) => !known.has(id));
    const isNew = known === undefined ? done.length > 0 : steps.length > 0;
    if (isNew) noteProgress(open, { steps: done, stepCount: open.lesson.steps.length });
    if (isPassed) notePassed(view);
    // What the solution has done is nobody's news.
    if (open.isSolution !== true && (steps.length > 0 || isPassed)) listener({ steps, isPassed });
  };
  look();
  let last = playbackStore.getState().status?.lesson;
  const stops = [
    playbackStore.subscribe(({ status }) => {
      if (status?.lesson === last) return;
      last = status?.lesson;
      look();
    }),
    lessonStore.subscribe((state, before) => {
      if (state.first !== before.first) look();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function notePassed(view: LessonView): void {
  const { open, change } = lessonStore.getState();
  const { status } = playbackStore.getState();
  if (open === undefined || status === undefined) return;
  const at = passedAt(view, status.now);
  const isAided = open.solutionLines !== undefined;
  change({ passed: { at, isAided } });
  const bestMs = Math.max(0, at - status.startedAt - open.startMs);
  noteProgress(open, { passed: isAided ? 'aided' : 'alone', ...(isAided ? {} : { bestMs }) });
}
