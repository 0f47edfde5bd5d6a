/** What to step to, beside the step button: any change, the selected object's, a reconcile, a probe, a condition. */
import { DropdownMenu } from 'radix-ui';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StepTarget } from '../../client/stepping';
import type { Simulation } from '../../client/simulation';
import '../actions/actions.css';
import { useSimulation } from '../cluster/ClusterContext';
import { isSystemNamespace } from '../cluster/inNamespace';
import { Icon, type IconName } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import type { SlotProps } from '../layout/slots';
import { namespaceStore } from '../stores/namespaceStore';
import { engineHealth, playbackStore } from '../stores/playbackStore';
import { type ObjectRef, selectionStore } from '../stores/selectionStore';
import { pageKey } from '../timeline/keys';
import { stepStore } from './stepStore';
import './stepping.css';

const ConditionDialog = lazy(async () => ({ default: (await import('./ConditionDialog')).ConditionDialog }));

/** A step that takes longer than this can be ended. */
const SHORT_MS = 300;

export function StepMenu(_: SlotProps) {
  const t = useText();
  const simulation = useSimulation();
  const { embed } = usePageQuery();
  const isOpen = useStore(stepStore, (state) => state.isOpen);
  const stopped = useStore(playbackStore, (state) => ['failed', 'starting'].includes(engineHealth(state).type));
  const breakpoints = useStore(
    playbackStore,
    ({ status }) => status?.breakpoints?.filter(({ isOff }) => isOff !== true).length ?? 0,
  );
  const isLong = useIsLong();
  useObjectKey(simulation, !embed);
  if (simulation === undefined) return null;
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <button
            type="button"
            className="btn quiet icon step-more"
            aria-label={breakpoints === 0 ? t('step.menu') : t('step.menu.breakpoints', { count: breakpoints })}
            title={t('step.menu')}
            disabled={stopped}
          >
            <Icon name="chev" size={14} />
            {breakpoints === 0 ? null : <i className="step-dot" aria-hidden="true" />}
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu step-menu" align="start" side="top" collisionPadding={8}>
            <Targets simulation={simulation} keys={!embed} />
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {isLong ? (
        <button type="button" className="btn" onClick={() => void simulation.pause()}>
          <Icon name="pause" size={14} />
          {t('step.end')}
        </button>
      ) : null}
      {isOpen ? (
        <Suspense fallback={null}>
          <ConditionDialog simulation={simulation} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Whether a step has been under way for a while. */
function useIsLong(): boolean {
  const to = useStore(stepStore, (state) => state.to);
  const [long, setLong] = useState<StepTarget>();
  useEffect(() => {
    if (to === undefined) return;
    const timer = setTimeout(() => setLong(to), SHORT_MS);
    return () => clearTimeout(timer);
  }, [to]);
  return to !== undefined && long === to;
}

/** Shift and the key of a step: to the next change of what is selected. */
function useObjectKey(simulation: Simulation | undefined, isBound: boolean): void {
  useEffect(() => {
    if (simulation === undefined || !isBound) return;
    const press = (event: KeyboardEvent) => {
      const { selected } = selectionStore.getState();
      if (pageKey(event) !== 'stepObject' || selected === undefined) return;
      event.preventDefault();
      void stepStore.getState().step(simulation, changeOf(selected));
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [simulation, isBound]);
}

function changeOf({ kind, namespace, name }: ObjectRef): StepTarget {
  return { type: 'change', object: { kind, name, ...(namespace === undefined ? {} : { namespace }) } };
}

interface TargetsProps {
  readonly simulation: Simulation;
  readonly keys: boolean;
}

function Targets({ simulation, keys }: TargetsProps) {
  const t = useText();
  const selected = useStore(selectionStore, (state) => state.selected);
  // Who does not see the system's pods is not led to them.
  const isSystemSeen = useStore(
    namespaceStore,
    ({ shown, withSystem }) => withSystem || (shown !== undefined && isSystemNamespace(shown)),
  );
  const system = isSystemSeen ? ({ withSystem: true } as const) : {};
  const go = (to: StepTarget) => () => void stepStore.getState().step(simulation, to);
  return (
    <>
      <Target icon="step" label={t('step.any')} kbd={keys ? '.' : undefined} onGo={go({ type: 'change' })} />
      <Target
        icon="eye"
        label={selected === undefined ? t('step.object.none') : t('step.object', { name: selected.name })}
        kbd={keys ? '⇧.' : undefined}
        onGo={selected === undefined ? undefined : go(changeOf(selected))}
      />
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Sub>
        <DropdownMenu.SubTrigger className="mi">
          <Icon name="api" />
          <span>{t('step.reconcile')}</span>
          <Icon name="chev" size={14} />
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal>
          <DropdownMenu.SubContent className="menu step-menu" collisionPadding={8}>
            <Controllers simulation={simulation} />
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
      <Target icon="check" label={t('step.probe')} onGo={go({ type: 'probe', ...system })} />
      {selected?.kind === 'Pod' ? (
        <Target
          icon="check"
          label={t('step.probe.pod', { name: selected.name })}
          onGo={go({ type: 'probe', pod: { kind: 'Pod', namespace: selected.namespace, name: selected.name } })}
        />
      ) : null}
      <DropdownMenu.Separator className="menu-line" />
      <Target icon="flag" label={t('step.until')} onGo={() => stepStore.getState().setOpen(true)} />
    </>
  );
}

interface TargetProps {
  readonly icon: IconName;
  readonly label: string;
  readonly kbd?: string | undefined;
  /** Undefined: it cannot be gone to now. */
  readonly onGo: (() => void) | undefined;
}

function Target({ icon, label, kbd, onGo }: TargetProps) {
  return (
    <DropdownMenu.Item className="mi" disabled={onGo === undefined} onSelect={onGo}>
      <Icon name={icon} />
      <span>{label}</span>
      {kbd === undefined ? null : <kbd>{kbd}</kbd>}
    </DropdownMenu.Item>
  );
}

/** Asked for when the list opens: another run may have others. */
function Controllers({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    simulation.stepping({ type: 'controllers' }).then(setNames, () => {}); // Any of them can still be gone to.
  }, [simulation]);
  const go = (to: StepTarget) => () => void stepStore.getState().step(simulation, to);
  return (
    <>
      <Target icon="api" label={t('step.reconcile.any')} onGo={go({ type: 'reconcile' })} />
      {names.map((controller) => (
        <Target key={controller} icon="api" label={controller} onGo={go({ type: 'reconcile', controller })} />
      ))}
    </>
  );
}
