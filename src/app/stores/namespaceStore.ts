/**
 * Which namespace the page shows. Unless somebody chooses, all of them; of a simulated cluster all but the system's own,
 * so that a fresh one is empty. The address remembers a choice, for this page and its links.
 */
import { createStore } from 'zustand/vanilla';

export interface NamespaceState {
  /** Undefined: all. */
  readonly shown: string | undefined;
  /** Of all, those of the system, too. */
  readonly withSystem: boolean;
  show(namespace: string | undefined, withSystem?: boolean): void;
}

export const namespaceStore = createStore<NamespaceState>()((set) => ({
  shown: undefined,
  withSystem: false,
  show: (shown, withSystem = false) => set({ shown, withSystem }),
}));

/** Whether objects of the system are left out; `isSimulated`: of the cluster. */
export const hidesSystem =
  (isSimulated: boolean) =>
  ({ shown, withSystem }: NamespaceState) =>
    isSimulated && shown === undefined && !withSystem;

export const shownNamespace = (state: NamespaceState) => state.shown;
