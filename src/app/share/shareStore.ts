/** What the page knows of links: whether the dialog is open, and why the last link did not open. */
import { createStore } from 'zustand/vanilla';
import type { LinkProblem } from './codec';

export interface ShareState {
  readonly open: boolean;
  readonly problem: LinkProblem | undefined;
  setOpen(open: boolean): void;
  setProblem(problem: LinkProblem | undefined): void;
}

export const shareStore = createStore<ShareState>()((set) => ({
  open: false,
  problem: undefined,
  setOpen: (open) => set({ open }),
  setProblem: (problem) => set({ problem }),
}));
