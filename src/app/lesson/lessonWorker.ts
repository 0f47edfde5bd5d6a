/** The worker that plays lessons, with an engine and a shell of its own: the page's cluster stays as it is. Fetched when it is asked. */
import type { PlayedRun, ProofAsk, ProofNews } from '../../lessons/proof';
import type { Lesson } from '../../lessons/lesson';

/** Resolves with what `ended` makes of the last news; rejects with its words where it cannot go on, and once `signal` says so. */
export function askLessonWorker<T>(
  ask: ProofAsk,
  ended: (news: ProofNews) => T | undefined,
  signal?: AbortSignal,
): Promise<T> {
  const worker = new Worker(new URL('../../session/lesson.worker.ts', import.meta.url), {
    type: 'module',
    name: 'lesson',
  });
  const end = new Promise<T>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ProofNews>) => {
      if (data.type === 'refused') reject(new Error(data.message));
      const result = ended(data);
      if (result !== undefined) resolve(result);
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    signal?.addEventListener('abort', () => reject(new Error(String(signal.reason))));
  });
  worker.postMessage(ask);
  return end.finally(() => worker.terminate());
}

/** The solution of `lesson`, played from its beginning to its end. */
export function playSolution(lesson: Lesson): Promise<PlayedRun> {
  return askLessonWorker({ type: 'solve', lesson }, (news) => (news.type === 'solved' ? news.played : undefined));
}
