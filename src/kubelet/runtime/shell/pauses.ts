/**
 * Pauses of a shell that are not the time of one command: `tail -f` looks again, and a loop that hardly rests runs in
 * bursts. A burst runs some commands at once and then lets their time pass; of a loop without an end one burst stands
 * for several seconds of the same, so that a client that asks a hundred times a second is cheap to simulate.
 */
import type { CommandResult } from './command';
import type { ShellMachine } from './machine';
import { LIMITS, takeLoad } from './shellHost';
import type { Frame, Pace, Wait } from './shellState';

/** How often `tail -f` looks at its file. */
const LOOK_MS = 1000;
/** So many commands without a rest, and a script is taken for a fast one. */
const EXACT_COMMANDS = 60;
/** Waiting so long is a rest, unless it was for somebody else's answer. */
const REST_MS = 200;
/** A burst is over after so many commands or so much time. */
const BURST_COMMANDS = 20;
const BURST_MS = 250;
/** What one burst of an endless loop stands for. */
const ENDLESS_MS = 5_000;
/** After so many bursts a loop of the shell's own words is made to pause for good. */
const PATIENCE = 100;
/** Processor time of a command: the shell's own words, a program that has to be started, one that connects, too. */
const OWN_MS = 0.01;
const PROGRAM_MS = 1;
const REQUEST_MS = 2;
const OWN_WORDS = new Set(['', ':', 'true', 'false', '[', 'test', 'echo', 'printf', 'pwd', 'cd', 'export', 'read']);

/** Prints what a followed file got since the last look, and looks again later. */
export function showMore(machine: ShellMachine, wait: Wait): void {
  if (!wait.follow || !machine.host.wakeAfter) return;
  const text = machine.host.process.files.read(wait.follow.path) ?? '';
  if (text.length > wait.follow.shown) machine.write(wait.streams.out, text.slice(wait.follow.shown));
  machine.state = { ...machine.state, wait: { ...wait, follow: { ...wait.follow, shown: text.length } } };
  machine.host.wakeAfter(LOOK_MS, wait.token);
}

/** What has run since a live shell last stood still. Belongs to one call: a burst never outlives it. */
export class Burst {
  commands = 0;
  /** Processor time of the commands themselves. */
  cpuMs = 0;
  /** With the time that they waited. */
  elapsedMs = 0;
}

/** Counts a command that was run; true if its wait of `waitMs` is part of a burst and must not be waited for now. */
export function isInBurst(machine: ShellMachine, command: string, result: CommandResult, waitMs: number): boolean {
  const { pace } = machine.state;
  const isRest = waitMs >= REST_MS && result.isRequest !== true;
  if (isRest) {
    if (pace !== undefined) machine.state = { ...machine.state, pace: undefined };
    return false;
  }
  const commands = pace?.commands ?? 0;
  if (commands < EXACT_COMMANDS) {
    machine.state = { ...machine.state, pace: { ...(pace ?? NEW_PACE), commands: commands + 1 } };
    return false;
  }
  const { burst } = machine;
  const cpuMs = costOf(command, result) * machine.host.process.slowdown;
  if (cpuMs >= PROGRAM_MS) burst.commands += 1;
  burst.cpuMs += cpuMs;
  burst.elapsedMs += waitMs + cpuMs;
  return true;
}

const NEW_PACE: Pace = Object.freeze({ commands: 0, bursts: 0 });

function costOf(command: string, result: CommandResult): number {
  if (result.isRequest === true) return REQUEST_MS;
  const [name = ''] = command.split(' ', 1);
  return OWN_WORDS.has(name) ? OWN_MS : PROGRAM_MS;
}

/** Whether it is time to let pass what the burst took. */
export function isBurstOver({ burst }: ShellMachine): boolean {
  return burst.commands >= BURST_COMMANDS || burst.elapsedMs >= BURST_MS;
}

/** Stands still for as long as the burst stands for. Where time stands still anyhow, the script is without end. */
export function pauseBusyLoop(machine: ShellMachine): void {
  if (!machine.isLive) {
    machine.isEndless = true;
    return;
  }
  const { burst, state } = machine;
  const { elapsedMs, cpuMs } = burst;
  const { commands, bursts } = state.pace ?? NEW_PACE;
  // A loop of the shell's own words takes hardly any time: it would go on and on in the same millisecond.
  const isIdle = burst.commands === 0 && elapsedMs < BURST_MS;
  const isEndless = state.frames.some(hasNoWayOut);
  const isWaitedOut = isIdle && (isEndless || bursts >= PATIENCE);
  const pauseMs = isWaitedOut ? LIMITS.breathMs : Math.max(isEndless ? ENDLESS_MS : 1, Math.ceil(elapsedMs));
  const stands = isEndless && elapsedMs > 0 ? { stands: { times: pauseMs / elapsedMs, forMs: pauseMs } } : {};
  machine.state = { ...state, pace: { commands, bursts: bursts + 1, ...stands } };
  const share = isIdle || elapsedMs === 0 ? 1 : cpuMs / elapsedMs;
  takeLoad(machine.host, { status: 0, cpuMillis: Math.min(1000, Math.ceil(1000 * share)) });
  machine.burst = new Burst();
  const command = machine.state.parameters[0] ?? 'sh';
  const { streams } = machine;
  machine.wait({ type: 'breath', status: machine.state.status, streams, command }, pauseMs);
}

/** A loop that only a signal can end. */
function hasNoWayOut({ source }: Frame): boolean {
  const isLoop = /\bwhile\s+(true|:|\[\s*1\s*\]|sleep\s+[\d.]+)\s*[;\n]|\buntil\s+false\s*[;\n]/.test(source);
  return isLoop && !/\b(break|exit|return)\b/.test(source);
}
