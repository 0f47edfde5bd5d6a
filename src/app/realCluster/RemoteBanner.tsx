/** Says that the way to a real cluster is lost, why, and when it is tried again. What the page knew stays in sight. */
import { useStore } from 'zustand';
import { useBackend } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { remoteStore } from '../stores/remoteStore';
import './remote.css';
import { secondsUntil } from './remoteWords';

export function RemoteBanner() {
  const t = useText();
  const { remote } = useBackend();
  const status = useStore(remoteStore, (state) => state.status);
  const now = useStore(playbackStore, (state) => state.status?.now ?? 0);
  if (status === undefined || status.health.type === 'connected' || status.health.type === 'connecting') return null;
  const { health } = status;
  return (
    <section className="remote-banner" aria-label={t(`remote.health.${health.type}`)}>
      <Icon name="warn" />
      <div className="grow" role="alert">
        <b>{t(`remote.banner.${health.type}`)}</b>
        <div className="text-12 wrap-anywhere">{health.why}</div>
      </div>
      {health.type === 'lost' ? (
        <span className="dim num">{t('remote.banner.retryIn', { seconds: secondsUntil(health.retryAt, now) })}</span>
      ) : null}
      {health.type === 'failed' ? (
        <button type="button" className="btn" onClick={() => window.location.reload()}>
          {t('remote.banner.reload')}
        </button>
      ) : (
        <button type="button" className="btn" onClick={() => void remote?.reconnect()}>
          {t('remote.banner.retry')}
        </button>
      )}
    </section>
  );
}
