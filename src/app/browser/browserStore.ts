/** Whether the browser of the learner's own machine is open, and what it was asked to show. */
import { createStore } from 'zustand/vanilla';
import type { Sending } from '../sending/sending';

export interface BrowserState {
  readonly isOpen: boolean;
  /** What stands in the address field when it opens. */
  readonly address: string;
  /** `sending` fills the address; a name of an Ingress stands there as a person would type it. */
  open(sending?: Sending): void;
  close(): void;
}

export const browserStore = createStore<BrowserState>()((set, get) => ({
  isOpen: false,
  address: '',
  open: (sending) => set({ isOpen: true, address: sending === undefined ? get().address : addressOf(sending) }),
  close: () => set({ isOpen: false }),
}));

function addressOf({ url, headers }: Sending): string {
  const host = headers.map((header) => /^Host:\s*(.+)$/i.exec(header)?.[1]).find((name) => name !== undefined);
  return host === undefined ? url : url.replace(/^(https?:\/\/)[^/]+/, `$1${host}`);
}
