/** Ctrl-C, handed down: who runs others may stop them alone, and is stopped together with them. */
import type { Interrupt } from './environment';
import type { Unsubscribe } from '../client/transport';

/** An interrupt that its maker sets off. */
export class InterruptSource implements Interrupt {
  #listeners = new Set<() => void>();
  #interrupted = false;

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Sets it off; the second time does nothing. */
  interrupt(): void {
    if (this.#interrupted) return;
    this.#interrupted = true;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }

  onInterrupt(listener: () => void): Unsubscribe {
    if (this.#interrupted) {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A source that is set off together with `parent`. Call `release` when it is no longer needed. */
export function linkedInterrupt(parent: Interrupt): { readonly source: InterruptSource; readonly release: () => void } {
  const source = new InterruptSource();
  const release = parent.onInterrupt(() => source.interrupt());
  return { source, release };
}
