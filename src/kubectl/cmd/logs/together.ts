/** Several works at once, of which the first failure ends the others. */
import type { Unsubscribe } from '../../../client/transport';
import type { Interrupt } from '../../environment';

/** Resolves when all are done; rejects with the first failure, after telling the others to stop by their interrupt. */
export async function together(
  outer: Interrupt,
  works: readonly ((interrupt: Interrupt) => Promise<void>)[],
): Promise<void> {
  const group = new Group();
  const release = outer.onInterrupt(() => group.stop());
  let open = works.length;
  try {
    await new Promise<void>((resolve, reject) => {
      if (open === 0) resolve();
      for (const work of works) {
        work(group).then(() => {
          open -= 1;
          if (open === 0) resolve();
        }, reject);
      }
    });
  } finally {
    release();
    group.stop();
  }
}

/** Interrupts all who work in it. */
class Group implements Interrupt {
  interrupted = false;
  readonly #listeners = new Set<() => void>();

  stop(): void {
    if (this.interrupted) return;
    this.interrupted = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  onInterrupt(listener: () => void): Unsubscribe {
    if (this.interrupted) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
