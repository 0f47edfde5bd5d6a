/** Moving the clock: what a drag, a typed time, a mark, an event or an age does. */
import { useMemo } from 'react';
import type { Moment } from '../../client/history';
import type { Simulation } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';
import { playbackStore } from '../stores/playbackStore';
import { toastStore } from '../stores/toastStore';

/** Goes to a moment of the run. While one is on its way only the last of those asked for since is kept. */
export type Seek = (to: Moment) => void;

const seeks = new WeakMap<Simulation, Seek>();

/** Undefined against a real cluster. */
export function useSeek(): Seek | undefined {
  const simulation = useSimulation();
  return useMemo(() => (simulation === undefined ? undefined : seekOf(simulation)), [simulation]);
}

/** The one seek of a simulation: however many views hold it, one question is on its way. */
export function seekOf(simulation: Simulation): Seek {
  const seek = seeks.get(simulation) ?? newSeek(simulation);
  seeks.set(simulation, seek);
  return seek;
}

/** A moment as the run counts it, from an instant of the cluster (virtual milliseconds since the epoch). */
export function momentAt(instant: number): Moment {
  return { atMs: Math.max(0, instant - (playbackStore.getState().status?.startedAt ?? instant)) };
}

function newSeek(simulation: Simulation): Seek {
  let next: Moment | undefined;
  let isBusy = false;
  const run = async () => {
    isBusy = true;
    while (next !== undefined) {
      const to = next;
      next = undefined;
      try {
        await simulation.history({ type: 'seek', to });
      } catch (error) {
        toastStore.getState().show({ tone: 'error', title: error instanceof Error ? error.message : String(error) });
      }
    }
    isBusy = false;
  };
  return (to) => {
    next = to;
    if (!isBusy) void run();
  };
}
