/** Scripts that run apart from the shell that asks: substitutions, the stages of a pipeline. */
import type { ShellMachine } from './machine';
import { newShell, type ShellState, type Streams } from './shellState';

/** What came of it; `isEndless` if it would have gone on for ever. */
export interface ApartResult {
  readonly out: string;
  readonly status: number;
  readonly elapsedMs: number;
  readonly isEndless: boolean;
}

/** Runs `source` to its end at once, in a copy of the machine's shell. */
export function runApart(
  machine: ShellMachine,
  source: string,
  how: { readonly input: string | undefined; readonly isCaptured: boolean },
): ApartResult {
  let out = '';
  const { variables, exported, directory, parameters, options, status } = machine.state;
  const { out: outside, err } = machine.streams;
  const streams: Streams = {
    out: how.isCaptured ? { type: 'stdout' } : outside,
    err,
    ...(how.input === undefined ? {} : { input: how.input }),
  };
  const { process, write } = machine.host;
  const apart = machine.fork(
    {
      ...newShell(source, { env: {}, directory, parameters }),
      variables,
      exported,
      options,
      status,
      streams: [streams],
    },
    {
      process,
      kill: (pid, signal) => machine.kill(pid, signal),
      now: () => machine.now,
      write: (stream, text) => {
        if (stream === 'stdout' && how.isCaptured) out += text;
        else write(stream, text);
      },
    },
  );
  apart.run();
  return { out, status: apart.state.status, elapsedMs: apart.elapsedMs, isEndless: apart.isEndless };
}

/** Stages that hand on each line as it comes. */
const STREAMING = /^\s*(tee|grep|egrep|sed|tr|cut|awk|cat|while\s+read)\b/;
/** Stages that may take their time. */
const SLOW = /\b(while|until|tail\s+-[fF]|sleep|ping)\b/;

/** Whether the first stage can run in its own time, its output passing through the others line by line. */
export function isStreaming(stages: readonly string[]): boolean {
  return SLOW.test(stages[0] ?? '') && stages.slice(1).every((stage) => STREAMING.test(stage));
}

/** Runs the stages one after the other. */
export function runPipeline(machine: ShellMachine, stages: readonly string[], input: string | undefined): ApartResult {
  let result: ApartResult = { out: input ?? '', status: 0, elapsedMs: 0, isEndless: false };
  let elapsedMs = 0;
  let isEndless = false;
  stages.forEach((source, i) => {
    const isCaptured = i < stages.length - 1;
    result = runApart(machine, source, { input: i === 0 ? input : result.out, isCaptured });
    // What has no end is cut short by a reader that has had enough.
    const isCut = /^\s*head\b/.test(stages[i + 1] ?? '');
    elapsedMs = Math.max(elapsedMs, result.elapsedMs);
    isEndless ||= result.isEndless && !isCut;
  });
  return { ...result, elapsedMs, isEndless };
}

/** `command &`: a shell of its own beside the present one. */
export function startJob(machine: ShellMachine, source: string): void {
  const pid = machine.state.lastPid + 1;
  machine.state = { ...machine.state, lastPid: pid };
  machine.assign('!', String(pid));
  machine.setStatus(0);
  const { variables, exported, directory, parameters } = machine.state;
  const fresh = newShell(source, { env: {}, directory, parameters });
  const shell: ShellState = { ...fresh, variables, exported, streams: [machine.streams], lastPid: pid };
  if (machine.isLive) machine.state = { ...machine.state, jobs: [...machine.state.jobs, { pid, shell }] };
  else machine.fork(shell, machine.host).run();
}
