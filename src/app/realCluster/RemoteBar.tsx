/** The transport slot of a page on a real cluster: nobody stops its time, so there is the time of day, and how the way there is. */
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { playbackStore } from '../stores/playbackStore';
import { remoteStore } from '../stores/remoteStore';
import { Timeline } from '../timeline/Timeline';
import { TerminalButton } from '../timeline/Transport';
import './remote.css';

export function RemoteBar({ size }: SlotProps) {
  const isSmall = size === 'embed' || size === 'phone';
  return (
    <div className="transport" data-size={size}>
      <TerminalButton size={size} />
      <TimeOfDay />
      <WayHealth />
      {isSmall ? (
        <div className="transport-lane">
          <Timeline size={size} />
        </div>
      ) : null}
    </div>
  );
}

const two = (value: number) => String(value).padStart(2, '0');

/** Hours, minutes and seconds of this place. */
function TimeOfDay() {
  const t = useText();
  const now = useStore(playbackStore, ({ status }) => Math.floor((status?.now ?? 0) / 1000) * 1000);
  const date = new Date(now);
  return (
    <span role="timer" className="now" aria-label={t('remote.clock')} title={t('remote.clock')}>
      <time dateTime={date.toISOString()}>
        {`${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`}
      </time>
    </span>
  );
}

/** Role status: a screen reader hears of a lost way without looking for it. */
function WayHealth() {
  const t = useText();
  const type = useStore(remoteStore, ({ status }) => status?.health.type ?? 'connecting');
  return (
    <span role="status" className="health ell" data-health={type === 'connected' ? 'running' : type}>
      {t(`remote.health.${type}`)}
    </span>
  );
}
