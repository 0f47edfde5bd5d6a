/**
 * Acting on what a builder found, one object after the other, going on after a failure.
 * Models ContinueOnErrorVisitor of staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go (v1.36.3).
 */
import { ErrorList, oneOf } from '../errors';
import type { Built, Info } from './builder';
import { asError } from './fetch';

/**
 * Calls `act` for every object and resolves with how many there were. Rejects at the end with what went wrong, in
 * order, what could not be read last. A lost connection ends it at once.
 */
export async function visit(built: Built, act: (info: Info) => Promise<void>): Promise<number> {
  const errors: Error[] = [];
  let count = 0;
  for (const entry of built.entries) {
    if (entry.type === 'error') {
      errors.push(entry.error);
      continue;
    }
    try {
      count += 1;
      await act(entry.info);
    } catch (error) {
      errors.push(asError(error));
    }
  }
  if (built.readingErrors.length > 0) errors.push(new ErrorList(built.readingErrors));
  if (errors.length > 0) throw oneOf(errors);
  return count;
}
