/** Who sends: the learner's own machine with its buttons, and pods that sent something lately. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { Icon } from '../icons/Icon';
import { playbackStore, type PlaybackState } from '../stores/playbackStore';
import { isRefTo, refKey, selectionStore } from '../stores/selectionStore';
import { browserStore } from '../browser/browserStore';
import { sendLine } from '../sending/sending';
import { useFirstSending } from '../sending/useFirstSending';
import { useRunLine } from '../sending/useSend';
import { clientName, clientRef } from './TrafficBoxes';

export type ClientFlowNode = FlowNode<
  { readonly id: string; readonly mid: boolean; readonly low: boolean },
  'trafficClient'
>;

const loadRate = ({ status }: PlaybackState) =>
  (status?.loads ?? []).reduce((sum, { perSecond }) => sum + perSecond, 0);

export const TrafficClient = memo(function TrafficClient({ data }: NodeProps<ClientFlowNode>) {
  return data.id === 'client' ? <OwnMachine {...data} /> : <PodClient id={data.id} />;
});

function OwnMachine({ mid, low }: { readonly mid: boolean; readonly low: boolean }) {
  const t = useText();
  const rate = useStore(playbackStore, loadRate);
  const sending = useFirstSending();
  const run = useRunLine();
  const line = sending === undefined ? undefined : sendLine(sending);
  return (
    <section className="traffic-box traffic-client" data-mid={mid} data-low={low} aria-label={t('traffic.client')}>
      <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="5.4" r="2.6" />
        <path d="M3 13.4c.5-2.6 2.4-3.9 5-3.9s4.5 1.3 5 3.9" />
      </svg>
      <b>{t('traffic.client')}</b>
      <span className="dim num traffic-rate">
        {rate === 0 ? '192.168.49.1' : t('traffic.rate', { rate: rate.toLocaleString('en') })}
      </span>
      {run === undefined ? null : (
        <button
          type="button"
          className="btn nopan"
          data-walk="send"
          disabled={line === undefined}
          title={line ?? t('traffic.send.nothing')}
          onClick={() => line !== undefined && run(line)}
        >
          {t('traffic.send.one')}
        </button>
      )}
      <button
        type="button"
        className="btn quiet nopan"
        data-walk="browser"
        onClick={() => browserStore.getState().open(sending?.sender.type === 'outside' ? sending : undefined)}
      >
        <Icon name="globe" size={14} />
        {t('traffic.browser')}
      </button>
    </section>
  );
}

function PodClient({ id }: { readonly id: string }) {
  const t = useText();
  const ref = clientRef(id);
  const selected = useStore(selectionStore, (state) => isRefTo(state.selected, 'Pod', refKey(ref)));
  return (
    <button
      type="button"
      className={`traffic-box traffic-pod-client nopan${selected ? ' sel' : ''}`}
      data-walk="client"
      aria-pressed={selected}
      onClick={() => selectionStore.getState().select(ref)}
    >
      <span className="dim">{t('traffic.client.pod')}</span>
      <b className="ell">{clientName(id)}</b>
    </button>
  );
}
