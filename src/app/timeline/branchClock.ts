/** Where the shown moment lies in its branch: at the end, where time goes on, or in the past, where a deed starts a new branch. */
import type { Branch } from '../../client/history';
import type { SimulationStatus } from '../../client/simulation';
import type { PlaybackState } from '../stores/playbackStore';

/** The branch that is shown. */
export function shownBranch(status: SimulationStatus | undefined): Branch | undefined {
  return status?.history?.branches.find(({ id }) => id === status.history?.branch);
}

/** How far the shown branch has been lived, in virtual milliseconds since the epoch; now, if it never went further. */
export function endOf(status: SimulationStatus): number {
  return Math.max(status.now, status.startedAt + (shownBranch(status)?.untilMs ?? 0));
}

/** Whether the page shows a moment before the end of its branch. */
export const isPast = ({ status }: PlaybackState): boolean => status !== undefined && status.now < endOf(status);
