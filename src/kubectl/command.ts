/**
 * What a command is: a path such as `rollout status`, and what it does. Its flags and its help page are one text
 * (src/kubectl/help), so neither can say what the other does not know.
 */
import type { Environment, Io } from './environment';
import type { Access } from './resource/access';

/** Values of the flags of one run, by long name. Asking for a flag that the command's page does not have throws. */
export interface Flags {
  bool(name: string): boolean;
  string(name: string): string;
  int(name: string): number;
  /** Of `--l a,b` and `--l a --l b`, as the flag's kind splits them. */
  list(name: string): readonly string[];
  /** Milliseconds of a Go duration such as `1m30s`. */
  durationMs(name: string): number;
  /** Whether the person wrote it. */
  changed(name: string): boolean;
  /** What the person wrote, in order: one entry for each time, `true` for a bare boolean. */
  occurrences(): readonly { readonly name: string; readonly value: string }[];
}

/** One run of a command. */
export interface Invocation {
  /** `kubectl rollout status`, for messages. */
  readonly commandPath: string;
  readonly args: readonly string[];
  /** How many of `args` stand before `--`; undefined without `--`. */
  readonly argsBeforeDash: number | undefined;
  readonly flags: Flags;
  readonly io: Io;
  readonly env: Environment;
  /** The cluster that the kubeconfig and the flags name. Reads the kubeconfig on first use. */
  access(): Promise<Access>;
  /** Runs another command with the same streams, e.g. `get` for `-o` of `create`. Resolves with its exit code. */
  run(argv: readonly string[]): Promise<number>;
}

/** A verb, or a verb with its noun: `create deployment`. */
export interface Command {
  /** Words after `kubectl`, e.g. `['rollout', 'status']`. A group without `run` prints its help. */
  readonly path: readonly string[];
  /** Resolves with an exit code, 0 if undefined. Rejects with the errors of errors.ts or ApiError; the caller prints them. */
  run(invocation: Invocation): Promise<number | void>;
  /** Words that may come next, for Tab; `args` are those written before, `word` the beginning of the next. */
  complete?(invocation: Invocation, word: string): Promise<readonly string[]>;
}
