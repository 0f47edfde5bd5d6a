/** The inspector of the control plane: the journey of one write, or the list of the latest. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type Kind, kinds } from '../../api/kinds';
import type { WriteActivity } from '../../client/activity';
import { useObjects, useSimulation } from '../cluster/ClusterContext';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import './controlPlane.css';
import { type JourneyStep, journeyOf } from './journey';
import { followActivity, planeStore, rowOf, rowOfRevision, type WriteRow } from './planeStore';
import { actorText, codeText, exactClock, nameOfKey, writeText } from './words';

/** `write`: the number of the write that is asked about. */
export function JourneyPanel({ write }: { readonly write: number | undefined }) {
  const t = useText();
  const simulation = useSimulation();
  useEffect(
    () => (simulation === undefined ? undefined : followActivity(simulation, () => selectionStore.getState().write)),
    [simulation],
  );
  const row = useStore(planeStore, (state) => rowOf(state, write));
  const panel = useRef<HTMLDivElement>(null);
  // The journey stands above the list that it was chosen from.
  useEffect(() => {
    if (write !== undefined) panel.current?.scrollTo({ top: 0 });
  }, [write]);
  return (
    <div className="inspector">
      {row === undefined ? null : <JourneyHead row={row} />}
      {row === undefined && write !== undefined ? <p className="plane-gone dim">{t('controlPlane.gone')}</p> : null}
      <div ref={panel} className="tab-panel" role="region" aria-label={t('controlPlane.latest')} tabIndex={0}>
        {row === undefined ? null : <Steps write={row.write} />}
        <Latest asked={write} />
      </div>
    </div>
  );
}

function JourneyHead({ row: { write } }: { readonly row: WriteRow }) {
  const t = useText();
  const clock = useClock();
  const revision = write.stored.at(-1)?.revision;
  return (
    <header className="inspector-head">
      <div className="row">
        <span className="kind">{t(write.method === 'GET' ? 'controlPlane.kind.read' : 'controlPlane.kind')}</span>
        <h2 className="grow wrap-anywhere">{writeText(write)}</h2>
      </div>
      <div className="inspector-chips">
        {revision === undefined ? null : (
          <span className="chip num">{t('controlPlane.tookRevision', { revision })}</span>
        )}
        {write.code === 0 ? null : (
          <span className={write.code < 400 ? 'chip ok' : 'chip bad'}>{codeText(write.code)}</span>
        )}
        <span className="chip num">{clock(write.at)}</span>
        {write.times > 1 ? <span className="chip num">{t('controlPlane.times', { count: write.times })}</span> : null}
        <ObjectChip write={write} />
        <button type="button" className="chip" onClick={() => selectionStore.getState().clear()}>
          {t('controlPlane.back')}
        </button>
      </div>
    </header>
  );
}

/** Leads to the object itself, while it is there. */
function ObjectChip({ write }: { readonly write: WriteActivity }) {
  const t = useText();
  const objects = useObjects();
  const stored = write.stored.at(-1);
  if (stored === undefined || !Object.hasOwn(kinds, stored.kind)) return null;
  const kind = stored.kind as Kind; // It is a key of `kinds`.
  const name = nameOfKey(stored.key);
  const namespace = kinds[kind].namespaced ? stored.key.split('/').at(-2) : undefined;
  const key = namespace === undefined ? name : `${namespace}/${name}`;
  if (objects.get(kind, key) === undefined) return null;
  return (
    <button
      type="button"
      className="chip"
      onClick={() =>
        selectionStore.getState().select({ kind, name, ...(namespace === undefined ? {} : { namespace }) })
      }
    >
      {t('controlPlane.object', { name })}
    </button>
  );
}

/** The clock of the page, to the millisecond. */
function useClock(): (at: number) => string {
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  return (at) => exactClock(at - startedAt);
}

function Steps({ write }: { readonly write: WriteActivity }) {
  const t = useText();
  const status = useStore(planeStore, (state) => state.status);
  const deliveries = useStore(planeStore, (state) => state.deliveries);
  const journey = useMemo(() => {
    const heard = write.stored.flatMap(({ revision }) => deliveries.get(revision) ?? []);
    return journeyOf(write, heard, status);
  }, [write, deliveries, status]);
  const now = useStore(playbackStore, (state) => state.status?.now ?? 0);
  return (
    <>
      <p className="plane-headline">{t(journey.headline.key, journey.headline.params)}</p>
      <ol className="plane-why">
        {journey.steps.map((step, index) => (
          <StepItem
            // Steps only come at the end, and what is on its way arrives in its place.
            key={`${step.edge} ${index}`}
            step={step}
            number={index + 1}
            next={journey.steps[index + 1]}
            now={now}
          >
            {index === 0 ? <Because write={write} /> : null}
          </StepItem>
        ))}
      </ol>
    </>
  );
}

const ICONS: Readonly<Record<string, IconName>> = {
  you: 'term',
  'kube-apiserver': 'api',
  'kube-controller-manager': 'restart',
  'kube-scheduler': 'sched',
  'kube-proxy': 'link',
};

interface StepItemProps {
  readonly step: JourneyStep;
  readonly number: number;
  readonly next: JourneyStep | undefined;
  readonly now: number;
  readonly children: React.ReactNode;
}

function StepItem({ step, number, next, now, children }: StepItemProps) {
  const t = useText();
  const clock = useClock();
  const { actor, controller, at, said, isNext } = step;
  return (
    <li className={isNext ? 'next' : undefined}>
      <span className="step">{isNext ? '' : number}</span>
      <span className="who">
        <Icon name={ICONS[actor] ?? 'kubelet'} size={14} />
        {actorText(actor, controller, t)}
      </span>
      {at === undefined ? <span /> : <span className="at">{clock(at)}</span>}
      <p className="wrap-anywhere">{t(said.key, said.params)}</p>
      {children}
      {next === undefined ? null : <span className="gap">{gapText(step, next, now, t)}</span>}
    </li>
  );
}

function gapText(step: JourneyStep, next: JourneyStep, now: number, t: ReturnType<typeof useText>): string {
  if (next.at === undefined || step.at === undefined) return t('controlPlane.next');
  if (next.isNext && step.isNext !== true)
    return t('controlPlane.nextIn', { time: spanText(Math.max(0, next.at - now)) });
  const ms = next.at - step.at;
  return ms <= 0 ? t('controlPlane.same') : t('controlPlane.later', { time: spanText(ms) });
}

function spanText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}

/** What led to the write: another write, to which it leads, or what the person did. */
function Because({ write: { because } }: { readonly write: WriteActivity }) {
  const t = useText();
  const row = useStore(planeStore, (state) =>
    because?.type === 'write' ? rowOfRevision(state, because.revision) : undefined,
  );
  if (because === undefined) return null;
  if (because.type === 'you') {
    return <p className="ink2">{t('controlPlane.step.becauseYou', { what: `${because.what} ${because.subject}` })}</p>;
  }
  const words = t('controlPlane.step.because', { object: nameOfKey(because.key), revision: because.revision });
  if (row === undefined) return <p className="ink2">{words}</p>;
  return (
    <p>
      <button type="button" className="linklike" onClick={() => selectionStore.getState().selectWrite(row.id)}>
        {words}
      </button>
    </p>
  );
}

function Latest({ asked }: { readonly asked: number | undefined }) {
  const t = useText();
  const clock = useClock();
  const [withHeartbeats, setWithHeartbeats] = useState(false);
  const { rows, heartbeats } = useStore(planeStore);
  const shown = useMemo(() => {
    const all = withHeartbeats ? [...rows, ...heartbeats] : [...rows];
    return all.sort((x, y) => y.id - x.id);
  }, [rows, heartbeats, withHeartbeats]);
  return (
    <>
      <div className="row plane-latest-head">
        <h3 className="cap grow">{t('controlPlane.latest')}</h3>
        <label className="row text-12">
          <input
            type="checkbox"
            checked={withHeartbeats}
            onChange={(event) => setWithHeartbeats(event.target.checked)}
          />
          {t('controlPlane.latest.heartbeats')}
        </label>
      </div>
      {shown.length === 0 ? <p className="dim">{t('controlPlane.latest.empty')}</p> : null}
      <ol className="plane-list">
        {shown.map(({ id, write }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === asked ? 'true' : undefined}
              onClick={() => selectionStore.getState().selectWrite(id)}
            >
              <span className="at">{clock(write.at)}</span>
              <span className="who">{actorText(write.by, write.controller, t)}</span>
              <span className="num code" data-refused={write.code >= 400}>
                {write.code === 0 ? '' : write.code}
              </span>
              <span className="what wrap-anywhere">
                {writeText(write)}
                {write.times > 1 ? `, ${t('controlPlane.times', { count: write.times })}` : ''}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
