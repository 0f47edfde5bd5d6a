/** Which other branch the shown one is compared with, if any. */
import { createStore } from 'zustand/vanilla';

export interface CompareState {
  /** Id of the other branch; undefined: nothing is compared. */
  readonly other: string | undefined;
  setOther(other: string | undefined): void;
}

export const compareStore = createStore<CompareState>()((set) => ({
  other: undefined,
  setOther: (other) => set({ other }),
}));
