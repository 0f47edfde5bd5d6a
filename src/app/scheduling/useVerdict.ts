/** The scheduler's last word on a pod, asked again whenever the pod changes and every few seconds of the cluster. */
import { useEffect, useState } from 'react';
import type { SchedulingVerdict } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';

/** Virtual milliseconds after which other things than the pod may have changed what would help. */
const AGAIN_MS = 5_000;

interface Known {
  readonly uid: string;
  /** Undefined: nobody has tried the pod, or that is forgotten. */
  readonly verdict: SchedulingVerdict | undefined;
}

/** Undefined until there is an answer. `now` in virtual milliseconds since the epoch. */
export function useVerdict(uid: string, version: string, now: number): Known | undefined {
  const simulation = useSimulation();
  const [known, setKnown] = useState<Known>();
  const round = Math.floor(now / AGAIN_MS);
  // A new version of the pod asks again, and so does a later round.
  useEffect(() => {
    let isWanted = true;
    simulation?.verdict(uid).then(
      (verdict) => {
        if (isWanted) setKnown({ uid, verdict });
      },
      () => undefined, // The engine has stopped: what was known stays.
    );
    return () => {
      isWanted = false;
    };
  }, [simulation, uid, version, round]);
  return known?.uid === uid ? known : undefined;
}
