/** Events as rows: shape for the type, age and count as kubectl prints them, reason, message. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { kinds, type Kind } from '../../api/kinds';
import { useText } from '../i18n/useText';
import { selectionStore } from '../stores/selectionStore';
import { MomentLink } from '../timeline/MomentLink';
import { WhyButton } from '../why/WhyButton';
import type { EventRow } from './events';

interface EventListProps {
  readonly rows: readonly EventRow[];
  readonly empty: string;
  /** Names the object in each row: for lists of more than one object. */
  readonly withObject?: boolean;
}

/** As many rows at first, and as many again each time their end comes into view: their ages change at every step. */
const ROWS_AT_ONCE = 30;

export function EventList({ rows, empty, withObject = false }: EventListProps) {
  const [most, setMost] = useState(ROWS_AT_ONCE);
  const showMore = useCallback(() => setMost((shown) => shown + ROWS_AT_ONCE), []);
  if (rows.length === 0) return <p className="dim">{empty}</p>;
  return (
    <ol className="events">
      {rows.slice(0, most).map((row) => (
        <li key={row.key} className="event">
          <TypeMark warning={row.warning} />
          <div className="grow">
            <div className="event-head">
              <b>{row.reason}</b>
              {withObject ? <ObjectLink row={row} /> : null}
              <span className="grow" />
              <WhyButton subject={{ type: 'revision', revision: row.revision }} about={row.reason} />
              <span className="mono event-age">
                <EventMoment row={row} />
              </span>
            </div>
            <div className="wrap-anywhere">{row.message}</div>
            <div className="dim text-11">{row.from}</div>
          </div>
        </li>
      ))}
      {/* Another one at every length: the end may be in view again at once. */}
      {rows.length > most ? <RowsEnd key={most} onSeen={showMore} /> : null}
    </ol>
  );
}

function RowsEnd({ onSeen }: { readonly onSeen: () => void }) {
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (end.current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) onSeen();
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onSeen]);
  return <li ref={end} aria-hidden="true" />;
}

/** The age; the clock goes to when it happened last. */
function EventMoment({ row: { at, age } }: { readonly row: EventRow }) {
  if (at === undefined) return age;
  return (
    <MomentLink at={at} isStamp={at % 1000 === 0}>
      {age}
    </MomentLink>
  );
}

function TypeMark({ warning }: { readonly warning: boolean }) {
  const label = warning ? 'Warning' : 'Normal';
  return (
    <svg className="event-mark" viewBox="0 0 12 12" role="img" aria-label={label}>
      {warning ? (
        <path d="M6 1.2L11.2 10.6H.8z" fill="var(--unready)" />
      ) : (
        <circle cx="6" cy="6" r="3" fill="var(--ink-2)" />
      )}
    </svg>
  );
}

function ObjectLink({ row }: { readonly row: EventRow }) {
  const t = useText();
  const select = useStore(selectionStore, (state) => state.select);
  const { kind, namespace, name } = row.about;
  const words = `${kind.toLowerCase()}/${name}`;
  if (kind === '' && name === '') return null;
  if (!Object.hasOwn(kinds, kind)) return <span className="dim ell">{words}</span>;
  const known = kind as Kind; // It is a key of `kinds`.
  return (
    <button
      type="button"
      className="linklike ell"
      title={t('inspector.select', { name })}
      onClick={() => select(namespace === undefined ? { kind: known, name } : { kind: known, namespace, name })}
    >
      {words}
    </button>
  );
}
