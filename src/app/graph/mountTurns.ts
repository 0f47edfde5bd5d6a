/**
 * Hands out turns to mount pod cards: a few per frame, as many as fit into a budget, so that zooming in never blocks the page.
 */
import { flushSync } from 'react-dom';

const BUDGET_MS = 3;
const waiting = new Set<() => boolean>();
let running = false;

/** Calls `mountMore` in coming frames until it says that nothing is left. Hands back a way to stop. */
export function requestTurns(mountMore: () => boolean): () => void {
  waiting.add(mountMore);
  if (!running) {
    running = true;
    requestAnimationFrame(frame);
  }
  return () => waiting.delete(mountMore);
}

function frame(): void {
  const start = performance.now();
  for (const mountMore of [...waiting]) {
    // Only a synchronous render shows what it cost.
    const left = flushSync(mountMore);
    if (!left) waiting.delete(mountMore);
    if (performance.now() - start > BUDGET_MS) break;
  }
  running = waiting.size > 0;
  if (running) requestAnimationFrame(frame);
}
