/** What the page and the terminal want of each other: lines to put at the prompt, files that wait for their editor. */
import { createStore } from 'zustand/vanilla';
import { panelStore } from '../stores/panelStore';
import { TypeAhead } from './typeAhead';

/** A file that a program of the terminal waits for: `kubectl edit`, `vi`. */
export interface EditRequest {
  /** Its name in the editor. */
  readonly name: string;
  /** Made for this: it goes when the person is done. */
  readonly isTemporary: boolean;
  finish(): void;
  /** As if nothing had been written. */
  giveUp(): void;
}

export interface TerminalState {
  /** A line that stands at the prompt next; the terminal takes it. */
  readonly wanted: string | undefined;
  readonly editing: EditRequest | undefined;
  /** Whether a command runs. */
  readonly isBusy: boolean;
  /** Opens the terminal with `line` at its prompt. Nothing runs. */
  put(line: string): void;
  /** Opens the terminal and gives it the keyboard. */
  open(): void;
  /** The wanted line, and what has been typed since as a terminal sends it; asked once. */
  take(): { readonly line: string; readonly typed: string } | undefined;
  setEditing(editing: EditRequest | undefined): void;
  setBusy(isBusy: boolean): void;
}

export const terminalStore = createStore<TerminalState>()((set, get) => ({
  wanted: undefined,
  editing: undefined,
  isBusy: false,
  put: (line) => {
    set({ wanted: line });
    showPanel();
  },
  open: () => {
    if (get().wanted === undefined) set({ wanted: '' });
    showPanel();
  },
  take: () => {
    const { wanted } = get();
    if (wanted === undefined) return undefined;
    set({ wanted: undefined });
    return { line: wanted, typed: typeAhead.take() };
  },
  setEditing: (editing) => set({ editing }),
  setBusy: (isBusy) => set({ isBusy }),
}));

const typeAhead = new TypeAhead();

function showPanel(): void {
  if (typeof window !== 'undefined') typeAhead.begin(window);
  panelStore.getState().setOpen('terminal', true);
  panelStore.getState().showTab('terminal');
}
