/** What people did in this run, as the engine recorded it: the first lane of the time bar. */
import { createStore } from 'zustand/vanilla';
import type { Command, Simulation } from '../../client/simulation';

export interface CommandState {
  readonly commands: readonly Command[];
  /** Asks the engine again; keeps what is known if it does not answer. */
  refresh(simulation: Pick<Simulation, 'exportRun'> | undefined): Promise<void>;
}

export const commandStore = createStore<CommandState>()((set) => ({
  commands: [],
  refresh: async (simulation) => {
    try {
      const run = await simulation?.exportRun();
      if (run !== undefined) set({ commands: run.commands });
    } catch {
      // The engine died; the page shows that elsewhere, and the lane keeps what it had.
    }
  },
}));
