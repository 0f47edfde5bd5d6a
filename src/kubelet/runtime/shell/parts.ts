/** What a command prints on its way, each piece at its time; and what is left of it when its time is cut short. */
import type { CommandResult } from './command';
import type { ShellMachine } from './machine';
import { wholeMs } from './shellHost';
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
function showDue(
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

/** The wait with parts that is over was not the last of its command: the next one has begun. */
export function isGoingOn(machine: ShellMachine, wait: Wait): boolean {
  if (wait.parts === undefined) return false;
  const { parts, endMs = 0, token: _past, ...same } = wait;
  const { left, ms } = showDue(machine, wait.streams, parts, endMs);
  if (ms === 0) return false;
  machine.wait({ ...same, ...left, type: ms === 'forever' ? 'forever' : 'time' }, ms);
  return true;
}

/** The first wait of a command that takes `whole` with what the shell owed before; where time stands still all is shown at once. */
export function waitAfter(
  machine: ShellMachine,
  result: CommandResult,
  streams: Streams,
  { whole, debt }: { readonly whole: number | 'forever'; readonly debt: number },
): { readonly wait: Pick<Wait, 'type' | 'status'> & Partial<Wait>; readonly ms: number | 'forever' } {
  const { status, late, server, follow, becomes, goesOn, parts = [] } = result;
  if (!machine.isLive) writeParts(machine, streams, parts);
  const isWhole = parts.length === 0 || !machine.isLive || result.waitMs === 'forever';
  const endMs = isWhole ? whole : wholeMs((result.waitMs ?? 0) + debt);
  const { left, ms } = showDue(machine, streams, machine.isLive ? parts : [], endMs);
  const wait = {
    type: ms === 'forever' ? 'forever' : 'time',
    status,
    ...(late ? { late } : {}),
    ...(server ? { server } : {}),
    ...(follow ? { follow } : {}),
    ...(becomes ? { becomes } : {}),
    ...(goesOn ? { goesOn } : {}),
    ...left,
  } as const;
  return { wait, ms: ms === 'forever' ? ms : Math.max(goesOn ? 1 : 0, ms) };
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
