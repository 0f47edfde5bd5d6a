/** The line on the canvas that says that all this is real, and whose it is. */
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { remoteStore } from '../stores/remoteStore';
import './remote.css';
import { clusterName, hostOf } from './remoteWords';

export function RemoteProvenance({ size }: SlotProps) {
  const t = useText();
  const cluster = useStore(remoteStore, ({ status }) => status?.cluster);
  if (cluster === undefined) return null;
  const { version, server, isReadOnly } = cluster;
  const name = clusterName(cluster, window.location.host);
  const host = hostOf(server);
  const short = size === 'embed' || size === 'phone' || size === 'tiny';
  return (
    <div className="canvas-ui prov canvas-bottom remote-prov">
      {t('remote.provenance', { version })}
      {short ? ` ${name}` : ` ${[...new Set([name, host ?? ''])].filter((part) => part !== '').join(', ')}`}
      {', '}
      {t(isReadOnly ? 'remote.readOnly' : 'remote.writable')}
    </div>
  );
}
