/** Rests between pieces of output, so that a page that prints a lot can still do other things. */

/** Rest between two pieces of output: at most twenty a second, fewer where the page is slow. */
const LEAST_REST_MS = 50;
const MOST_REST_MS = 500;
/** So many times as long as a piece took to read and to paint, the page has for other things. */
const REST_FACTOR = 6;

/** Calls back after a rest that leaves the page most of its time. A hidden page paints nothing and has no frames. */
export function restAfter(readingMs: number, act: () => void): void {
  if (document.hidden) {
    setTimeout(act, MOST_REST_MS / 2);
    return;
  }
  requestAnimationFrame(() => {
    const started = performance.now();
    setTimeout(() => {
      const spentMs = readingMs + performance.now() - started;
      setTimeout(act, Math.min(MOST_REST_MS, Math.max(LEAST_REST_MS, REST_FACTOR * spentMs)));
    });
  });
}
