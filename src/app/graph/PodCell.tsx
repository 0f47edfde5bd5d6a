/** One pod near by: a button that says who it is, what it does, and the facts. Renders only when its own pod, clock or selection changes. */
import { memo } from 'react';
import { useStore } from 'zustand';
import type { Pod } from '../../api/core/pod';
import { useObject } from '../cluster/ClusterContext';
import { Icon, StateGlyph } from '../icons/Icon';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { isRefTo, selectionStore } from '../stores/selectionStore';
import { useGlow } from '../why/glow';
import { useGraph } from './GraphContext';
import {
  clockKey,
  type PodClock,
  type PodFact,
  parseClockKey,
  podClock,
  podFact,
  pullingContainer,
  splitName,
  cardName,
} from './podCard';
import { type PodState, podState } from './podState';
import { ProbeLamp } from './ProbeLamp';

interface PodCellProps {
  readonly podKey: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly mid: boolean;
  readonly showNode: boolean;
}

export const PodCell = memo(function PodCell({ podKey, left, top, width, height, mid, showNode }: PodCellProps) {
  const t = useText();
  const pod = useObject('Pod', podKey);
  const node = useObject('Node', pod?.spec.nodeName);
  const selected = useStore(selectionStore, (state) => isRefTo(state.selected, 'Pod', podKey));
  const matched = useStore(useGraph().store, (state) => state.matched.has(podKey));
  const steps = useGlow('Pod', podKey);
  const clock = useStore(playbackStore, (state) =>
    clockKey(podClock(state.waits.get(`Pod ${podKey}`), state.status?.now ?? 0)),
  );
  const pulling = useStore(playbackStore, (state) => pullingContainer(state.waits.get(`Pod ${podKey}`)));
  if (pod === undefined) return null;
  const state = podState(pod, node);
  const shown = parseClockKey(clock);
  const name = mid ? splitName(pod) : cardName(pod);
  return (
    <button
      type="button"
      className={`pod nopan${mid ? ' mid' : ''}${selected ? ' sel' : ''}${matched ? ' match' : ''}`}
      style={{ left, top, width, height }}
      data-s={state.state}
      data-walk="pod"
      data-pod={podKey}
      data-glow={steps}
      aria-description={podDescription(t, state, shown, steps)}
      aria-pressed={selected}
      onClick={() =>
        selectionStore.getState().select({ kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name })
      }
    >
      <span className="sr-only">{podLabel(t, pod, state)}</span>
      <span className="id" aria-hidden="true">
        <StateGlyph state={state.state} />
        <span className="nm">
          {mid || name.prefix === '' ? null : <i>{name.prefix}</i>}
          <b>{name.suffix}</b>
        </span>
      </span>
      {mid ? null : (
        <span className="st" aria-hidden="true">
          {stateWord(t, state)}
        </span>
      )}
      <span className="ft" aria-hidden="true">
        {state.state === 'unknown' ? null : <span>{state.ready}</span>}
        {state.restarts === 0 || (mid && shown.countdown !== undefined) ? null : (
          <span className="restarts" title={t('graph.pod.restarts')}>
            <Icon name="restart" size={11} />
            {state.restarts}
          </span>
        )}
        {mid ? null : (
          <span className="ell">
            {factText(t, podFact(pod, state, pulling), showNode ? pod.spec.nodeName : undefined)}
          </span>
        )}
        <span className="sp" />
        {shown.lamps.map((lamp) => (
          <ProbeLamp key={lamp.probe} lamp={lamp} />
        ))}
        {shown.countdown === undefined ? null : (
          <span className="left-time">
            <span className="ring" style={{ '--p': shown.countdown.percent }} />
            {shown.countdown.text}
          </span>
        )}
      </span>
    </button>
  );
});

/** `pod kubia-x, Running, READY 1/1, 0 restarts`: what a screen reader and the tests call a pod. */
export function podLabel(t: Translate, pod: Pod, { status, ready, restarts }: PodState): string {
  return t('graph.pod.name', { name: pod.metadata.name, status, ready, restarts });
}

/** What the label cannot say: that nobody hears from it, what it waits for, and its place in the chain of causes. */
function podDescription(
  t: Translate,
  { state, status }: PodState,
  { countdown }: PodClock,
  steps: string | undefined,
): string | undefined {
  const parts = [
    state === 'unknown' ? `${t('graph.state.unknown')}, ${t('graph.pod.said', { status })}` : undefined,
    countdown === undefined
      ? undefined
      : t('graph.pod.left', { what: t(`graph.wait.${countdown.what}`), time: countdown.text }),
    steps === undefined ? undefined : t('graph.why', { steps }),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The card's second row. kubectl's word, except where the eye needs more: not ready, and nobody hears from it. */
export function stateWord(t: Translate, { state, status }: PodState): string {
  if (state === 'unknown') return t('graph.state.unknown');
  return state === 'unready' && status === 'Running' ? t('graph.pod.notReady') : status;
}

function factText(t: Translate, fact: PodFact, node: string | undefined): string | undefined {
  if (fact?.type === 'said')
    return node === undefined ? t('graph.pod.said', { status: fact.status }) : t('graph.pod.on', { node });
  if (fact?.type === 'pulling') return t('graph.pod.pulling', { image: fact.image });
  if (fact?.type === 'exit') return t('graph.pod.exit', { code: fact.code });
  return node;
}
