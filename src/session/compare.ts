/**
 * Compares what a command printed with what was recorded. Durations may differ by a tolerance; one that began before
 * the transcript did says only how old the cluster was, and is not compared.
 */
import { type PlainLine, normaliseLine } from './normalise';
import type { CommandStep } from '../shell/transcript';

/** What is stored here and not simulated is said in a warning that no real server sends. */
const OWN_WARNING = 'Warning: kubeloop: ';

/** An output that differs: the lines that only one side has. */
export interface Difference {
  /** Of the recorded command in its file, from 1. */
  readonly line: number;
  readonly command: string;
  readonly want: readonly string[];
  readonly got: readonly string[];
}

/** How much two runs may differ in time. */
export interface Tolerance {
  /** By how much durations may differ, in seconds. */
  readonly seconds: number;
  /** How long the transcript has been played, in seconds: longer durations are older than it. */
  readonly elapsedSeconds: number;
}

/** The difference, if there is one. */
export function compareOutput(
  recorded: CommandStep,
  played: CommandStep,
  tolerance: Tolerance,
): Difference | undefined {
  const want = linesOf(recorded);
  const got = linesOf(played);
  const missing: PlainLine[] = [];
  const left = [...got];
  for (const line of want) {
    const match = left.findIndex((other) => isAlike(line, other, tolerance));
    if (match < 0) missing.push(line);
    else left.splice(match, 1);
  }
  if (missing.length === 0 && left.length === 0) return undefined;
  const [command = ''] = recorded.text.split('\n');
  return { line: recorded.line, command, want: missing.map(shown), got: left.map(shown) };
}

/** With its durations put back, so that a reader sees by how much they differ. */
function shown({ text, seconds }: PlainLine): string {
  let index = 0;
  return text.replace(/<dur>/g, () => {
    const value = seconds[index++];
    return value === undefined ? '<dur>' : `<${value}s>`;
  });
}

/** Lines in no order: rows whose names are generated come in any. */
function linesOf(step: CommandStep): readonly PlainLine[] {
  // A `#` line may be a comment of the transcript.
  const printed = step.output.filter((line) => !line.startsWith('#') && !line.startsWith(OWN_WARNING));
  const lines = printed.map(normaliseLine).filter((line) => line !== undefined);
  const exit: PlainLine[] = step.exitCode === 0 ? [] : [{ text: `[exit ${step.exitCode}]`, seconds: [] }];
  // How often `rollout status` repeats itself depends on the moment it is asked.
  const told = step.text.startsWith('kubectl rollout status') ? lines.slice(-1) : lines;
  return [...told.filter(isNotSecondPull), ...exit];
}

/** Two pulls are one Event where they took equally long. */
function isNotSecondPull({ text }: PlainLine, index: number, all: readonly PlainLine[]): boolean {
  return !text.includes('ulled ') || all.findIndex((line) => line.text === text) === index;
}

function isAlike(want: PlainLine, got: PlainLine, { seconds, elapsedSeconds }: Tolerance): boolean {
  return want.text === got.text && want.seconds.every((value, index) => isNear(value, got.seconds[index] ?? value));

  function isNear(left: number, right: number): boolean {
    const isOlder = left > elapsedSeconds + seconds;
    if (isOlder) return right > elapsedSeconds - seconds || left === right;
    // Minutes are printed alone from ten on, so what is longer is known less exactly.
    const grain = left >= 600 ? 60 : 1;
    return Math.abs(left - right) <= Math.max(seconds, grain);
  }
}

/** By how much durations of a transcript may differ: 3 s, or the longest period of a probe in its manifests. */
export function toleranceOf(transcript: string): number {
  if (!/\b(liveness|readiness|startup)Probe\b/.test(transcript)) return 3;
  const periods = [...transcript.matchAll(/periodSeconds: (\d+)/g)].map(([, seconds]) => Number(seconds));
  return Math.max(3, ...(periods.length === 0 ? [10] : periods));
}
