/** Which stretch of the run a film shows, and how fast. */
import type { SimulationStatus } from '../../client/simulation';

export interface Film {
  /** Virtual milliseconds since the start of the run. */
  readonly fromMs: number;
  readonly toMs: number;
  /** How long it plays. */
  readonly seconds: number;
}

/** What a film can be of the run as it stands. */
export interface FilmLimits {
  readonly nowMs: number;
  /** How far the run has been lived. */
  readonly untilMs: number;
  /** The last minute, at its own pace. */
  readonly whole: Film;
}

/** The longest film. */
export const MOST_SECONDS = 60;
/** Drawings a second. */
export const FRAMES_PER_SECOND = 4;

export function filmLimits(status: SimulationStatus | undefined): FilmLimits {
  const nowMs = status === undefined ? 0 : status.now - status.startedAt;
  const branch = status?.history?.branches.find(({ id }) => id === status.history?.branch);
  const fromMs = Math.max(0, nowMs - 60_000);
  const seconds = Math.min(MOST_SECONDS, Math.max(5, Math.round((nowMs - fromMs) / 4_000)));
  return { nowMs, untilMs: Math.max(nowMs, branch?.untilMs ?? 0), whole: { fromMs, toMs: nowMs, seconds } };
}

/** How many drawings a film has: at least two. */
export function framesOf({ seconds }: Film): number {
  return Math.max(2, Math.round(Math.min(MOST_SECONDS, seconds) * FRAMES_PER_SECOND));
}
