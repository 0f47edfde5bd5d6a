/** A worker of the page that proves a lesson as `npm run lesson -- check` does, in clusters of its own. */
import type { Lesson } from '../lessons/lesson';
import { proveLesson } from './lesson';

/** One attempt as it ended. */
export interface ProvedAttempt {
  readonly name: string;
  readonly missed: readonly string[];
  readonly undone: readonly string[];
  readonly transcript: string;
}

/** What it tells: each attempt as it ends, then what is wrong with the lesson. */
export type LessonProofNews =
  | { readonly type: 'attempt'; readonly attempt: ProvedAttempt }
  | { readonly type: 'end'; readonly problems: readonly string[] };

const tell = (news: LessonProofNews): void => self.postMessage(news);

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
