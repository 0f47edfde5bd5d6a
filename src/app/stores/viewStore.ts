/** Which picture of the cluster the canvas shows. */
import { createStore } from 'zustand/vanilla';

/**
 * *nodes*: machines with their pods inside. *owners*: who created whom. *traffic*: which way requests go.
 * *controlPlane*: who writes to the API server and who watches it.
 */
export type GraphView = 'nodes' | 'owners' | 'traffic' | 'controlPlane';
/** Those that draw pods one by one on the graph of nodes. */
export type PodView = Extract<GraphView, 'nodes' | 'owners'>;

export const isPodView = (view: GraphView): view is PodView => view === 'nodes' || view === 'owners';

export interface ViewState {
  readonly view: GraphView;
  show(view: GraphView): void;
}

export const viewStore = createStore<ViewState>()((set) => ({
  view: 'nodes',
  show: (view) => set({ view }),
}));

export const shownView = (state: ViewState) => state.view;
