/** kube-controller-manager and kube-scheduler: what waits in their queues, and a button that stops the process. */
import { type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ControlPlaneStatus, PausableComponent } from '../../client/activity';
import { clusterActions } from '../actions/machineActions';
import { lineText, useStartAction } from '../actions/useActions';
import { Icon } from '../icons/Icon';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { Box, type StatusProps, useInstant } from './Box';
import { planeStore } from './planeStore';
import { controllerText } from './words';

const NO_CONTROLLERS: ControlPlaneStatus['controllers'] = [];

/** Those that stand there while none has done anything; so many are named at most. */
const FAMILIAR = 'deployment replicaset replication daemonset statefulset job node-lifecycle endpointslice'.split(' ');
/** Narrower boxes have words instead of chips, in px. */
const CHIPS_PX = 180;

/** Which controllers are named: the one that is asked about, those with work, those that did something last. */
function useNamed(controllers: ControlPlaneStatus['controllers'], asked: string | undefined) {
  const activeAt = useStore(planeStore, (state) => state.activeAt);
  return useMemo(() => {
    const rest = ({ name }: (typeof controllers)[number]) => {
      const familiar = FAMILIAR.indexOf(controllerText(name));
      return familiar < 0 ? -FAMILIAR.length : -familiar;
    };
    const weight = (each: (typeof controllers)[number]) =>
      (each.name === asked ? 1e12 : 0) + (each.queued > 0 ? 1e9 : 0) + (activeAt.get(each.name) ?? rest(each));
    const first = [...controllers].sort((x, y) => weight(y) - weight(x)).slice(0, FAMILIAR.length);
    // By name: what stands there keeps its place.
    return first.sort((x, y) => (x.name < y.name ? -1 : 1));
  }, [controllers, activeAt, asked]);
}

/** The controller manager with a chip for each controller that matters now. */
export function ManagerBox({ rect, status, asked, isSmall }: StatusProps) {
  const t = useText();
  const controllers = status?.controllers ?? NO_CONTROLLERS;
  const named = useNamed(controllers, asked?.controller);
  const queued = controllers.reduce((sum, each) => sum + each.queued, 0);
  const hidden = controllers.length - named.length;
  return (
    <PausableBox
      component="kube-controller-manager"
      {...{ rect, status, isSmall }}
      queue={queued}
      words={named.map(({ name }) => controllerText(name))}
    >
      {named.map(({ name, queued: waits, later }) => (
        <span key={name} className="chip" data-asked={name === asked?.controller}>
          {chipText(controllerText(name), waits, later, t)}
        </span>
      ))}
      {hidden > 0 ? <span className="dim text-12">{t('controlPlane.more', { count: hidden })}</span> : null}
    </PausableBox>
  );
}

function chipText(name: string, queued: number, later: number, t: Translate): string {
  if (queued > 0) return t('controlPlane.queued', { name, count: queued });
  return later > 0 ? t('controlPlane.waits', { name, count: later }) : name;
}

/** The scheduler with the pods that it tries next. */
export function SchedulerBox({ rect, status, isSmall, isAsked }: StatusProps & { readonly isAsked: boolean }) {
  const t = useText();
  const { active = 0, backOff = 0, unschedulable = 0, gated = 0, next = [] } = status?.scheduler ?? {};
  const others = [
    ...(backOff > 0 ? [t('controlPlane.scheduler.backOff', { count: backOff })] : []),
    ...(unschedulable > 0 ? [t('controlPlane.scheduler.unschedulable', { count: unschedulable })] : []),
    ...(gated > 0 ? [t('controlPlane.scheduler.gated', { count: gated })] : []),
  ];
  return (
    <PausableBox
      component="kube-scheduler"
      {...{ rect, status, isSmall }}
      queue={active + backOff + unschedulable + gated}
      words={[...next, ...others]}
    >
      {next.length > 0 ? <span className="dim text-12">{t('controlPlane.scheduler.active')}</span> : null}
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
      {active + others.length === 0 ? <span className="dim text-12">{t('controlPlane.scheduler.idle')}</span> : null}
    </PausableBox>
  );
}

interface PausableBoxProps extends Omit<StatusProps, 'asked'> {
  readonly component: PausableComponent;
  /** How much waits. */
  readonly queue: number;
  /** What the chips say, where there is no room for them. */
  readonly words: readonly string[];
  readonly children: ReactNode;
}

function PausableBox({ component, rect, status, isSmall, queue, words, children }: PausableBoxProps) {
  const t = useText();
  const since = status?.paused[component];
  const count = t('controlPlane.queue', { count: queue });
  const isTight = isSmall || rect.width < CHIPS_PX;
  const time = useInstant(since ?? 0);
  const fact = since === undefined ? [count, ...words].join(', ') : t('controlPlane.paused', { time });
  return (
    <Box
      rect={rect}
      icon={component === 'kube-scheduler' ? 'sched' : 'restart'}
      name={component}
      aside={
        isSmall ? undefined : (
          <>
            {since !== undefined || isTight ? null : count}
            <PauseButton component={component} isPaused={since !== undefined} />
          </>
        )
      }
      isLost={since !== undefined}
    >
      {isTight || since !== undefined ? (
        <p className="plane-fact">{fact}</p>
      ) : (
        <div className="plane-chips">{children}</div>
      )}
    </Box>
  );
}

interface PauseButtonProps {
  readonly component: PausableComponent;
  readonly isPaused: boolean;
}

/** Stops and starts the process; a fault as any other. */
function PauseButton({ component, isPaused }: PauseButtonProps) {
  const t = useText();
  const start = useStartAction();
  const id = `${isPaused ? 'resume' : 'pause'}${component === 'kube-scheduler' ? 'Scheduler' : 'Manager'}`;
  const action = clusterActions.find((each) => each.id === id);
  if (action === undefined) return null;
  const target = { type: 'cluster' } as const;
  return (
    <button
      type="button"
      className="btn quiet icon"
      aria-label={t(action.label)}
      title={`${t(action.label)}. ${lineText(action.line(target, {}), t)}`}
      onClick={() => void start(action, target)}
    >
      <Icon name={action.icon} />
    </button>
  );
}
