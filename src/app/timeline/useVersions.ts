/** The versions of an object as the engine keeps them, asked for again after each of its writes, at most twice a second. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ObjectPlace, ObjectVersion } from '../../client/why';
import { useSimulation } from '../cluster/ClusterContext';
import { playbackStore } from '../stores/playbackStore';

export type Versions =
  | { readonly type: 'waiting' }
  | { readonly type: 'told'; readonly versions: readonly ObjectVersion[] }
  | { readonly type: 'refused'; readonly why: string };

const PAUSE_MS = 500;

/** `version`: what changes with each write of the object. */
export function useVersions(object: ObjectPlace, version: string | undefined): Versions {
  const simulation = useSimulation();
  const [answer, setAnswer] = useState<Versions>({ type: 'waiting' });
  // Another branch may have the same version with another past.
  const branch = useStore(playbackStore, ({ status }) => status?.history?.branch);
  const { kind, namespace, name, uid } = object;
  useEffect(() => {
    let isOver = false;
    const ask = async () => {
      if (simulation === undefined) return;
      const place = {
        kind,
        name,
        ...(namespace === undefined ? {} : { namespace }),
        ...(uid === undefined ? {} : { uid }),
      };
      try {
        const versions = await simulation.insight({ type: 'versions', object: place });
        if (!isOver) setAnswer({ type: 'told', versions });
      } catch (error) {
        if (!isOver) setAnswer({ type: 'refused', why: error instanceof Error ? error.message : String(error) });
      }
    };
    const timer = setTimeout(() => void ask(), answerDelay());
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [simulation, kind, namespace, name, uid, version, branch]);
  return answer;
}

let lastAsked = Number.NEGATIVE_INFINITY;

/** Nothing while nobody asked for half a second. */
function answerDelay(): number {
  const wait = Math.max(0, lastAsked + PAUSE_MS - performance.now());
  lastAsked = performance.now() + wait;
  return wait;
}
