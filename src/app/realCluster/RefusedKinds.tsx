/** On the canvas: the kinds that whoever looks may not list, and what the API server said. They are not asked for again by themselves. */
import { useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Kind } from '../../api/kinds';
import type { Status } from '../../api/meta/status';
import { useObjects } from '../cluster/ClusterContext';
import type { ObjectStore } from '../cluster/objectStore';
import { controllerKinds } from '../graph/controllerKinds';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { namespaceStore, shownNamespace } from '../stores/namespaceStore';
import './remote.css';

/** What the graph, the lanes and the lists of the page are made of. */
const SHOWN: readonly Kind[] = ['Node', 'Pod', 'Service', 'EndpointSlice', 'Event', ...controllerKinds];
/** Not served at all is no refusal: older servers do not know every kind. */
const NOT_SERVED = 404;

interface Refusal {
  readonly kind: Kind;
  readonly status: Status;
}

export function RefusedKinds() {
  const t = useText();
  const objects = useObjects();
  const [closed, setClosed] = useState('');
  const text = useRefusals(objects);
  const namespace = useStore(namespaceStore, shownNamespace);
  const refusals = JSON.parse(text) as readonly Refusal[]; // Written below.
  if (refusals.length === 0 || closed === text) return null;
  const kinds = refusals.map(({ kind }) => kind).join(', ');
  return (
    <section className="remote-refused" aria-label={t('remote.refused')}>
      <Icon name="lock" />
      <details className="grow">
        <summary>{t('remote.refused.kinds', { kinds })}</summary>
        {namespace === undefined ? <p className="text-12">{t('remote.refused.namespace')}</p> : null}
        <ul>
          {refusals.map(({ kind, status }) => (
            <li key={kind} className="text-12 wrap-anywhere">
              {status.message}
            </li>
          ))}
        </ul>
        <button type="button" className="btn" onClick={() => objects.retry()}>
          {t('remote.banner.retry')}
        </button>
      </details>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('toast.close')}
        title={t('toast.close')}
        onClick={() => setClosed(text)}
      >
        <Icon name="x" size={14} />
      </button>
    </section>
  );
}

/** As a text, so that React sees when it is another one. */
function useRefusals(objects: ObjectStore): string {
  return useSyncExternalStore(
    (listener) => {
      const stops = SHOWN.map((kind) => objects.onKind(kind, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    () =>
      JSON.stringify(
        SHOWN.flatMap((kind): readonly Refusal[] => {
          const status = objects.refusal(kind);
          return status === undefined || status.code === NOT_SERVED ? [] : [{ kind, status }];
        }),
      ),
  );
}
