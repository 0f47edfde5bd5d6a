/** What a worker tells that proves a lesson. Plain data. */

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

/** Each attempt as it ends, then what is wrong with the lesson, in sentences. */
export type ProofNews =
  | { readonly type: 'attempt'; readonly attempt: ProvedAttempt }
  | { readonly type: 'end'; readonly problems: readonly string[] };
