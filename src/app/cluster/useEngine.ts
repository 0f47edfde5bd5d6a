/** Keeps an engine behind the page: starts it, follows its status, and starts another one in the same place if it dies. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Run } from '../../client/simulation';
import { namespaceStore } from '../stores/namespaceStore';
import { followSimulation, playbackStore } from '../stores/playbackStore';
import type { Backend } from './backend';
import { createObjectStore, type ObjectStore } from './objectStore';

export interface Engine {
  readonly backend: Backend;
  readonly objects: ObjectStore;
  /** Starts a fresh engine; with a run, at its end. Rejects if the run cannot be loaded. */
  restart(run?: Run): Promise<void>;
  /** The run that led to the crash, if there was one. */
  readonly crashedRun: Run | undefined;
}

/** An engine made by `create`, which must not change. */
export function useEngine(create: () => Backend): Engine {
  const [parts, setParts] = useState(() => start(create));
  const [crashedRun, setCrashedRun] = useState<Run>();
  const { backend, objects } = parts;

  useEffect(() => {
    const stops = [
      backend.simulation === undefined ? undefined : followSimulation(backend.simulation),
      namespaceStore.subscribe(({ shown }) => objects.narrow(shown)),
      backend.onCrash?.((why, run) => {
        setCrashedRun(run);
        playbackStore.getState().setCrash(why);
      }),
      backend.onSilence?.(playbackStore.getState().setSilent),
    ];
    return () => {
      for (const stop of stops) stop?.();
    };
  }, [backend, objects]);

  const current = useRef(parts);
  current.current = parts;
  const restart = useCallback(
    async (run?: Run) => {
      current.current.objects.close();
      current.current.backend.close();
      const next = start(create);
      playbackStore.getState().setCrash(undefined);
      setCrashedRun(undefined);
      setParts(next);
      if (run !== undefined) await next.backend.simulation?.load(run);
    },
    [create],
  );
  return { backend, objects, restart, crashedRun };
}

function start(create: () => Backend): { readonly backend: Backend; readonly objects: ObjectStore } {
  const backend = create();
  const objects = createObjectStore(backend.client, { nextFrame, later });
  objects.narrow(namespaceStore.getState().shown);
  return { backend, objects };
}

const HIDDEN_MS = 250;

/** Before the next paint; a hidden page has none and gets by with a few looks a second. */
function nextFrame(flush: () => void): void {
  if (document.hidden) setTimeout(flush, HIDDEN_MS);
  else requestAnimationFrame(flush);
}

function later(retry: () => void, delayMs: number): void {
  setTimeout(retry, delayMs);
}
