/** Says that the page shows the past, and what a deed would do there; a click leads back to the end of the branch. */
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { type PlaybackState, playbackStore } from '../stores/playbackStore';
import { endOf } from './branchClock';
import { shortClock } from './clockText';
import { momentAt, useSeek } from './useSeek';

const seconds = (ms: number) => Math.floor(ms / 1000) * 1000;
const nowMs = ({ status }: PlaybackState) => (status === undefined ? 0 : seconds(status.now - status.startedAt));
const endMs = ({ status }: PlaybackState) => (status === undefined ? 0 : endOf(status) - status.startedAt);

export function PastChip({ size }: SlotProps) {
  const t = useText();
  const seek = useSeek();
  const now = shortClock(useStore(playbackStore, nowMs));
  const endsAt = useStore(playbackStore, endMs);
  const end = shortClock(endsAt);
  const isSmall = size === 'embed' || size === 'tiny' || size === 'phone';
  const long = t('timeline.past.long', { now, end });
  const startedAt = playbackStore.getState().status?.startedAt ?? 0;
  return (
    <button
      type="button"
      className="chip past-chip ell"
      aria-label={`${long}. ${t('timeline.toEnd', { end })}`}
      title={`${long}. ${t('timeline.toEnd', { end })}`}
      onClick={() => void seek?.(momentAt(startedAt + endsAt))}
    >
      {size === 'wide' ? long : t(isSmall ? 'timeline.past.short' : 'timeline.past', { now, end })}
    </button>
  );
}
