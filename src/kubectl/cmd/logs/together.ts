/** Several works at once, of which the first failure ends the others. */
import type { Interrupt } from '../../environment';
import { linkedInterrupt } from '../../interruptSource';

/** Resolves when all are done; rejects with the first failure, after telling the others to stop by their interrupt. */
export async function together(
  outer: Interrupt,
  works: readonly ((interrupt: Interrupt) => Promise<void>)[],
): Promise<void> {
  const { source: group, release } = linkedInterrupt(outer);
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
    group.interrupt();
  }
}
