/**
 * Tells whether a worker still listens: one that is busy for ever says nothing of it. It is asked something that costs it
 * nothing whenever it has been quiet for a while.
 */
import type { Port } from './messagePort';
import type { ToWorker } from './protocol';
import type { Unsubscribe } from './transport';

/** How often one is to look. */
export const LOOK_MS = 2_000;
/** After so many looks in a row without a word from the worker it is silent. A page that slept has not looked. */
export const SILENT_LOOKS = 4;

/** No answer to a question: those of a connection are numbered from 1. */
const PING: ToWorker = { type: 'ask', id: 0, question: { type: 'ping' } };

/** Calls `look` every LOOK_MS until the returned function is called. */
export type EveryLook = (look: () => void) => Unsubscribe;

/**
 * Calls `tell` when the worker behind `port` has fallen silent, and again when it speaks. One that has not spoken yet is
 * still on its way here, however long that takes.
 */
export function followSilence(port: Port, tell: (isSilent: boolean) => void, every: EveryLook): Unsubscribe {
  let hasSpoken = false;
  let looks = 0;
  port.addEventListener('message', () => {
    hasSpoken = true;
    if (looks >= SILENT_LOOKS) tell(false);
    looks = 0;
  });
  return every(() => {
    if (!hasSpoken) return;
    looks += 1;
    port.postMessage(PING);
    if (looks === SILENT_LOOKS) tell(true);
  });
}
