/** A worker of the page that plays lessons in clusters of its own: proves them as `npm run lesson -- check` does, or solves them. */
import type { Lesson } from '../lessons/lesson';
import type { ProofAsk, ProofNews } from '../lessons/proof';
import { attempt, proveLesson } from './lesson';

const tell = (news: ProofNews): void => self.postMessage(news);

self.addEventListener('message', ({ data: { type, lesson } }: MessageEvent<ProofAsk>) => {
  (type === 'prove' ? prove(lesson) : solve(lesson)).catch((error: unknown) => {
    tell({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
  });
});

async function prove(lesson: Lesson): Promise<void> {
  const problems = await proveLesson(lesson, (name, { missed, undone, transcript }) =>
    tell({ type: 'attempt', attempt: { name, missed, undone, transcript } }),
  );
  tell({ type: 'end', problems });
}

async function solve(lesson: Lesson): Promise<void> {
  const { run } = await attempt(lesson, lesson.solution);
  tell({ type: 'solved', played: run });
}
