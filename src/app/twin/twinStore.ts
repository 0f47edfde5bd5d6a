/** Which dialog about copies of clusters is open, and the run that a twin has replaced. */
import { createStore } from 'zustand/vanilla';
import type { Run } from '../../client/simulation';

/** `import`: files become a simulated cluster; `export`: the cluster becomes files; `copy`: a real one is simulated. */
export type TwinDialog = 'import' | 'export' | 'copy';

export interface TwinState {
  readonly dialog: TwinDialog | undefined;
  /** So that nothing is lost by an import. */
  readonly before: Run | undefined;
  setDialog(dialog: TwinDialog | undefined): void;
  remember(run: Run | undefined): void;
}

export const twinStore = createStore<TwinState>()((set) => ({
  dialog: undefined,
  before: undefined,
  setDialog: (dialog) => set({ dialog }),
  remember: (before) => set({ before }),
}));
