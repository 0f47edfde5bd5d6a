/**
 * The learner's shell: reads a line, runs kubectl and small programs with pipes and redirections between them.
 * Runs in a worker beside the page, in Node, and in tests.
 */
import type { Environment, Io } from '../kubectl/environment';

/** What shell programs may touch beside kubectl's environment. */
export interface Machine extends Environment {
  /** Machines of the cluster, for `minikube node`; absent on a real cluster. */
  readonly minikube?: Minikube;
  /** Opens a file of the editor (`vi`, `nano`) and resolves when the person is done. */
  edit?(path: string): Promise<void>;
  /** HTTP from the learner's own machine, for `curl`; see src/shell/network.ts. */
}

export interface Minikube {
  nodes(): Promise<
    readonly { readonly name: string; readonly address: string; readonly state: 'running' | 'stopped' }[]
  >;
  add(name: string): Promise<void>;
  delete(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  start(name: string): Promise<void>;
}

/** A shell with its variables, aliases and working folder. */
export interface Shell {
  /** Runs one line (it may hold a heredoc) to its end. Resolves with the exit code; never rejects. */
  run(line: string, io: Io): Promise<number>;
  /** Words that may stand at the end of `line`, for Tab. `from` is where the unfinished word begins. */
  complete(line: string): Promise<{ readonly from: number; readonly words: readonly string[] }>;
  /** True while `line` is not whole: an open quote, a backslash at its end, a heredoc without its end. */
  isUnfinished(line: string): boolean;
}

/** A program of the shell. */
export interface Program {
  readonly name: string;
  run(args: readonly string[], io: Io, machine: Machine): Promise<number>;
}
