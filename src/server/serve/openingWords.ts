/** What a person reads about a cluster that comes back from its state file. */
import type { StateFile } from './stateFile';

/** Lags and leads under a minute are not worth a word. */
const WORTH_SAYING_MS = 60_000;

/** What was in the file at `path`. */
export function foundWords({ found, journal, wasTorn }: StateFile, path: string): string {
  const count = journal.commands.length;
  const torn = wasTorn ? ' A crash had cut off its last line, which nobody was told of: it is dropped.' : '';
  switch (found) {
    case 'new':
      return `A new cluster, kept in ${path}.`;
    case 'run':
      return `The exported run of ${path}, moved so that it ends now. From here on the file keeps the cluster.`;
    case 'journal':
      return `The cluster of ${path} is back: ${count} ${count === 1 ? 'command' : 'commands'} so far.${torn}`;
    default:
      return found satisfies never;
  }
}

/** Where the cluster's clock is after it has lived through `livedMs` of time that it missed. */
export function clockWords(livedMs: number, isBehind: boolean, aheadMs: number): readonly string[] {
  if (isBehind) {
    return [`It lives through the time that has passed since. Its clock is still ${spanText(-aheadMs)} behind.`];
  }
  const lived = `${spanText(livedMs)} have passed since: the cluster has lived through them.`;
  const ahead = `Its clock is ${spanText(aheadMs)} ahead of this machine's: it ran faster before.`;
  return [...(livedMs < WORTH_SAYING_MS ? [] : [lived]), ...(aheadMs < WORTH_SAYING_MS ? [] : [ahead])];
}

/** `3 h 20 min`, `2 d 4 h`. */
function spanText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor(minutes / 60) % 24;
  const parts = [
    ...(days > 0 ? [`${days} d`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(days === 0 && (hours === 0 || minutes % 60 > 0) ? [`${minutes % 60} min`] : []),
  ];
  return parts.join(' ');
}
