/** Which picture of the cluster the canvas shows. */
import { createStore } from 'zustand/vanilla';

/** *nodes*: machines with their pods inside. *owners*: who created whom. */
export type GraphView = 'nodes' | 'owners';

export interface ViewState {
  readonly view: GraphView;
  show(view: GraphView): void;
}

export const viewStore = createStore<ViewState>()((set) => ({
  view: 'nodes',
  show: (view) => set({ view }),
}));

export const shownView = (state: ViewState) => state.view;
