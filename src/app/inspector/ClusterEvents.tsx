/** What the inspector shows while nothing is selected: how to begin, and the cluster's events, newest first. */
import { useMemo, useState } from 'react';
import { useSlowList } from '../cluster/useSlowList';
import { useText } from '../i18n/useText';
import { EventList } from './EventList';
import { eventRow, newestFirst } from './events';
import { useSecond } from './useSecond';

/** More rows than anybody reads; the API keeps them all. */
const MOST_ROWS = 200;

export function ClusterEvents() {
  const t = useText();
  const now = useSecond();
  const events = useSlowList('Event');
  const [warningsOnly, setWarningsOnly] = useState(false);
  // Ages change every second, their order with the events: a big cluster has thousands.
  const shown = useMemo(() => {
    const kept = warningsOnly ? events.filter(({ type }) => type === 'Warning') : events;
    return newestFirst(kept, MOST_ROWS);
  }, [events, warningsOnly]);
  const rows = useMemo(() => shown.map((event) => eventRow(event, now)), [shown, now]);
  return (
    <div className="inspector">
      <header className="inspector-head">
        <p className="dim">{t('inspector.empty')}</p>
        <div className="row">
          <h2 className="grow">{t('inspector.events.cluster')}</h2>
          <label className="row text-12">
            <input type="checkbox" checked={warningsOnly} onChange={(event) => setWarningsOnly(event.target.checked)} />
            {t('inspector.events.warnings')}
          </label>
        </div>
      </header>
      <div className="tab-panel" role="region" aria-label={t('inspector.events.cluster')} tabIndex={0}>
        <EventList rows={rows} empty={t('inspector.events.none')} withObject />
      </div>
    </div>
  );
}
