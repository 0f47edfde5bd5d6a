/** Beside the clock: where a step has led, or what stopped the clock, with "why?". Loaded with the first stop. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Stop } from '../../client/stepping';
import type { Simulation } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { playbackStore } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import { toastStore } from '../stores/toastStore';
import { shortClock } from '../timeline/clockText';
import { whyStore } from '../why/whyStore';
import './stepping.css';
import { stopWords } from './stopWords';

export function StopChip({ size }: SlotProps) {
  const t = useText();
  const simulation = useSimulation();
  const stop = useStore(playbackStore, ({ status }) => status?.stopped);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  // The engine tells the same stop again with every frame.
  const id = stop && JSON.stringify(stop);
  useEffect(() => {
    if (id === undefined || simulation === undefined) return;
    announce(JSON.parse(id) as Stop, startedAt, simulation, t); // Written three lines above.
  }, [id, startedAt, simulation, t]);
  if (stop === undefined || simulation === undefined) return null;
  const words = stopWords(stop, t);
  const title = stop.error === undefined ? words : `${words} (${stop.error})`;
  const { object } = stop;
  const isQuiet = size === 'embed' || size === 'tiny' || size === 'phone';
  return (
    <span className={isQuiet ? 'stop-chip is-quiet' : 'stop-chip'}>
      <span role="status" className="ell" title={title}>
        {object === undefined ? (
          words
        ) : (
          <button
            type="button"
            className="stop-object ell"
            onClick={() => selectionStore.getState().select(refOf(object))}
          >
            {words}
          </button>
        )}
      </span>
      {stop.revision === undefined ? null : (
        <button type="button" className="btn quiet stop-why" onClick={() => askWhy(stop, simulation)}>
          {t('step.why')}
        </button>
      )}
    </span>
  );
}

function refOf({ kind, namespace, name }: NonNullable<Stop['object']>) {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function askWhy({ object, revision }: Stop, simulation: Simulation): void {
  if (revision === undefined) return;
  if (object !== undefined) selectionStore.getState().select(refOf(object));
  void whyStore.getState().ask(simulation, { type: 'revision', revision });
}

/** What was waited for is told aloud; a single step is not. */
function announce(stop: Stop, startedAt: number, simulation: Simulation, t: Translate): void {
  const isAwaited = stop.type === 'breakpoint' || stop.to?.type === 'condition';
  if (!isAwaited) return;
  const { revision, error } = stop;
  const at = shortClock(stop.at - startedAt);
  toastStore.getState().show({
    tone: stop.type === 'nothing' ? 'warning' : 'done',
    title: t('step.stoppedAt', { at, why: stopWords(stop, t) }),
    ...(error === undefined ? {} : { text: error }),
    ...(revision === undefined ? {} : { action: { label: t('step.why'), run: () => askWhy(stop, simulation) } }),
  });
}
