/** What an expression is now, as it is written and as time passes. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import type { Evaluation } from '../../client/stepping';
import { playbackStore } from '../stores/playbackStore';
import { wordsOf } from './stepStore';

/** `mistake`: it is no expression, in the parser's words. */
export type Looked =
  | { readonly type: 'value'; readonly of: Evaluation }
  | { readonly type: 'mistake'; readonly words: string };

const AFTER_MS = 150;
/** While the clock runs it is looked at this often, in virtual milliseconds per unit of speed. */
const EVERY_MS = 500;

/** Undefined until it was looked at once. */
export function useEvaluation(simulation: Simulation, expression: string): Looked | undefined {
  const [looked, setLooked] = useState<Looked>();
  const moment = useStore(playbackStore, ({ status }) =>
    status === undefined
      ? 0
      : status.health.type === 'running'
        ? Math.floor(status.now / (EVERY_MS * status.speed))
        : status.now,
  );
  useEffect(() => {
    let isOld = false;
    const look = async () => {
      try {
        const of = await simulation.stepping({ type: 'evaluate', expression });
        if (!isOld) setLooked({ type: 'value', of });
      } catch (error) {
        if (!isOld) setLooked({ type: 'mistake', words: wordsOf(error) });
      }
    };
    const timer = setTimeout(() => void look(), AFTER_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [simulation, expression, moment]);
  return looked;
}
