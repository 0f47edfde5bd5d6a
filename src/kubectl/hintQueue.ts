/** Hints stand below what they are about: they wait until kubectl's own words are printed. */
import type { Hint, Io } from './environment';

/** Hints that wait until kubectl's own words are out. */
export interface HintQueue {
  /** Like the Io it was made of, but hints wait for the next text on standard error. */
  readonly io: Io;
  /** Shows what still waits, at the end of a command. */
  flush(): void;
}

/** A queue before `io`. Text on standard output does not come between an error and its hint. */
export function queueHints(io: Io): HintQueue {
  let waiting: readonly Hint[] = [];
  const flush = (): void => {
    const hints = waiting;
    waiting = [];
    for (const hint of hints) io.hint(hint);
  };
  return {
    flush,
    io: {
      input: io.input,
      interrupt: io.interrupt,
      isTerminal: io.isTerminal,
      get columns() {
        return io.columns;
      },
      get rows() {
        return io.rows;
      },
      out: (text) => {
        flush();
        return io.out(text);
      },
      err: (text) => {
        const written = io.err(text);
        if (written === undefined) return flush();
        return written.then(flush);
      },
      hint: (hint) => {
        waiting = [...waiting, hint];
      },
    },
  };
}
