/** The terminal's text for screen readers: plain lines, the last ones, a few times a second. */
import { createStore } from 'zustand/vanilla';

/** Lines that stay: a screen reader can walk back so far. */
const MOST_LINES = 120;
const EVERY_MS = 400;

export interface TranscriptState {
  /** With a number that stays with its line. */
  readonly lines: readonly { readonly id: number; readonly text: string }[];
}

export const transcriptStore = createStore<TranscriptState>()(() => ({ lines: [] }));

const ESCAPE = '\u001b';
const SEQUENCE = new RegExp(`${ESCAPE}(?:\\[[0-9;?]*[ -/]*[@-~]|.)`, 'g');
/** Who goes to the first line draws a new picture: `watch`. */
const HOME = `${ESCAPE}[H`;
/** Control characters other than newlines. */
const CONTROL = /(?!\n)\p{Cc}/gu;

export class Transcript {
  #pending = '';
  #nextId = 1;
  #isWaiting = false;

  add(text: string): void {
    // What a fast writer prints would be dropped again at once.
    this.#pending = (this.#pending + text).slice(-MOST_LINES * 200);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    setTimeout(() => this.#flush(), EVERY_MS);
  }

  #flush(): void {
    this.#isWaiting = false;
    const plain = this.#pending.replaceAll(HOME, '\n').replace(SEQUENCE, '').replace(CONTROL, '');
    const end = plain.lastIndexOf('\n');
    if (end < 0) return;
    this.#pending = plain.slice(end + 1);
    const added = plain
      .slice(0, end)
      .split('\n')
      .slice(-MOST_LINES)
      .map((text) => ({ id: this.#nextId++, text }));
    transcriptStore.setState(({ lines }) => ({ lines: [...lines, ...added].slice(-MOST_LINES) }));
  }
}
