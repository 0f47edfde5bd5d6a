/** What a command prints on its way, each piece at its time; and what is left of it when its time is cut short. */
import type { CommandResult } from './command';
import type { ShellMachine } from './machine';
import type { Part, Streams, Wait } from './shellState';

/** Runs of one command that is run again and again where time stands still, before it is taken for endless. */
export const MOST_RUNS = 300;

/** How long a command takes with all that it prints. */
export function totalMs({ parts = [], waitMs = 0 }: CommandResult): number | 'forever' {
  return waitMs === 'forever' ? 'forever' : parts.reduce((sum, { afterMs }) => sum + afterMs, waitMs);
}

/** Writes `parts` where the command's output goes. */
export function writeParts(machine: ShellMachine, streams: Streams, parts: readonly Part[] = []): void {
  for (const { to, text } of parts) machine.write(to === 'stdout' ? streams.out : streams.err, text);
}

/** Shows the parts that are due now. What is left is a wait until the next of them, or the command's own end. */
export function showDue(
  machine: ShellMachine,
  streams: Streams,
  parts: readonly Part[],
  endMs: number | 'forever',
): { readonly left: Pick<Wait, 'parts' | 'endMs'>; readonly ms: number | 'forever' } {
  const later = parts.findIndex(({ afterMs }) => afterMs > 0);
  writeParts(machine, streams, later < 0 ? parts : parts.slice(0, later));
  const rest = later < 0 ? [] : parts.slice(later);
  const [next, ...others] = rest;
  if (next === undefined) return { left: {}, ms: endMs };
  return { left: { parts: [{ ...next, afterMs: 0 }, ...others], endMs }, ms: next.afterMs };
}

/** The same command, killed with `status` if it is not over after `limitMs`. */
export function cutAfter(result: CommandResult, limitMs: number, status: number, now: number): CommandResult {
  const { goesOn, ...rest } = result;
  const whole = totalMs(result);
  if (whole !== 'forever' && whole <= limitMs) {
    return goesOn === undefined ? result : { ...result, goesOn: { ...goesOn, killed: { at: now + limitMs, status } } };
  }
  const parts: Part[] = [];
  let left = limitMs;
  for (const part of result.parts ?? []) {
    if (part.afterMs > left) break;
    left -= part.afterMs;
    parts.push(part);
  }
  return { ...rest, parts, waitMs: left, late: undefined, status };
}
