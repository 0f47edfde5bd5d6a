/** What of a lesson is looked at while it goes on: its steps and its goals, as checks of one list. */
import type { Check } from '../client/lesson';
import type { Lesson } from './lesson';

/** The id of the check that a step stands for; goals keep their own. */
export const stepCheckId = (step: string): string => `step:${step}`;

/** Steps first, each as a check that holds from the first moment at which it was done; then the goals. */
export function checksOf({ steps, goal }: Pick<Lesson, 'steps' | 'goal'>): readonly Check[] {
  const ticks = steps.map(({ id, done }) => ({ id: stepCheckId(id), expression: done, when: 'once' as const }));
  return [...ticks, ...goal];
}
