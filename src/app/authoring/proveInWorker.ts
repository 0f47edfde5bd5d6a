/** Proves a lesson in a worker of its own, with clusters of its own: the page's cluster stays as it is. */
import type { Lesson } from '../../lessons/lesson';
import type { ProvedAttempt } from '../../lessons/proof';
import { askLessonWorker } from '../lesson/lessonWorker';

/**
 * Resolves with what is wrong with the lesson; rejects where no worker starts, and once `signal` says so. `onAttempt` hears
 * of each attempt as it ends.
 */
export function proveInWorker(
  lesson: Lesson,
  onAttempt: (attempt: ProvedAttempt) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return askLessonWorker(
    { type: 'prove', lesson },
    (news) => {
      if (news.type === 'attempt') onAttempt(news.attempt);
      return news.type === 'end' ? news.problems : undefined;
    },
    signal,
  );
}
