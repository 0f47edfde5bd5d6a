/** The endpoints behind a Service, those that are not ready crossed out. */
import { useCallback } from 'react';
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { keyOf, keyText } from '../../api/meta/objectMeta';
import { useList } from '../cluster/ClusterContext';
import { endpointRows, isSliceOf } from '../graph/services';
import { StateGlyph } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { selectionStore } from '../stores/selectionStore';

/** More are counted, not listed. */
const MOST_ROWS = 60;

export function EndpointList({ service }: { readonly service: Service }) {
  const t = useText();
  const key = keyText(keyOf(service));
  const isOwn = useCallback((slice: EndpointSlice) => isSliceOf(slice, key), [key]);
  const rows = endpointRows(useList('EndpointSlice', { filter: isOwn }));
  // It is a name for another name: nothing stands behind it in this cluster.
  if (service.spec.type === 'ExternalName') return null;
  const { namespace } = service.metadata;
  return (
    <>
      <h3 className="cap">{t('inspector.endpoints')}</h3>
      {rows.length === 0 ? <p className="dim">{t('inspector.endpoints.none')}</p> : null}
      <ul className="endpoints">
        {rows.slice(0, MOST_ROWS).map(({ address, ready, pod }) => (
          <li key={address}>
            <StateGlyph state={ready ? 'ready' : 'unready'} />
            <span className="mono grow">{ready ? address : <s>{address}</s>}</span>
            {pod === undefined ? null : (
              <button
                type="button"
                className="linklike wrap-anywhere"
                onClick={() => selectionStore.getState().select({ kind: 'Pod', namespace, name: pod })}
              >
                {pod}
              </button>
            )}
            <span className={ready ? 'sr-only' : 'dim'}>
              {t(ready ? 'inspector.endpoints.ready' : 'inspector.endpoints.notReady')}
            </span>
          </li>
        ))}
      </ul>
      {rows.length > MOST_ROWS ? (
        <p className="dim">{t('graph.pending.more', { count: rows.length - MOST_ROWS })}</p>
      ) : null}
    </>
  );
}
