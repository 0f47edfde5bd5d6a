/**
 * Plays a transcript: each command in a shell, waits as time that passes, faults on the machines. What it gets is a
 * transcript again.
 */
import type { Interrupt, Io } from '../kubectl/environment';
import type { Shell } from './shell';
import type { Fault } from '../client/simulation';
import { readDeed } from './deedWords';
import { type CommandStep, type Step, TranscriptError, filledIn, printStep } from './transcript';

/** Where a transcript is played: a simulated cluster, or a real one. */
export interface Stage {
  readonly shell: Pick<Shell, 'run'>;
  /** Waits for `work`, letting the cluster's time pass as it needs it. */
  settle<T>(work: Promise<T>): Promise<T>;
  pass(ms: number): Promise<void>;
  /** Throws an Error with a readable message where there are no machines to break. */
  fault(fault: 'node-down' | 'node-up', node: string): Promise<void>;
  /** Does what a line such as `killContainer pod=web container=nginx` says. Throws as `fault` does. */
  deed?(fault: Fault): Promise<void>;
  /** Lets time pass until a condition holds. Throws an Error with a readable message where it never does. */
  until?(expression: string): Promise<void>;
  /** Seconds since the stage was set. */
  elapsedSeconds(): number;
  /** Hears of a command that begins, variables filled in; that of `~ set` is heard of too. */
  typed?(text: string): void;
  /** Hears of a command that ended, variables filled in. */
  ran?(text: string, ended: Pick<CommandStep, 'output' | 'exitCode'>): void;
  /** How long its commands took so far, in seconds: in real time a slow machine makes everything older than recorded. */
  slackSeconds?(): number;
  /** Clears the stage: what still runs in the background ends. */
  close?(): Promise<void>;
}

/** A step as it was played. */
export interface PlayedStep {
  readonly recorded: Step;
  readonly played: Step;
  readonly elapsedSeconds: number;
}

/** Plays the steps one by one. */
export async function* play(steps: readonly Step[], stage: Stage): AsyncGenerator<PlayedStep> {
  const variables = new Map<string, string>();
  const filled = (text: string) => filledIn(text, variables);
  for (const step of steps) {
    let played: Step = step;
    if (step.type === 'command') {
      const text = filled(step.text);
      played = { ...step, ...(await runCommand(text, stage)) };
      stage.ran?.(text, played);
    } else if (step.type === 'wait') await stage.pass(step.ms);
    else if (step.type === 'fault') await stage.fault(step.fault, step.node);
    else if (step.type === 'deed') await deed(filled(step.words), step.line, stage);
    else if (step.type === 'until') await until(filled(step.expression), step.line, stage);
    else if (step.type === 'set') {
      variables.set(step.name, (await runCommand(filled(step.command), stage)).output.join('\n'));
    }
    yield { recorded: step, played, elapsedSeconds: stage.elapsedSeconds() };
  }
}

async function deed(words: string, line: number, stage: Stage): Promise<void> {
  const fault = readDeed(words);
  if (typeof fault === 'string') throw new TranscriptError(line, fault);
  if (stage.deed === undefined) throw new TranscriptError(line, 'only a simulated cluster is broken from here');
  await stage.deed(fault);
}

async function until(expression: string, line: number, stage: Stage): Promise<void> {
  if (stage.until === undefined) throw new TranscriptError(line, 'only a simulated cluster is waited for so');
  try {
    await stage.until(expression);
  } catch (error) {
    throw new TranscriptError(line, error instanceof Error ? error.message : String(error));
  }
}

/** Prints what was played, as a transcript. A comment that a command has just printed itself is not repeated. */
export async function* transcriptOf(played: AsyncIterable<PlayedStep>): AsyncGenerator<string> {
  let last: readonly string[] = [];
  for await (const { played: step } of played) {
    if (step.type === 'comment' && last.includes(step.text)) continue;
    if (step.type === 'command') last = step.output;
    yield printStep(step);
  }
}

async function runCommand(text: string, stage: Stage): Promise<Pick<CommandStep, 'output' | 'exitCode'>> {
  stage.typed?.(text);
  const { printed, exitCode } = await runLine(text, stage);
  const output = printed.split('\n');
  while (output.length > 0 && output.at(-1) === '') output.pop();
  return { output, exitCode };
}

/** Runs a line to its end. Standard output and standard error come together, as a terminal shows them. */
export async function runLine(
  line: string,
  { shell, settle }: Pick<Stage, 'shell' | 'settle'>,
): Promise<{ readonly printed: string; readonly exitCode: number }> {
  let printed = '';
  const print = (piece: string): void => void (printed += piece);
  const io: Io = {
    input: { read: async () => undefined, isTerminal: false },
    out: print,
    err: print,
    hint: () => {},
    interrupt: never,
    isTerminal: false,
    columns: 80,
  };
  const exitCode = await settle(runToItsEnd(shell, line, io));
  return { printed, exitCode };
}

/** A mistake of ours must not end the transcript: it is shown where it happened. */
async function runToItsEnd(shell: Stage['shell'], text: string, io: Io): Promise<number> {
  try {
    return await shell.run(text, io);
  } catch (error) {
    await io.err(`panic: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** Nobody presses Ctrl-C in a transcript. */
const never: Interrupt = { interrupted: false, onInterrupt: () => () => {} };
