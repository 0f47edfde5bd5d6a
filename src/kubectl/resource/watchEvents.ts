/** A watch as a sequence, so that a slow reader of what is printed is waited for. */
import type { WatchEvent } from '../../client/transport';
import type { Interrupt } from '../environment';
import type { Access, ListOptions, Mapping } from './access';

/**
 * The events of a watch in their order, until the reader stops, Ctrl-C comes, or the server has sent an ERROR, which is
 * the last one. `namespace` undefined: all.
 */
export async function* watchEvents(
  access: Access,
  mapping: Mapping,
  namespace: string | undefined,
  options: ListOptions,
  interrupt: Interrupt,
): AsyncGenerator<WatchEvent, void> {
  const waiting: WatchEvent[] = [];
  let wake = (): void => {};
  const stop = access.watch(mapping, namespace, options, (event) => {
    waiting.push(event);
    wake();
  });
  const release = interrupt.onInterrupt(() => wake());
  try {
    while (!interrupt.interrupted) {
      const batch = waiting.splice(0);
      for (const event of batch) {
        if (interrupt.interrupted) return;
        yield event;
        if (event.type === 'ERROR') return;
      }
      if (waiting.length > 0 || interrupt.interrupted) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
    release();
  }
}
