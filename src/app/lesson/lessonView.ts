/** How a lesson stands at the shown moment, as its panel draws it: from what the worker told of its checks. Pure. */
import type { Check, CheckStatus, LessonStatus } from '../../client/lesson';
import { stepCheckId } from '../../lessons/checksOf';
import type { Lesson, LessonQuestion, LessonStep } from '../../lessons/lesson';

export interface StepView {
  readonly step: LessonStep;
  /** It was done at or before the shown moment. */
  readonly isDone: boolean;
  /** The first one that is not done. */
  readonly isPresent: boolean;
  /** It was the last one to be done: what stands behind its deed is still to be read. */
  readonly isLastDone: boolean;
  /** Absent before the worker has told of it. */
  readonly status?: CheckStatus;
}

export interface GoalView {
  readonly goal: Check;
  readonly holds: boolean;
  readonly status?: CheckStatus;
}

export interface LessonView {
  readonly steps: readonly StepView[];
  readonly goals: readonly GoalView[];
  readonly doneCount: number;
  /** All goals hold at the shown moment. */
  readonly isPassed: boolean;
}

/** The present stand of `lesson`; before the worker's first word nothing is done. */
export function lessonView(
  { steps, goal }: Pick<Lesson, 'steps' | 'goal'>,
  status: LessonStatus | undefined,
): LessonView {
  const byId = new Map(status?.checks.map((check) => [check.id, check]));
  const present = steps.find(({ id }) => byId.get(stepCheckId(id))?.holds !== true);
  const doneAt = ({ id }: LessonStep): number => byId.get(stepCheckId(id))?.since?.at ?? Number.NEGATIVE_INFINITY;
  const latest = Math.max(...steps.map(doneAt));
  const last = steps.findLast((step) => doneAt(step) === latest && latest > Number.NEGATIVE_INFINITY);
  const stepViews = steps.map((step) => {
    const check = byId.get(stepCheckId(step.id));
    return {
      step,
      isDone: check?.holds === true,
      isPresent: step === present,
      isLastDone: step === last,
      ...(check === undefined ? {} : { status: check }),
    };
  });
  const goals = goal.map((each) => {
    const check = byId.get(each.id);
    return { goal: each, holds: check?.holds === true, ...(check === undefined ? {} : { status: check }) };
  });
  return {
    steps: stepViews,
    goals,
    doneCount: stepViews.filter(({ isDone }) => isDone).length,
    isPassed: goals.length > 0 && goals.every(({ holds }) => holds),
  };
}

/** Since when all goals hold; `now` if the worker has not told. */
export function passedAt({ goals }: LessonView, now: number): number {
  return Math.max(...goals.map(({ status }) => status?.since?.at ?? 0)) || now;
}

/** Whether the run has shown the answer of a question: the step that shows it is done, or all goals hold. */
export function isAnswerShown(
  { at, until = at }: Pick<LessonQuestion, 'at' | 'until'>,
  { steps, isPassed }: LessonView,
): boolean {
  return isPassed || steps.some(({ step, isDone }) => step.id === until && isDone);
}
