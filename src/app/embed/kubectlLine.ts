/** Runs one line in a shell of its own, beside any terminal: what a host asks for has an answer, and no screen. */
import type { Backend } from '../cluster/backend';
import { History } from '../terminal/history';
import { answerShell } from '../terminal/pageFiles';
import { ShellPort } from '../terminal/shellPort';

export interface LineAnswer {
  readonly exitCode: number;
  readonly output: string;
}

/** A line that watches for ever is interrupted then. */
const LONGEST_MS = 30_000;
const MOST_OUTPUT = 65_536;

/** Resolves with what the line printed, both streams together, and how it ended. Rejects if there is no engine or the shell dies. */
export async function runKubectlLine({ openPort }: Backend, line: string): Promise<LineAnswer> {
  if (openPort === undefined) throw new Error('there is no engine');
  const history = new History();
  let output = '';
  let tellDeath = (_why: Error): void => {};
  const died = new Promise<never>((_, reject) => {
    tellDeath = reject;
  });
  let tellReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });
  const shell = new ShellPort(openPort(), undefined, {
    show: async (text) => {
      output = (output + text).slice(0, MOST_OUTPUT);
    },
    showHint: () => {},
    // Nobody types: a program that reads is at the end of its input.
    onReading: () => shell.input(undefined),
    setRaw: () => {},
    answer: (question) => answerShell(question, history),
    onReady: tellReady,
    onCrash: (why) => tellDeath(new Error(why)),
  });
  const timer = setTimeout(() => shell.interrupt(), LONGEST_MS);
  try {
    await Promise.race([ready, died]);
    const { code } = await Promise.race([shell.run(line), died]);
    return { exitCode: code, output: output.replaceAll('\r\n', '\n') };
  } finally {
    clearTimeout(timer);
    shell.close();
  }
}
