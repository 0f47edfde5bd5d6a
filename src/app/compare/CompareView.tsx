/** Two futures of one run side by side on one clock: both clusters, a chart, a table of what differs. Loaded when it opens. */
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useEffect, useMemo, useReducer, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation, SimulationStatus } from '../../client/simulation';
import { branchName } from '../branches/branchName';
import { deedText } from '../branches/undo';
import { useAllObjects } from '../cluster/ClusterContext';
import { inNamespace, withoutSystem } from '../cluster/inNamespace';
import type { ObjectStore } from '../cluster/objectStore';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { hidesSystem, namespaceStore, shownNamespace } from '../stores/namespaceStore';
import { isPlaying, playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';
import { clockText, shortClock } from '../timeline/clockText';
import { seekOf } from '../timeline/useSeek';
import './compare.css';
import { compareStore } from './compareStore';
import { DifferenceTable } from './DifferenceTable';
import { differences } from './differences';
import { deedsOf, firstDifference } from './futures';
import { halfOf, missingPods, podMarks } from './half';
import { HalfView } from './HalfView';
import { ReadyChart } from './ReadyChart';
import { useDigests } from './useDigests';
import { HALF_KINDS, moveBoth, presentMs, type SecondFuture, useSecondFuture } from './useSecondFuture';

interface CompareViewProps extends SlotProps {
  readonly simulation: Simulation;
  /** Id of the branch beside the shown one. */
  readonly other: string;
}

const close = () => compareStore.getState().setOther(undefined);

export function CompareView({ simulation, other, size }: CompareViewProps) {
  const t = useText();
  const second = useSecondFuture(simulation, other);
  const status = useStore(playbackStore, (state) => state.status);
  const keys = (event: KeyboardEvent) =>
    pressed(event, simulation, second.type === 'ready' ? second.simulation : undefined);
  const differsRef = useState<number>();
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Content className="compare" data-size={size} onKeyDown={keys} aria-describedby={undefined}>
          <header className="compare-head">
            <Icon name="branch" />
            <Dialog.Title asChild>
              <h2>{t('compare.title')}</h2>
            </Dialog.Title>
            <SameChip at={differsRef[0]} startedAt={status?.startedAt ?? 0} isReady={second.type === 'ready'} />
          </header>
          {second.type === 'ready' && status !== undefined ? (
            <Futures simulation={simulation} second={second} other={other} status={status} onDiffer={differsRef[1]} />
          ) : (
            <p className="compare-wait" role="status">
              {second.type === 'failed' ? t('compare.failed', { why: second.why }) : t('compare.loading')}
            </p>
          )}
          <Controls simulation={simulation} second={second.type === 'ready' ? second.simulation : undefined} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface SameChipProps {
  readonly at: number | undefined;
  readonly startedAt: number;
  readonly isReady: boolean;
}

function SameChip({ at, startedAt, isReady }: SameChipProps) {
  const t = useText();
  if (!isReady) return null;
  return (
    <span className="chip num" role="status">
      {at === undefined ? t('compare.same') : t('compare.sameUntil', { moment: shortClock(at - startedAt) })}
    </span>
  );
}

interface FuturesProps {
  readonly simulation: Simulation;
  readonly second: SecondFuture;
  readonly other: string;
  readonly status: SimulationStatus;
  onDiffer(at: number | undefined): void;
}

/** So much before the two part is shown of what they have in common. */
const BEFORE_MS = 60_000;

function Futures({ simulation, second, other, status, onDiffer }: FuturesProps) {
  const t = useText();
  const [tab, setTab] = useState<'first' | 'second'>('first');
  const all = useAllObjects();
  const mine = useShown(all);
  const theirs = useShown(second.objects);
  const { branches = [], branch } = status.history ?? {};
  const [here, there] = [branch, other].map((id) => branches.find((each) => each.id === id));
  const { startedAt, now } = status;
  const since = startedAt + Math.max(0, (second.forkMs ?? presentMs()) - BEFORE_MS);
  const first = halfOf(mine, status);
  const beside = halfOf(theirs, second.status);
  const digests = useDigests(simulation, second.simulation, since, now);
  const until = Math.min(digests?.first.now ?? 0, digests?.second.now ?? 0, now);
  const differsAt =
    digests === undefined ? undefined : firstDifference(digests.first.writes, digests.second.writes, until);
  useEffect(() => onDiffer(differsAt), [onDiffer, differsAt]);
  const [mineName, otherName] = [here, there].map((each) => (each === undefined ? '' : branchName(each, t)));
  const names = [mineName ?? '', otherName ?? ''] as const;
  const deeds = useMemo(
    () => deedsOf(second.run, branch ?? '', other).map((deed) => ({ ...deed, text: deedText(deed.command, t) })),
    [second.run, branch, other, t],
  );
  const rows =
    digests === undefined
      ? []
      : differences({ half: first, digest: digests.first }, { half: beside, digest: digests.second }, since);
  const continueIn = async (id: string) => {
    const atMs = presentMs();
    try {
      if (id !== branch) {
        await simulation.history({ type: 'switch', id });
        await simulation.history({ type: 'seek', to: { atMs } });
      }
      close();
    } catch (error) {
      tellError(error);
    }
  };
  const halves = [
    { id: branch ?? '', of: here, half: first, beside, line: 'first' as const, name: names[0] },
    { id: other, of: there, half: beside, beside: first, line: 'second' as const, name: names[1] },
  ];
  return (
    <>
      <div className="compare-tabs seg" role="group" aria-label={t('compare.tabs')}>
        {halves.map(({ name, line }) => (
          <button key={line} type="button" aria-pressed={tab === line} onClick={() => setTab(line)}>
            <LineSample second={line === 'second'} />
            <span className="ell">{name}</span>
          </button>
        ))}
      </div>
      <div className="compare-two" data-tab={tab}>
        {halves.map(({ id, of, name, half, beside: otherHalf, line }) => (
          <section key={line} data-half={line} aria-label={t('compare.half', { name })}>
            <header>
              <LineSample second={line === 'second'} />
              <b className="ell">{name}</b>
              <span className="dim ell num">
                {of?.from === undefined ? t('compare.first') : t('compare.branched', { at: shortClock(of.from.atMs) })}
              </span>
              <span className="grow" />
              <button type="button" className="btn" onClick={() => void continueIn(id)}>
                {t('compare.continue')}
                <span className="sr-only">, {name}</span>
              </button>
            </header>
            <HalfView half={half} marks={podMarks(half, otherHalf)} missing={missingPods(half, otherHalf)} />
          </section>
        ))}
      </div>
      {digests === undefined ? (
        <div className="compare-chart" />
      ) : (
        <OwnerChart
          ready={[digests.first.ready, digests.second.ready]}
          chart={{
            names,
            deeds,
            from: since,
            now,
            startedAt,
            differsAt,
            onGo: (at) => void seekOf(simulation)({ atMs: at - startedAt }),
          }}
        />
      )}
      <DifferenceTable rows={rows} names={names} moment={shortClock(now - startedAt)} isAsked={digests !== undefined} />
    </>
  );
}

type Ready = Readonly<Record<string, readonly (readonly [number, number])[]>>;

interface OwnerChartProps {
  readonly ready: readonly [Ready, Ready];
  readonly chart: Omit<Parameters<typeof ReadyChart>[0], 'owner' | 'first' | 'second'>;
}

/** The chart of one owner, and which one that is: the first that differs, until somebody chooses. */
function OwnerChart({ ready: [first, second], chart }: OwnerChartProps) {
  const t = useText();
  const [chosen, choose] = useState<string>();
  const hides = useStore(namespaceStore, hidesSystem(true));
  const owners = [...new Set([...Object.keys(first), ...Object.keys(second)])].filter(
    (owner) => !hides || !/ kube-[^/]*\//.test(owner),
  );
  const differs = (owner: string) => JSON.stringify(first[owner]) !== JSON.stringify(second[owner]);
  const owner = owners.find((each) => each === chosen) ?? owners.find(differs) ?? owners[0];
  if (owner === undefined) return <div className="compare-chart" />;
  return (
    <section className="compare-owner" aria-label={t('compare.chart')}>
      <label className="text-12">
        {t('compare.chart.of')}
        <select className="speed" value={owner} onChange={(event) => choose(event.target.value)}>
          {owners.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <ReadyChart owner={owner} first={first[owner] ?? []} second={second[owner] ?? []} {...chart} />
    </section>
  );
}

function LineSample({ second }: { readonly second: boolean }) {
  return (
    <svg className="compare-sample" width="32" height="4" aria-hidden="true">
      <path className={second ? 'compare-line second' : 'compare-line'} d="M0 2H32" />
    </svg>
  );
}

/** The objects that the page shows: of one namespace, or without those of the system. Renders when they change. */
function useShown(all: ObjectStore): ObjectStore {
  const namespace = useStore(namespaceStore, shownNamespace);
  const hides = useStore(namespaceStore, hidesSystem(true));
  const [, draw] = useReducer((times: number) => times + 1, 0);
  useEffect(() => {
    const stops = HALF_KINDS.map((kind) => all.onKind(kind, draw));
    return () => {
      for (const stop of stops) stop();
    };
  }, [all]);
  return useMemo(() => {
    if (namespace !== undefined) return inNamespace(all, namespace);
    return hides ? withoutSystem(all) : all;
  }, [all, namespace, hides]);
}

interface ControlsProps {
  readonly simulation: Simulation;
  readonly second: Simulation | undefined;
}

/** One clock for both. */
function Controls({ simulation, second }: ControlsProps) {
  const t = useText();
  const playing = useStore(playbackStore, isPlaying);
  const ms = useStore(playbackStore, ({ status }) =>
    status === undefined ? 0 : Math.floor((status.now - status.startedAt) / 100) * 100,
  );
  const move = (way: 'step' | 'back') => {
    if (second !== undefined) moveBoth(simulation, second, way).catch(tellError);
  };
  return (
    <footer className="transport compare-controls">
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('timeline.stepBack')}
        title={`${t('timeline.stepBack.title')} (,)`}
        disabled={second === undefined}
        onClick={() => move('back')}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        className="btn primary icon"
        aria-label={t(playing ? 'timeline.pause' : 'timeline.play')}
        title={`${t(playing ? 'timeline.pause' : 'timeline.play')} (Space)`}
        onClick={() => void (playing ? simulation.pause() : simulation.play()).catch(tellError)}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('timeline.step')}
        title={`${t('timeline.step.title')} (.)`}
        disabled={second === undefined}
        onClick={() => move('step')}
      >
        <Icon name="step" />
      </button>
      <span className="now" role="timer" aria-label={t('timeline.clock')}>
        {clockText(ms)}
      </span>
      <span className="dim ell compare-note">{t('compare.together')}</span>
      <span className="grow" />
      <span className="prov ell">{t('graph.provenance.short')}</span>
      <Dialog.Close asChild>
        <button type="button" className="btn">
          <Icon name="x" size={14} />
          {t('compare.close')}
        </button>
      </Dialog.Close>
    </footer>
  );
}

/** Space, `.` and `,` as on the page; in a field or on a button they are that one's. */
function pressed(event: KeyboardEvent, first: Simulation, second: Simulation | undefined): void {
  const { target } = event;
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches('select, input')) return;
  if (event.key === ' ' && !target.matches('button')) {
    event.preventDefault();
    void (isPlaying(playbackStore.getState()) ? first.pause() : first.play()).catch(tellError);
  }
  if ((event.key === '.' || event.key === ',') && second !== undefined) {
    event.preventDefault();
    moveBoth(first, second, event.key === '.' ? 'step' : 'back').catch(tellError);
  }
}
