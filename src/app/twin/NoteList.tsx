/** What is different in a copy, reason by reason; each opens to the objects that it concerns. */
import { useText } from '../i18n/useText';
import type { Note } from '../../manifests/note';
import { noteGroups } from '../../manifests/noteGroups';

/** More names help nobody; the count tells of the rest. */
const MOST_LINES = 200;

export function NoteList({ notes }: { readonly notes: readonly Note[] }) {
  const t = useText();
  return (
    <ul className="twin-notes" aria-label={t('twin.notes')}>
      {noteGroups(notes).map(({ key, tone, count, lines }) => (
        <li key={key} data-tone={tone}>
          <details>
            <summary>
              <span className="tag num">{count}</span>
              {t(`twin.note.${key}`)}
            </summary>
            <ul className="mono text-12">
              {lines.slice(0, MOST_LINES).map((line, index) => (
                // Notes never change while they are shown.
                <li key={`${index} ${line}`} className="wrap-anywhere">
                  {line}
                </li>
              ))}
              {lines.length > MOST_LINES ? <li>{t('twin.more', { count: lines.length - MOST_LINES })}</li> : null}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}
