/** Notes of an import or export for a terminal: reason by reason, with the first of their objects. */
import type { Note } from '../../manifests/note';
import { noteGroups } from '../../manifests/noteGroups';
import { noteSentences } from '../../manifests/noteSentences';

/** Names of one reason that are printed; the count tells of the others. */
const MOST_LINES = 5;

/** A few lines for each reason; empty where there is nothing to tell. */
export function noteText(notes: readonly Note[]): string {
  return noteGroups(notes)
    .flatMap(({ key, count, lines }) => [
      `${count} ${noteSentences[key]}`,
      ...lines.slice(0, MOST_LINES).map((line) => `    ${line}`),
      ...(lines.length > MOST_LINES ? [`    and ${lines.length - MOST_LINES} more`] : []),
    ])
    .map((line) => `${line}\n`)
    .join('');
}
