/** Which namespace the page shows; all of them unless somebody chooses. The address remembers it, for this page and its links. */
import { createStore } from 'zustand/vanilla';

export interface NamespaceState {
  /** Undefined: all. */
  readonly shown: string | undefined;
  show(namespace: string | undefined): void;
}

export const namespaceStore = createStore<NamespaceState>()((set) => ({
  shown: undefined,
  show: (shown) => set({ shown }),
}));

export const shownNamespace = (state: NamespaceState) => state.shown;
