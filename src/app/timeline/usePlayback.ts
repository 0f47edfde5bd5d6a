/** Play, pause, step, step back and speed for components; a refusal by the engine becomes a message. */
import { useMemo } from 'react';
import type { Simulation } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';
import { isPlaying, playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';

export interface Playback {
  /** Plays if it stands, stands if it plays. */
  toggle(): void;
  step(): void;
  /** To just before the last change that a person would see; the clock stands. */
  stepBack(): void;
  setSpeed(speed: number): void;
}

/** Undefined against a real cluster: its time is nobody's to stop. */
export function usePlayback(): Playback | undefined {
  const simulation = useSimulation();
  return useMemo(() => (simulation === undefined ? undefined : playbackOf(simulation)), [simulation]);
}

/** How to go back comes with the time bar. */
const stepBack = async (simulation: Simulation) => (await import('./useSeek')).stepBack(simulation);

function playbackOf(simulation: Simulation): Playback {
  return {
    toggle: () => {
      const playing = isPlaying(playbackStore.getState());
      (playing ? simulation.pause() : simulation.play()).catch(tellError);
    },
    step: () => {
      const load = () => import('../stepping/stepStore');
      void load().then(({ stepStore }) => stepStore.getState().step(simulation, { type: 'change' }), tellError);
    },
    stepBack: () => {
      stepBack(simulation).catch(tellError);
    },
    setSpeed: (speed) => {
      simulation.setSpeed(speed).catch(tellError);
    },
  };
}
