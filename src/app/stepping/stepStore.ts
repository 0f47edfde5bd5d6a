/** The step that is under way, and whether the dialog for conditions and breakpoints is open. */
import { createStore } from 'zustand/vanilla';
import type { Breakpoint, StepTarget } from '../../client/stepping';
import type { Simulation } from '../../client/simulation';
import { playbackStore } from '../stores/playbackStore';
import { toastStore } from '../stores/toastStore';

export interface StepState {
  /** Undefined: no step is under way. */
  readonly to: StepTarget | undefined;
  readonly isOpen: boolean;
  /** What was last written in the dialog. */
  readonly expression: string;
  /** Runs there; how it went is told by the status, for all who look. A refusal becomes a message. */
  step(simulation: Simulation, to: StepTarget): Promise<void>;
  setOpen(isOpen: boolean): void;
  write(expression: string): void;
}

export const stepStore = createStore<StepState>()((set, get) => ({
  to: undefined,
  isOpen: false,
  expression: 'ready < 2',
  step: async (simulation, to) => {
    set({ to });
    try {
      await simulation.stepping({ type: 'step', to });
    } catch (error) {
      tell(error);
    } finally {
      // A later step has taken its place.
      if (get().to === to) set({ to: undefined });
    }
  },
  setOpen: (isOpen) => set({ isOpen }),
  write: (expression) => set({ expression }),
}));

/** Replaces all breakpoints. Resolves with the parser's words if one of them is none. */
export async function setBreakpoints(
  simulation: Simulation,
  breakpoints: readonly Breakpoint[],
): Promise<string | undefined> {
  try {
    await simulation.stepping({ type: 'breakpoints', breakpoints });
    return undefined;
  } catch (error) {
    return wordsOf(error);
  }
}

/** The breakpoints that are set, without what the engine tells of them. */
export function presentBreakpoints(): readonly Breakpoint[] {
  const { breakpoints = [] } = playbackStore.getState().status ?? {};
  return breakpoints.map(({ id, expression, isOff }) => ({ id, expression, ...(isOff === true ? { isOff } : {}) }));
}

/** What an error says. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function tell(error: unknown): void {
  toastStore.getState().show({ tone: 'error', title: wordsOf(error) });
}
