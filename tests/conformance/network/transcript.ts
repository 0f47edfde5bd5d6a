/**
 * Recordings of network clients: comments, commands, what they printed, `[exit N]`, how long the long ones took, and the
 * lines that CoreDNS logged meanwhile.
 */

/** A command of a recording, and what it printed. */
export interface NetworkStep {
  /** In its file, from 1. */
  readonly line: number;
  readonly command: string;
  readonly output: readonly string[];
  readonly exitCode: number;
  /** Said of those that took two seconds or more. */
  readonly seconds?: number;
  /** CoreDNS's log, without the `> ` before each line. */
  readonly queries: readonly string[];
}

const EXIT = /^\[exit (\d+)\](?: # after (\d+\.\d+) s)?$/;

/** The commands of a recording, in order. Throws an Error for one that never ends. */
export function readRecording(text: string): readonly NetworkStep[] {
  const lines = text.split('\n');
  const steps: NetworkStep[] = [];
  lines.forEach((line, at) => {
    if (!line.startsWith('$ ')) return;
    const end = lines.findIndex((other, index) => index > at && EXIT.test(other));
    const [, code, seconds] = EXIT.exec(lines[end] ?? '') ?? [];
    if (code === undefined) throw new Error(`line ${at + 1}: the command never ends`);
    const after = lines.slice(end + 1);
    const queries = after.slice(
      0,
      after.findIndex((other) => !other.startsWith('> ')),
    );
    steps.push({
      line: at + 1,
      command: line.slice(2),
      // A remark of whoever recorded it.
      output: lines.slice(at + 1, end).filter((each) => !each.startsWith('# ')),
      exitCode: Number(code),
      ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
      queries: queries.map((query) => query.slice(2)),
    });
  });
  return steps;
}
