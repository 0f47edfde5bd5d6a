/**
 * What is typed between the wish for a terminal and its screen. It is meant for the terminal: without this the page's
 * shortcuts would take it, key by key.
 */

/** As a terminal sends them. */
const KEYS: Readonly<Record<string, string>> = { Enter: '\r', Backspace: '\u007f' };

/** Before the page's own listeners. */
const CAPTURE = { capture: true } as const;

export class TypeAhead {
  #typed = '';
  #stop: (() => void) | undefined;

  /** Keeps every key from `page` until `take`, Escape, or a click elsewhere. Harmless to call again. */
  begin(page: EventTarget): void {
    if (this.#stop !== undefined) return;
    const keep = (event: Event) => this.#keep(event as KeyboardEvent); // Heard of `keydown` only.
    const giveUp = () => void this.take();
    page.addEventListener('keydown', keep, CAPTURE);
    page.addEventListener('pointerdown', giveUp, CAPTURE);
    this.#stop = () => {
      page.removeEventListener('keydown', keep, CAPTURE);
      page.removeEventListener('pointerdown', giveUp, CAPTURE);
    };
  }

  /** What was typed, as a terminal sends it; from here on keys are the page's again. */
  take(): string {
    this.#stop?.();
    this.#stop = undefined;
    const typed = this.#typed;
    this.#typed = '';
    return typed;
  }

  #keep(event: KeyboardEvent): void {
    if (event.key === 'Escape') return void this.take();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const data = [...event.key].length === 1 ? event.key : KEYS[event.key];
    if (data === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#typed += data;
  }
}
