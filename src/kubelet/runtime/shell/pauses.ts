/** Pauses of a shell that are not the time of a command: `tail -f` looks again, a busy loop is made to breathe. */
import type { ShellMachine } from './machine';
import { LIMITS } from './shellHost';
import type { Wait } from './shellState';

/** How often `tail -f` looks at its file. */
const LOOK_MS = 1000;

/** Prints what a followed file got since the last look, and looks again later. */
export function showMore(machine: ShellMachine, wait: Wait): void {
  if (!wait.follow || !machine.host.wakeAfter) return;
  const text = machine.host.process.files.read(wait.follow.path) ?? '';
  if (text.length > wait.follow.shown) machine.write(wait.streams.out, text.slice(wait.follow.shown));
  machine.state = { ...machine.state, wait: { ...wait, follow: { ...wait.follow, shown: text.length } } };
  machine.host.wakeAfter(LOOK_MS, wait.token);
}

/** A loop that never waits gets a pause, so that time goes on; where time stands still, it is without end. */
export function pauseBusyLoop(machine: ShellMachine): void {
  if (!machine.isLive) {
    machine.isEndless = true;
    return;
  }
  machine.host.process.useCpu(1000);
  const command = machine.state.parameters[0] ?? 'sh';
  machine.wait({ type: 'breath', status: 0, streams: machine.streams, command }, LIMITS.breathMs);
}
