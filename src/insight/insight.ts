/**
 * Answers "why?" from what a cluster keeps of its past: the trace and the history of the store. It reads, and changes
 * nothing. A part of its own, fetched with the first question.
 */
import type { Command } from '../client/simulation';
import type { InsightAnswers, InsightAsk } from '../client/why';
import type { Explained } from './explained';
import { digest } from './digest';
import { lanes } from './lanes';
import { versions } from './versions';
import { why } from './why';

/** `commands`: what was done since the start of the run, in order, as far as that is kept. */
export async function insight<A extends InsightAsk>(
  of: Explained,
  ask: A,
  commands: readonly Command[] = [],
): Promise<InsightAnswers[A['type']]> {
  return answer(of, ask, commands) as InsightAnswers[A['type']]; // The answer to each question has its own type.
}

function answer(of: Explained, ask: InsightAsk, commands: readonly Command[]): InsightAnswers[keyof InsightAnswers] {
  const { startedAt } = of;
  switch (ask.type) {
    case 'why':
      return why(of, { startedAt, commands }, ask.subject);
    case 'versions':
      return versions(of, ask.object);
    case 'lanes':
      return lanes(of, { startedAt, commands }, ask);
    case 'digest':
      return digest(of, ask.sinceMs);
    default:
      return ask satisfies never;
  }
}
