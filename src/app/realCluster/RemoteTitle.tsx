/** The title slot of a page on a real cluster: which one it is, and whether one may write. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useLocale, useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { isReadOnly, remoteStore } from '../stores/remoteStore';
import './remote.css';
import { clusterName } from './remoteWords';

export function RemoteTitle({ size }: SlotProps) {
  const t = useText();
  const locale = useLocale();
  const cluster = useStore(remoteStore, ({ status }) => status?.cluster);
  const readOnly = useStore(remoteStore, isReadOnly);
  const name = clusterName(cluster, window.location.host);
  useEffect(() => {
    document.title = t('remote.title', { name });
  }, [name, locale, t]);
  return (
    <span className="remote-title">
      <span className="ell" title={cluster?.server ?? window.location.origin}>
        <b>{name}</b>
        {size === 'phone' || cluster === undefined ? null : <span className="dim"> {cluster.version}</span>}
      </span>
      {readOnly ? (
        <span className="chip" title={t('remote.readOnly.text')}>
          {t('remote.readOnly')}
        </span>
      ) : null}
    </span>
  );
}
