/** What came of both futures since they parted, asked again whenever both clocks stand at a new moment. */
import { useEffect, useRef, useState } from 'react';
import type { Simulation } from '../../client/simulation';
import type { Digest } from '../../client/why';

/** While time passes, so much wall time lies between two questions. */
const EVERY_MS = 700;

/** Both at one moment, or as near to it as they came. */
export interface Digests {
  readonly first: Digest;
  readonly second: Digest;
}

/** `since` and `now` in virtual milliseconds since the epoch. Undefined before the first answers. */
export function useDigests(
  first: Simulation,
  second: Simulation | undefined,
  since: number,
  now: number,
): Digests | undefined {
  const [digests, setDigests] = useState<Digests>();
  const wanted = useRef(now);
  wanted.current = now;
  const isBusy = useRef(false);
  const isOver = useRef(false);
  useEffect(() => {
    isOver.current = false;
    return () => {
      isOver.current = true;
    };
  }, []);
  useEffect(() => {
    if (second === undefined || isBusy.current) return;
    isBusy.current = true;
    const look = async () => {
      for (let at: number | undefined; !isOver.current && at !== wanted.current; ) {
        at = wanted.current;
        const of = (simulation: Simulation) => simulation.insight({ type: 'digest', sinceMs: since });
        const [here, there] = await Promise.all([of(first), of(second)]);
        if (!isOver.current) setDigests({ first: here, second: there });
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    };
    look()
      .catch(() => undefined) // An engine that is closed or dead tells nothing more; the page shows that elsewhere.
      .finally(() => {
        isBusy.current = false;
      });
  }, [first, second, since, now]);
  return digests;
}
