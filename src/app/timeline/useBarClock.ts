/** The clock as the bar needs it: in steps that are smooth on the screen and cheap at 300x, exact while it stands. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { isPlaying, type PlaybackState, playbackStore, speedOf } from '../stores/playbackStore';
import { endOf, shownBranch } from './branchClock';
import type { BarClock } from './window';

/** A redraw per quarter second of the screen at 1x, sixteen a second from 4x on. */
function steppedNow(state: PlaybackState): number {
  const { status } = state;
  if (status === undefined) return 0;
  if (!isPlaying(state)) return status.now;
  const step = 250 * Math.max(1, status.speed / 4);
  return Math.max(status.startedAt, Math.floor(status.now / step) * step);
}

const startOf = ({ status }: PlaybackState) => status?.startedAt ?? 0;
/** The end of the branch where that lies ahead; else 0. */
const livedEnd = ({ status }: PlaybackState) =>
  status === undefined || endOf(status) <= status.now ? 0 : endOf(status);

export function useBarClock(): BarClock {
  const now = useStore(playbackStore, steppedNow);
  const startedAt = useStore(playbackStore, startOf);
  const lived = useStore(playbackStore, livedEnd);
  const speed = useStore(playbackStore, speedOf);
  const playing = useStore(playbackStore, isPlaying);
  return useMemo(
    () => ({ now, startedAt, end: Math.max(now, lived), speed, isPlaying: playing }),
    [now, startedAt, lived, speed, playing],
  );
}

/** The branch that is shown; undefined against a real cluster. */
export const useBranch = () => useStore(playbackStore, ({ status }) => shownBranch(status));
