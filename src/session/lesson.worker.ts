/** A worker of the page that proves a lesson as `npm run lesson -- check` does, in clusters of its own. */
import type { Lesson } from '../lessons/lesson';
import type { ProofNews } from '../lessons/proof';
import { proveLesson } from './lesson';

const tell = (news: ProofNews): void => self.postMessage(news);

self.addEventListener('message', ({ data: lesson }: MessageEvent<Lesson>) => {
  void prove(lesson).catch((error: unknown) => {
    tell({ type: 'end', problems: [error instanceof Error ? error.message : String(error)] });
  });
});

async function prove(lesson: Lesson): Promise<void> {
  const problems = await proveLesson(lesson, (name, { missed, undone, transcript }) =>
    tell({ type: 'attempt', attempt: { name, missed, undone, transcript } }),
  );
  tell({ type: 'end', problems });
}
