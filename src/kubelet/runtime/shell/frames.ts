/** The scripts in progress inside a shell's state: pure changes, innermost frame last. */
import type { Frame, ShellState } from './shellState';

/** Runs `source` before what follows; as a shell of its own if `parameters` are given. */
export function pushFrame(
  state: ShellState,
  source: string,
  own?: { readonly parameters: readonly string[] },
): ShellState {
  const { variables, directory, parameters, traps, streams } = state;
  const outside = own ? { outside: { variables, directory, parameters, traps } } : {};
  const frame: Frame = { source, at: 0, loops: [], streams: streams.length, ...outside };
  const pushed = { ...state, frames: [...state.frames, frame] };
  return own ? { ...pushed, parameters: own.parameters, traps: {} } : pushed;
}

/** Leaves the innermost frame and restores what was around it. */
export function popFrame(state: ShellState): ShellState {
  const frame = state.frames.at(-1);
  const streams = state.streams.slice(0, frame?.streams ?? 1);
  return { ...state, frames: state.frames.slice(0, -1), streams, ...frame?.outside };
}

/** Goes on at operation `at` of the innermost frame. */
export function jump(state: ShellState, at: number): ShellState {
  return changeFrame(state, (frame) => ({ ...frame, at }));
}

/** A `for` begins with the values it has to visit. */
export function enterLoop(state: ShellState, items: readonly string[]): ShellState {
  return changeFrame(state, (frame) => ({ ...frame, loops: [...frame.loops, items] }));
}
/** The innermost `for` is over. */
export function leaveLoop(state: ShellState): ShellState {
  return changeFrame(state, (frame) => ({ ...frame, loops: frame.loops.slice(0, -1) }));
}

/** Gives `name` the next value of the innermost loop, or leaves it and goes on at `end`. */
export function nextOfLoop(state: ShellState, name: string, end: number): ShellState {
  const [first, ...rest] = state.frames.at(-1)?.loops.at(-1) ?? [];
  if (first === undefined) return jump(leaveLoop(state), end);
  const moved = changeFrame(state, (frame) => ({ ...frame, loops: [...frame.loops.slice(0, -1), rest] }));
  return { ...moved, variables: { ...moved.variables, [name]: first } };
}

function changeFrame(state: ShellState, change: (frame: Frame) => Frame): ShellState {
  const frame = state.frames.at(-1);
  return frame ? { ...state, frames: [...state.frames.slice(0, -1), change(frame)] } : state;
}
