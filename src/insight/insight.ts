/**
 * Answers "why?" from what a cluster keeps of its past: the trace and the history of the store. It reads, and changes
 * nothing. A part of its own, fetched with the first question.
 */
import type { InsightAnswers, InsightAsk } from '../client/why';
import type { Kernel } from '../sim/kernel';
import type { Store } from '../storage/store';

/** What can be asked for reasons. */
export interface Explained {
  readonly kernel: Kernel;
  readonly store: Store;
}

export async function insight<A extends InsightAsk>(_of: Explained, ask: A): Promise<InsightAnswers[A['type']]> {
  throw new Error(`${ask.type} is not built yet`);
}
