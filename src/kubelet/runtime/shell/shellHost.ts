/** What surrounds a shell: its process, its clock, its outputs. */
import { MI, type Process } from '../process';
import type { CommandResult } from './command';

/** What a machine reaches outside of itself. */
export interface ShellHost {
  readonly process: Process;
  /** Under which name the container counts its load; absent: as the main program's. */
  readonly who?: string;
  now(): number;
  write(stream: 'stdout' | 'stderr', text: string): void;
  /** Sends a signal; false if there is no such process. */
  kill(pid: number, signal: string): boolean;
  /** Asks for `resume` with this token. Absent: the machine is synchronous. */
  wakeAfter?(ms: number, token: number): void;
}

/** Memory of a shell beside the main one. */
const JOB_BYTES = MI / 4;

/** The shell waits or reads: what its last command took is free. */
export function rest({ process, who }: ShellHost): void {
  process.useCpu(0, who);
  process.useMemory(who === undefined ? MI : JOB_BYTES, undefined, who);
}

/** Takes what a command takes while it runs; how much longer it runs than on an idle processor. */
export function takeLoad({ process, who }: ShellHost, { cpuMillis, memoryBytes }: CommandResult): number {
  if (cpuMillis !== undefined) process.useCpu(cpuMillis, who);
  if (memoryBytes !== undefined) process.useMemory(memoryBytes, undefined, who);
  return cpuMillis === undefined ? 1 : process.slowdown;
}

/** More than thirty years are for ever; what is no number is nothing. */
export function wholeMs(ms: number): number | 'forever' {
  if (Number.isNaN(ms)) return 0;
  return ms > 1_000_000_000_000 ? 'forever' : Math.max(0, Math.floor(ms));
}

/** What keeps a script from taking the engine's time and memory instead of the container's. */
export const LIMITS = {
  /** Operations in one go before a loop without waits is made to pause, */
  steps: 1000,
  /** for this long. */
  breathMs: 10_000,
  /** Operations of what runs synchronously. */
  syncSteps: 5000,
  /** Machines inside machines, before a script that calls itself is stopped. */
  depth: 40,
  /** Text that one synchronous command may print. */
  outputChars: 200_000,
} as const;
