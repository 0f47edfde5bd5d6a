/** What was asked with "why?", and the chain that answers it: the inspector shows it, the graph and the lanes glow with it. */
import { createStore } from 'zustand/vanilla';
import type { Simulation } from '../../client/simulation';
import type { WhyChain, WhySubject } from '../../client/why';
import { toastStore } from '../stores/toastStore';

export interface WhyState {
  /** Undefined: nothing is asked. */
  readonly subject: WhySubject | undefined;
  /** The answer; undefined while it is not there, and if nothing is known. */
  readonly chain: WhyChain | undefined;
  readonly isAnswered: boolean;
  /** Asks; the inspector opens on the answer. */
  ask(simulation: Simulation, subject: WhySubject): Promise<void>;
  clear(): void;
}

const NOTHING = { subject: undefined, chain: undefined, isAnswered: false };

export const whyStore = createStore<WhyState>()((set, get) => ({
  ...NOTHING,
  ask: async (simulation, subject) => {
    set({ ...NOTHING, subject });
    try {
      const chain = await simulation.insight({ type: 'why', subject });
      // A later question has its own answer.
      if (get().subject === subject) set({ chain, isAnswered: true });
    } catch (error) {
      if (get().subject === subject) set(NOTHING);
      toastStore.getState().show({ tone: 'error', title: error instanceof Error ? error.message : String(error) });
    }
  },
  clear: () => set(NOTHING),
}));
