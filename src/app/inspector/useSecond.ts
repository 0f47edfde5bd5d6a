/** The instant that ages are counted to, in steps that people can follow. */
import { useStore } from 'zustand';
import { isPlaying, type PlaybackState, playbackStore, speedOf, virtualNow } from '../stores/playbackStore';

/** Ages step once per virtual second, and at high speed no more than five times in a real one. */
function steppedNow(state: PlaybackState): number {
  const second = 1000 * (isPlaying(state) ? Math.max(1, speedOf(state) / 5) : 1);
  return Math.floor((virtualNow(state) ?? Date.now()) / second) * second;
}

/** The instant that ages are counted to. */
export function useSecond(): number {
  return useStore(playbackStore, steppedNow);
}
