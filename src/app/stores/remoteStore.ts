/** How the way to a real cluster is, as its worker last told; empty on a simulated one. */
import { createStore } from 'zustand/vanilla';
import type { RemoteStatus } from '../../client/remote';

export interface RemoteState {
  /** Undefined on a simulated cluster. */
  readonly status: RemoteStatus | undefined;
  update(status: RemoteStatus): void;
}

export const remoteStore = createStore<RemoteState>()((set) => ({
  status: undefined,
  update: (status) => set({ status }),
}));

/** True where nothing that writes is let through. */
export const isReadOnly = ({ status }: RemoteState): boolean => status?.cluster?.isReadOnly === true;
