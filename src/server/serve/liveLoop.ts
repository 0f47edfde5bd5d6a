/** Keeps a session going by the wall clock: slices of the engine, with turns for requests between them. */
import type { Session } from '../../cluster/session';

/** How often a cluster that has nothing to do looks at the clock. */
const IDLE_MS = 10;
/** As --bookmark-frequency of the watch cache. */
const BOOKMARK_MS = 60_000;

/**
 * Starts the loop. `onFailure` is told, once, that the engine has broken: its clock stands still from there on.
 * Hands back what ends the loop, which resolves when the last slice is over.
 */
export function runLive(session: Session, onFailure: (why: string) => void): () => Promise<void> {
  let isOpen = true;
  let last: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const turn = async (): Promise<void> => {
    if (!isOpen) return;
    await session.slice();
    if (session.health.type === 'failed') return onFailure(session.health.why);
    if (!isOpen) return;
    if (session.behind) setImmediate(again);
    else timer = setTimeout(again, IDLE_MS);
  };
  function again(): void {
    last = turn();
  }
  again();
  const bookmarks = setInterval(() => session.cluster.api.bookmark(), BOOKMARK_MS);
  return async () => {
    isOpen = false;
    clearTimeout(timer);
    clearInterval(bookmarks);
    await last;
  };
}
