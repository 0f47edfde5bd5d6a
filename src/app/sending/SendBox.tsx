/** Sends requests to what is selected: the line first, then one, ten, or a load until it is stopped. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Load } from '../../client/traffic';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { isPlaying, type PlaybackState, playbackStore } from '../stores/playbackStore';
import { toastStore } from '../stores/toastStore';
import { PutIntoTerminal } from '../terminal/PutIntoTerminal';
import '../traffic/requests.css';
import { SendFields } from './SendFields';
import {
  loadOf,
  OUTSIDE,
  type Sender,
  sendersAmong,
  type Sending,
  sendingTo,
  sendLine,
  type SendTarget,
  usualSender,
} from './sending';
import { useRunLine, useSendScene } from './useSend';

const NO_LOADS: readonly Load[] = [];
const loadsOf = (state: PlaybackState) => state.status?.loads ?? NO_LOADS;

/** Requests a virtual second, at first. */
const USUAL_RATE = 10;

export function SendBox({ target }: { readonly target: SendTarget }) {
  const t = useText();
  const scene = useSendScene();
  const [edited, setEdited] = useState<Partial<Sending>>({});
  const [chosen, setChosen] = useState<Sender>();
  const [isOpen, setOpen] = useState(false);
  const sender = chosen ?? usualSender(target, scene);
  const usual = sender === undefined ? undefined : sendingTo(target, sender, scene);
  const senders = useMemo(
    () => [OUTSIDE, ...sendersAmong(scene.pods, undefined, target).slice(0, 40)],
    [scene, target],
  );
  const sending =
    sender === undefined || (usual === undefined && edited.url === undefined)
      ? undefined
      : { url: '', method: 'GET', headers: [], ...usual, ...edited, sender };
  return (
    <section className="send-box" aria-label={t('traffic.send.title')}>
      <h3 className="cap">{t('traffic.send.title')}</h3>
      {sending === undefined ? (
        <p className="dim">{t('traffic.send.noWay')}</p>
      ) : (
        <SendButtons sending={sending} name={`${target.kind} ${target.object.metadata.name}`} />
      )}
      <button type="button" className="btn quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name="chev" size={14} />
        {t('traffic.send.more')}
      </button>
      {isOpen ? (
        <SendFields
          sending={sending ?? { sender: sender ?? OUTSIDE, url: '', method: 'GET', headers: [] }}
          senders={senders}
          onSender={(next) => {
            setChosen(next);
            setEdited({});
          }}
          onChange={(part) => setEdited({ ...edited, ...part })}
        />
      ) : null}
    </section>
  );
}

function SendButtons({ sending, name }: { readonly sending: Sending; readonly name: string }) {
  const t = useText();
  const run = useRunLine();
  const isPaused = useStore(playbackStore, (state) => state.status !== undefined && !isPlaying(state));
  const line = sendLine(sending);
  return (
    <>
      <div className="send-line">
        <span className="mono grow">{line}</span>
        <PutIntoTerminal line={line} />
      </div>
      <div className="send-buttons">
        {run === undefined ? null : (
          <>
            <button type="button" className="btn primary" title={line} onClick={() => run(line)}>
              {t('traffic.send.one')}
            </button>
            <button
              type="button"
              className="btn"
              title={sendLine(sending, 10)}
              onClick={() => run(sendLine(sending, 10))}
            >
              {t('traffic.send.ten')}
            </button>
          </>
        )}
        <LoadButton sending={sending} name={name} />
      </div>
      {isPaused ? <p className="dim text-12">{t('traffic.send.paused')}</p> : null}
    </>
  );
}

/** Starts and stops the load generator of this target. */
function LoadButton({ sending, name }: { readonly sending: Sending; readonly name: string }) {
  const t = useText();
  const simulation = useSimulation();
  const [rate, setRate] = useState(USUAL_RATE);
  const loads = useStore(playbackStore, loadsOf);
  const running = loads.find((load) => load.name === name);
  const act = async () => {
    const load = loadOf(sending, name, rate);
    try {
      await simulation?.fault(running === undefined ? { type: 'startLoad', load } : { type: 'stopLoad', name });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      toastStore.getState().show({ tone: 'error', title: t('traffic.load.refused'), text });
    }
  };
  return (
    <span className="row">
      {running === undefined ? (
        <input
          className="field num"
          type="number"
          min={1}
          max={20_000}
          value={rate}
          aria-label={t('traffic.load.rate')}
          title={t('traffic.load.rate')}
          onChange={(event) => setRate(Math.min(20_000, Math.max(1, event.target.valueAsNumber || 1)))}
          style={{ width: 70 }}
        />
      ) : null}
      <button
        type="button"
        className="btn"
        title={t('actions.simulationOnly', {
          what: t('traffic.load.what', { rate: running?.perSecond ?? rate, url: running?.url ?? sending.url }),
        })}
        onClick={() => void act()}
      >
        {running === undefined ? t('traffic.load.start') : t('traffic.load.stop', { rate: running.perSecond })}
      </button>
    </span>
  );
}
