/** The components as boxes: what each did last, what waits in its queue, and whether it hears anything. */
import { type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ControlPlaneStatus, PausableComponent, WriteActivity } from '../../client/activity';
import { clusterActions } from '../actions/machineActions';
import { lineText, useStartAction } from '../actions/useActions';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { shortClock } from '../timeline/clockText';
import type { Journey } from './journey';
import { checksOf } from './journey';
import type { PlaneLayout, Rect } from './planeLayout';
import { planeStore } from './planeStore';
import { codeText, controllerText, nameOfKey } from './words';

interface PlaneBoxesProps {
  readonly layout: PlaneLayout;
  readonly status: ControlPlaneStatus | undefined;
  readonly asked: WriteActivity | undefined;
  readonly journey: Journey | undefined;
}

export function PlaneBoxes({ layout, status, asked, journey }: PlaneBoxesProps) {
  const { boxes, isSmall } = layout;
  const touched = new Set(journey?.steps.filter(({ isNext }) => isNext !== true).map(({ actor }) => actor));
  const at = (name: string) => boxes.get(name) ?? { x: 0, y: 0, width: 0, height: 0 };
  const shared = { status, asked, isSmall };
  return (
    <>
      <YouBox rect={at('you')} isSmall={isSmall} />
      <ManagerBox rect={at('kube-controller-manager')} {...shared} />
      <SchedulerBox rect={at('kube-scheduler')} {...shared} isAsked={touched.has('kube-scheduler')} />
      <ServerBox rect={at('kube-apiserver')} {...shared} />
      <EtcdBox rect={at('etcd')} {...shared} />
      {layout.isCrowded ? (
        <KubeletField rect={at('kubelets')} status={status} />
      ) : (
        status?.kubelets.map((kubelet) => (
          <KubeletBox key={kubelet.node} rect={at(`kubelet/${kubelet.node}`)} kubelet={kubelet} isSmall={isSmall} />
        ))
      )}
      {status?.others.map((name) => (
        <OtherBox key={name} rect={at(name)} name={name} isSmall={isSmall} />
      ))}
    </>
  );
}

interface BoxProps {
  readonly rect: Rect;
  readonly icon: IconName;
  readonly name: string;
  /** Right of the name. */
  readonly aside?: ReactNode;
  readonly isLost?: boolean;
  readonly isServer?: boolean;
  readonly children?: ReactNode;
}

function Box({ rect, icon, name, aside, isLost = false, isServer = false, children }: BoxProps) {
  const { x, y, width, height } = rect;
  return (
    <section
      className={`node plane-box${isLost ? ' lost' : ''}`}
      data-server={isServer}
      style={{ left: x, top: y, width, height }}
      aria-label={name}
    >
      <div className="plane-head">
        <Icon name={icon} />
        <h3>{name}</h3>
        <span className="grow" />
        {aside === undefined ? null : <span className="dim num plane-aside">{aside}</span>}
      </div>
      {children}
    </section>
  );
}

interface PartProps {
  readonly rect: Rect;
  readonly isSmall: boolean;
}
interface StatusProps extends PartProps {
  readonly status: ControlPlaneStatus | undefined;
  readonly asked: WriteActivity | undefined;
}

function YouBox({ rect, isSmall }: PartProps) {
  const t = useText();
  const last = useStore(planeStore, ({ lastBy }) => lastBy.get('you'));
  return (
    <Box rect={rect} icon="term" name={t('controlPlane.you')} aside={isSmall ? undefined : t('controlPlane.you.who')}>
      {isSmall ? null : (
        <div className="dim text-12">
          {t(last === undefined ? 'controlPlane.noRequest' : 'controlPlane.lastRequest')}
        </div>
      )}
      {last === undefined ? null : (
        <div className="mono plane-mono" title={last.path}>
          {last.method} {shortPath(last.path)}
        </div>
      )}
    </Box>
  );
}

/** `pods/kubia-9qw4z`: the path without what every path has. */
function shortPath(path: string): string {
  return path.replace(/^\/apis?\/([^/]+\/)?v\d\w*\/(namespaces\/[^/]+\/(?=.))?/, '');
}

const NO_CONTROLLERS: ControlPlaneStatus['controllers'] = [];

/** Those that stand there while none has done anything; so many are named at most. */
const FAMILIAR = 'deployment replicaset replication daemonset statefulset job node-lifecycle endpointslice'.split(' ');
const MOST_CHIPS = FAMILIAR.length;

function ManagerBox({ rect, status, asked, isSmall }: StatusProps) {
  const t = useText();
  const activeAt = useStore(planeStore, (state) => state.activeAt);
  const controllers = status?.controllers ?? NO_CONTROLLERS;
  const shown = useMemo(() => {
    const weight = ({ name, queued }: (typeof controllers)[number]) =>
      (name === asked?.controller ? 1e12 : 0) +
      (queued > 0 ? 1e9 : 0) +
      (activeAt.get(name) ??
        -1 - FAMILIAR.indexOf(controllerText(name)) - (FAMILIAR.includes(controllerText(name)) ? 0 : 99));
    const first = [...controllers].sort((x, y) => weight(y) - weight(x)).slice(0, MOST_CHIPS);
    // By name: what stands there keeps its place.
    return first.sort((x, y) => (x.name < y.name ? -1 : 1));
  }, [controllers, activeAt, asked]);
  const queued = controllers.reduce((sum, each) => sum + each.queued, 0);
  const pausedAt = status?.paused['kube-controller-manager'];
  const aside = (
    <PauseButton
      component="kube-controller-manager"
      words={t('controlPlane.queue', { count: queued })}
      pausedAt={pausedAt}
      isSmall={isSmall}
    />
  );
  return (
    <Box rect={rect} icon="restart" name="kube-controller-manager" aside={aside} isLost={pausedAt !== undefined}>
      {pausedAt !== undefined ? (
        <Paused since={pausedAt} />
      ) : (
        <div className="plane-chips">
          {shown.map(({ name, queued: waits }) => (
            <span key={name} className="chip" data-asked={name === asked?.controller}>
              {waits === 0
                ? controllerText(name)
                : t('controlPlane.queued', { name: controllerText(name), count: waits })}
            </span>
          ))}
          {controllers.length > shown.length ? (
            <span className="dim text-12">{t('controlPlane.more', { count: controllers.length - shown.length })}</span>
          ) : null}
        </div>
      )}
    </Box>
  );
}

function SchedulerBox({ rect, status, isSmall, isAsked }: StatusProps & { readonly isAsked: boolean }) {
  const t = useText();
  const { active = 0, backOff = 0, unschedulable = 0, gated = 0, next = [] } = status?.scheduler ?? {};
  const pausedAt = status?.paused['kube-scheduler'];
  const words = t('controlPlane.queue', { count: active + backOff + unschedulable + gated });
  const others = [
    ...(backOff > 0 ? [t('controlPlane.scheduler.backOff', { count: backOff })] : []),
    ...(unschedulable > 0 ? [t('controlPlane.scheduler.unschedulable', { count: unschedulable })] : []),
    ...(gated > 0 ? [t('controlPlane.scheduler.gated', { count: gated })] : []),
  ];
  const aside = <PauseButton component="kube-scheduler" words={words} pausedAt={pausedAt} isSmall={isSmall} />;
  return (
    <Box rect={rect} icon="sched" name="kube-scheduler" aside={aside} isLost={pausedAt !== undefined}>
      {pausedAt !== undefined ? (
        <Paused since={pausedAt} />
      ) : (
        <div className="plane-chips">
          {next.length > 0 && !isSmall ? (
            <span className="dim text-12">{t('controlPlane.scheduler.active')}</span>
          ) : null}
          {next.map((name) => (
            <span key={name} className="chip" data-asked={isAsked}>
              {name}
            </span>
          ))}
          {others.map((each) => (
            <span key={each} className="chip">
              {each}
            </span>
          ))}
          {active + others.length === 0 ? (
            <span className="dim text-12">{t('controlPlane.scheduler.idle')}</span>
          ) : null}
        </div>
      )}
    </Box>
  );
}

function Paused({ since }: { readonly since: number }) {
  const t = useText();
  return <p className="plane-fact">{t('controlPlane.paused', { time: useClock(since) })}</p>;
}

/** An instant as the clock of the page shows it. */
function useClock(at: number): string {
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  return shortClock(at - startedAt);
}

interface PauseButtonProps {
  readonly component: PausableComponent;
  readonly words: string;
  readonly pausedAt: number | undefined;
  readonly isSmall: boolean;
}

/** Stops and starts the process; a fault as any other. */
function PauseButton({ component, words, pausedAt, isSmall }: PauseButtonProps) {
  const t = useText();
  const start = useStartAction();
  const verb = pausedAt === undefined ? 'pause' : 'resume';
  const id = `${verb}${component === 'kube-scheduler' ? 'Scheduler' : 'Manager'}`;
  const action = clusterActions.find((each) => each.id === id);
  if (action === undefined || isSmall) return words;
  const target = { type: 'cluster' } as const;
  return (
    <>
      {pausedAt === undefined ? words : null}
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t(action.label)}
        title={`${t(action.label)}. ${lineText(action.line(target, {}), t)}`}
        onClick={() => void start(action, target)}
      >
        <Icon name={action.icon} />
      </button>
    </>
  );
}

function ServerBox({ rect, status, asked, isSmall }: StatusProps) {
  const t = useText();
  const newest = useStore(planeStore, ({ rows }) => rows.findLast(({ write }) => write.code !== 0)?.write);
  const write = asked ?? newest;
  const revision = asked?.stored.at(-1)?.revision ?? status?.revision;
  return (
    <Box
      rect={rect}
      icon="api"
      name="kube-apiserver"
      isServer
      aside={revision === undefined ? undefined : t('controlPlane.revision', { revision })}
    >
      {write === undefined || write.code === 0 ? (
        <p className="dim plane-fact">{t('controlPlane.noRequest')}</p>
      ) : (
        <div className="plane-request">
          <span className="mono ell" title={write.path}>
            <b>{write.method}</b> {write.path}
          </span>
          <span className="grow" />
          {isSmall ? null : <span className="dim text-12 plane-checks">{t(checksOf(write))}</span>}
          <span className={write.code < 400 ? 'chip ok' : 'chip bad'}>{codeText(write.code)}</span>
        </div>
      )}
    </Box>
  );
}

function EtcdBox({ rect, status, asked, isSmall }: StatusProps) {
  const t = useText();
  const newest = useStore(planeStore, ({ rows }) => rows.findLast(({ write }) => write.stored.length > 0)?.write);
  const stored = (asked ?? newest)?.stored.at(-1);
  return (
    <Box
      rect={rect}
      icon="server"
      name="etcd"
      aside={status === undefined ? undefined : t('controlPlane.keys', { count: status.keys.toLocaleString('en') })}
    >
      {stored === undefined ? null : (
        <div className="mono plane-mono" title={stored.key}>
          {isSmall ? null : (
            <>
              {stored.revision}
              <br />
              {stored.key.slice(0, stored.key.lastIndexOf('/') + 1)}
              <wbr />
            </>
          )}
          <b>{nameOfKey(stored.key)}</b>
        </div>
      )}
    </Box>
  );
}

type Kubelet = ControlPlaneStatus['kubelets'][number];

function KubeletBox({ rect, kubelet, isSmall }: PartProps & { readonly kubelet: Kubelet }) {
  const t = useText();
  const { node, pods, downSince } = kubelet;
  const time = useClock(downSince ?? 0);
  const isTight = isSmall || rect.width < 110;
  return (
    <Box rect={rect} icon="kubelet" name={node} isLost={downSince !== undefined}>
      <p className="plane-fact">
        {downSince === undefined
          ? t(isTight ? 'controlPlane.kubelet.few' : 'controlPlane.kubelet.pods', { count: pods })
          : t(isTight ? 'controlPlane.kubelet.brokenFew' : 'controlPlane.kubelet.broken', { time })}
      </p>
    </Box>
  );
}

/** Kubelets that are too many for boxes: one cell each. */
function KubeletField({ rect, status }: { readonly rect: Rect; readonly status: ControlPlaneStatus | undefined }) {
  const t = useText();
  const kubelets = status?.kubelets ?? [];
  const broken = kubelets.filter(({ downSince }) => downSince !== undefined).length;
  return (
    <Box rect={rect} icon="kubelet" name={t('controlPlane.kubelets')} aside={kubelets.length}>
      <p className="plane-fact plane-row">
        {t('controlPlane.kubelets.many', { count: kubelets.length })}
        {broken === 0 ? null : (
          <span className="chip warn">{t('controlPlane.kubelets.broken', { count: broken })}</span>
        )}
      </p>
      <div className="plane-cells" aria-hidden="true">
        {kubelets.map(({ node, downSince }) => (
          <i key={node} data-broken={downSince !== undefined} title={node} />
        ))}
      </div>
    </Box>
  );
}

function OtherBox({ rect, name, isSmall }: PartProps & { readonly name: string }) {
  const t = useText();
  return (
    <Box rect={rect} icon="link" name={name}>
      <p className="plane-fact">{t(isSmall ? 'controlPlane.proxy.few' : 'controlPlane.proxy.what')}</p>
    </Box>
  );
}
