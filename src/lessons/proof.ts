/** What is asked of the worker that plays lessons, and what it tells. Plain data. */
import type { RanAt } from '../client/lesson';
import type { Run } from '../client/simulation';
import type { Lesson } from './lesson';

/** `prove` plays its solution, nothing, and each wrong try; `solve` its solution alone. */
export interface ProofAsk {
  readonly type: 'prove' | 'solve';
  readonly lesson: Lesson;
}

/** One attempt as it ended. */
export interface ProvedAttempt {
  /** `solution.session`, `doing nothing`, the name of a wrong try. */
  readonly name: string;
  /** Ids of goals that do not hold, and of steps that were not done. */
  readonly missed: readonly string[];
  readonly undone: readonly string[];
  /** What was typed and printed. */
  readonly transcript: string;
}

/** An attempt as a run, and what its lines printed: that is no part of a run. */
export interface PlayedRun {
  readonly run: Run;
  /** In the order of their ends. */
  readonly ran: readonly RanAt[];
}

/** Of `prove`: each attempt as it ends, then what is wrong with the lesson, in sentences. Of `solve`: its run. */
export type ProofNews =
  | { readonly type: 'attempt'; readonly attempt: ProvedAttempt }
  | { readonly type: 'end'; readonly problems: readonly string[] }
  | { readonly type: 'solved'; readonly played: PlayedRun }
  /** The solution cannot be played on. */
  | { readonly type: 'refused'; readonly message: string };
