/**
 * kubectl 1.36 as a function: arguments in, text and an exit code out.
 * Knows the Kubernetes API and nothing of the simulation, so it works on any API server.
 */
import type { Environment, Io } from './environment';

/** Runs one command. `argv` is what stands after `kubectl`. Never rejects: errors are printed to `io.err`. */
export async function kubectl(_argv: readonly string[], _io: Io, _env: Environment): Promise<number> {
  throw new Error('not written yet');
}

/** Words that may follow on the command line, for Tab: `words` are those written after `kubectl`, the last one unfinished. */
export async function completeKubectl(
  _words: readonly string[],
  _io: Io,
  _env: Environment,
): Promise<readonly string[]> {
  throw new Error('not written yet');
}
