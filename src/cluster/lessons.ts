/** What a lesson asks for is looked at: the session's answers to `LessonAsk`. What does the work is fetched with the first question. */
import type { LessonAnswers, LessonAsk } from '../client/lesson';

export class Lessons {
  /** Rejects with the parser's words for an expression that is none. */
  async ask(ask: LessonAsk): Promise<LessonAnswers[LessonAsk['type']]> {
    throw new Error(`not built yet: ${ask.type}`);
  }
}
