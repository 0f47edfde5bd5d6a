/** The clock of a real cluster is ours: views read the time from one store, whoever fills it. */
import type { SimulationStatus } from '../../client/simulation';
import type { Unsubscribe } from '../../client/transport';
import { playbackStore } from '../stores/playbackStore';

const TICK_MS = 1_000;

/** Midnight of the day of `now` in this place: instants since then read as the time of day. */
function midnight(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

/** The state of a cluster whose time nobody can stop. */
function statusAt(now: number): SimulationStatus {
  return {
    health: { type: 'running' },
    profile: '',
    now,
    startedAt: midnight(now),
    speed: 1,
    waits: NOTHING,
    nodeFaults: NO_FAULTS,
    broken: NOTHING,
  };
}
const NOTHING: readonly never[] = [];
const NO_FAULTS = {};

/** Tells the page the time, once a second, until the returned function is called. */
export function followWallClock(): Unsubscribe {
  const tick = () => playbackStore.getState().update(statusAt(Date.now()));
  tick();
  const timer = setInterval(tick, TICK_MS);
  return () => clearInterval(timer);
}
