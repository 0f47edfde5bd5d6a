/** The scheduler's last word on a pod, asked again whenever the pod changes and every few seconds of the cluster. */
import { useEffect, useRef, useState } from 'react';
import type { SchedulingVerdict } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';

/** Virtual milliseconds after which other things than the pod may have changed what would help. */
const AGAIN_MS = 5_000;
/** However fast the clock runs, no more often than this, and most of the engine's time is left to the cluster. */
const LEAST_MS = 500;
const SHARE = 5;

interface Known {
  readonly uid: string;
  /** Undefined: nobody has tried the pod, or that is forgotten. */
  readonly verdict: SchedulingVerdict | undefined;
}

/** Undefined until there is an answer. `now` in virtual milliseconds since the epoch. */
export function useVerdict(uid: string, version: string, now: number): Known | undefined {
  const simulation = useSimulation();
  const [known, setKnown] = useState<Known>();
  /** When it may be asked again, and how long the last answer took, in milliseconds of the page. */
  const pace = useRef({ nextAt: 0, tookMs: 0 });
  const round = Math.floor(now / AGAIN_MS);
  // A new version of the pod asks again, and so does a later round.
  useEffect(() => {
    const ask = async () => {
      const askedAt = performance.now();
      pace.current.nextAt = askedAt + LEAST_MS + pace.current.tookMs * SHARE;
      try {
        const verdict = await simulation?.verdict(uid);
        setKnown({ uid, verdict });
      } catch {
        // The engine has stopped: what was known stays.
      }
      pace.current.tookMs = performance.now() - askedAt;
    };
    const timer = setTimeout(() => void ask(), Math.max(0, pace.current.nextAt - performance.now()));
    return () => clearTimeout(timer);
  }, [simulation, uid, version, round]);
  return known?.uid === uid ? known : undefined;
}
