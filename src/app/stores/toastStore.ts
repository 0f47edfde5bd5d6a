/** Short messages that answer what a person just did. Errors stay until they are closed. */
import { createStore } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  /** It waits for the person, as errors do. */
  readonly stays?: true;
  readonly tone: 'done' | 'warning' | 'error';
  readonly title: string;
  /** A second line, e.g. the API server's own text. */
  readonly text?: string;
  /** One thing that can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface ToastState {
  readonly toasts: readonly Toast[];
  /** Shows a message and hands back its id. At most four are kept: the oldest goes. */
  show(toast: Omit<Toast, 'id'>): number;
  dismiss(id: number): void;
}

const MOST = 4;

export const toastStore = createStore<ToastState>()((set, get) => ({
  toasts: [],
  show: (toast) => {
    const id = (get().toasts.at(-1)?.id ?? 0) + 1;
    set((state) => ({ toasts: [...state.toasts, { ...toast, id }].slice(-MOST) }));
    return id;
  },
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));

/** Tells a person why something did not go, in the words of whoever refused it. */
export function tellError(error: unknown): void {
  toastStore.getState().show({ tone: 'error', title: error instanceof Error ? error.message : String(error) });
}
