/**
 * Waiting for something that an API server will tell, at most so long, and until Ctrl-C.
 */
import type { Unsubscribe } from '../client/transport';
import type { Invocation } from './command';
import { InterruptSource } from './interruptSource';

/** How a wait ended that nothing settled. */
export type Unsettled = 'timeout' | 'interrupted';

/**
 * Resolves with what `start` settles with, or how the wait ended otherwise. `start` returns how to stop listening,
 * which happens in any case. An endless wait has `timeoutMs` undefined.
 */
export function settled<T>(
  { env, io }: Pick<Invocation, 'env' | 'io'>,
  timeoutMs: number | undefined,
  start: (settle: (value: T) => void) => Unsubscribe,
): Promise<T | Unsettled> {
  return new Promise((resolve) => {
    const timer = new InterruptSource();
    let stop: Unsubscribe = () => {};
    let isOver = false;
    const finish = (value: T | Unsettled): void => {
      if (isOver) return;
      isOver = true;
      stop();
      release();
      timer.interrupt();
      resolve(value);
    };
    let release: Unsubscribe = () => {};
    release = io.interrupt.onInterrupt(() => finish('interrupted'));
    if (isOver) return;
    stop = start(finish);
    if (isOver) stop();
    else if (timeoutMs !== undefined) void env.clock.sleep(timeoutMs, timer).then(() => finish('timeout'));
  });
}
