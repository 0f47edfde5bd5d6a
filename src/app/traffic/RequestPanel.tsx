/** What the inspector shows of requests: the one that is selected, or the last ones while nothing is. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useSimulation } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { selectionStore } from '../stores/selectionStore';
import { RequestList } from './RequestList';
import { RequestView } from './RequestView';
import { followTraffic, trafficStore } from './trafficStore';

export function RequestPanel() {
  const t = useText();
  const simulation = useSimulation();
  useEffect(() => (simulation === undefined ? undefined : followTraffic(simulation)), [simulation]);
  const id = useStore(selectionStore, ({ request }) => request);
  const record = useStore(trafficStore, ({ requests }) =>
    id === undefined ? undefined : requests.find((request) => request.id === id),
  );
  if (record !== undefined) return <RequestView key={record.id} record={record} />;
  return (
    <div className="inspector">
      <header className="inspector-head">
        {id === undefined ? null : <p className="dim">{t('traffic.request.gone', { id })}</p>}
        <h2>{t('traffic.requests')}</h2>
      </header>
      <div className="tab-panel" role="region" aria-label={t('traffic.requests')} tabIndex={0}>
        <RequestList most={40} />
        <p className="dim">{t('traffic.requests.hint')}</p>
      </div>
    </div>
  );
}
