/** How a shell ends: the innermost of several, or the whole of it after its EXIT trap. */
import { unnested } from './dialogue';
import { popFrame } from './frames';
import type { ShellMachine } from './machine';

/** Ends the innermost shell of `machine` with `status`, or all of it. */
export function endShell(machine: ShellMachine, status: number): void {
  const trap = machine.state.traps.EXIT;
  const { frames } = machine.state;
  let depth = frames.length - 1;
  while (depth >= 0 && !frames[depth]?.outside) depth -= 1;
  if (trap && depth < 0) {
    const { EXIT: _done, ...traps } = machine.state.traps;
    machine.state = { ...machine.state, traps, status, frames: [] };
    machine.push(`${trap}\nexit ${status}`);
    return;
  }
  const { parent } = machine.state;
  if (depth < 0) {
    machine.state = parent
      ? unnested(machine.state, parent, status & 255)
      : { ...machine.state, status, exitCode: status & 255, frames: [] };
    return;
  }
  machine.state = { ...machine.state, status, frames: frames.slice(0, depth + 1) };
  machine.state = popFrame(machine.state);
}
