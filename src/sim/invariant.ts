/** A mistake of ours, found at run time. */

/** Thrown by `invariant`. The worker reports it and stops the clock. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws InvariantError with `sentence` unless `condition` holds; in production too. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new InvariantError(sentence);
}
