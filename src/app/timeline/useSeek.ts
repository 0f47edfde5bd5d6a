/** Moving the clock: what a drag, a typed time, a mark, an event or an age does. */
import { useMemo } from 'react';
import type { Moment } from '../../client/history';
import type { Simulation } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';
import { playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';
import { endOf } from './branchClock';
import { rememberLived } from './laneBook';

/**
 * Goes to a moment of the run. While one is on its way only the last of those asked for since is kept. Resolves when the
 * clock stands where it was sent last; a refusal becomes a message.
 */
export type Seek = (to: Moment) => Promise<void>;

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

/**
 * A moment as the run counts it, from an instant of the cluster (virtual milliseconds since the epoch); never before the run
 * or beyond what has been lived of it.
 */
export function momentAt(instant: number): Moment {
  const { status } = playbackStore.getState();
  if (status === undefined) return { atMs: 0 };
  return { atMs: Math.max(0, Math.min(instant, endOf(status)) - status.startedAt) };
}

/** The last instant of the second that a stamp names: most of Kubernetes' stamps are cut to seconds, and what they tell of came within it. */
export const secondOf = (stamp: number): number => Math.floor(stamp / 1000) * 1000 + 999;

/** Goes back to just before the last change that a person would see. */
export async function stepBack(simulation: Simulation): Promise<void> {
  await rememberLived(simulation);
  await simulation.history({ type: 'stepBack' });
}

function newSeek(simulation: Simulation): Seek {
  let next: Moment | undefined;
  let running: Promise<void> | undefined;
  const run = async () => {
    await rememberLived(simulation);
    while (next !== undefined) {
      const to = next;
      next = undefined;
      try {
        await simulation.history({ type: 'seek', to });
      } catch (error) {
        tellError(error);
      }
    }
    running = undefined;
  };
  return (to) => {
    next = to;
    running ??= run();
    return running;
  };
}
