/** What the page knows of links: whether the dialog is open, and why the last link did not open. */
import { createStore } from 'zustand/vanilla';
import type { LinkProblem } from './codec';

export interface ShareState {
  readonly open: boolean;
  readonly problem: LinkProblem | undefined;
  /** The address has been followed, or is none to follow: the page stands as it was asked for. */
  readonly isOpened: boolean;
  /** A link is on its way to the cluster, which takes as long as playing what it holds. */
  readonly isOpening: boolean;
  setOpen(open: boolean): void;
  setProblem(problem: LinkProblem | undefined): void;
  setOpened(): void;
}

export const shareStore = createStore<ShareState>()((set) => ({
  open: false,
  problem: undefined,
  isOpened: false,
  isOpening: false,
  setOpen: (open) => set({ open }),
  setProblem: (problem) => set({ problem }),
  setOpened: () => set({ isOpened: true }),
}));
