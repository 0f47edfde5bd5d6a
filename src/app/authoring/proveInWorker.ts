/** Proves a lesson in a worker of its own, with clusters of its own: the page's cluster stays as it is. */
import type { Lesson } from '../../lessons/lesson';
import type { ProofNews, ProvedAttempt } from '../../lessons/proof';

/** Resolves with what is wrong with the lesson; rejects where no worker starts. `onAttempt` hears of each attempt as it ends. */
export function proveInWorker(
  lesson: Lesson,
  onAttempt: (attempt: ProvedAttempt) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const worker = new Worker(new URL('../../session/lesson.worker.ts', import.meta.url), {
    type: 'module',
    name: 'lesson',
  });
  const end = new Promise<readonly string[]>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ProofNews>) => {
      if (data.type === 'attempt') onAttempt(data.attempt);
      else resolve(data.problems);
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    signal.addEventListener('abort', () => resolve([]));
  });
  worker.postMessage(lesson);
  return end.finally(() => worker.terminate());
}
