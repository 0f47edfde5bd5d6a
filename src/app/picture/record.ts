/** A run as a row of drawings: the clock is moved from moment to moment, and what the page shows then is drawn. */
import type { Simulation } from '../../client/simulation';
import { drawElement } from './drawElement';
import type { Drawing } from './drawing';

export interface Recording {
  /** Virtual milliseconds since the start of the run. */
  readonly fromMs: number;
  readonly toMs: number;
  /** How many drawings. */
  readonly frames: number;
}

/** Draws `element` at moments spread evenly from one to the other, then puts the clock back to `backMs`. */
export async function record(
  simulation: Simulation,
  element: HTMLElement,
  { fromMs, toMs, frames }: Recording,
  {
    backMs,
    onFrame,
    signal,
  }: { readonly backMs: number; readonly onFrame: (done: number) => void; readonly signal: AbortSignal },
): Promise<readonly Drawing[]> {
  const drawings: Drawing[] = [];
  // Nothing is caught half way from one place to another.
  document.documentElement.dataset.still = 'true';
  try {
    for (let index = 0; index < frames; index += 1) {
      signal.throwIfAborted();
      const atMs = Math.round(fromMs + ((toMs - fromMs) * index) / Math.max(1, frames - 1));
      await simulation.history({ type: 'seek', to: { atMs } });
      await settled();
      drawings.push(drawElement(element));
      onFrame(index + 1);
    }
  } finally {
    delete document.documentElement.dataset.still;
    await simulation.history({ type: 'seek', to: { atMs: backMs } });
  }
  return drawings;
}

/** The page has drawn what the engine told last: a frame for the store, one for React, one for what follows from it. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < 4; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}
