/** The menu at the pointer: every action of one object, each with its command. Loaded when it first opens. */
import { DropdownMenu } from 'radix-ui';
import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import { useObject, useSimulation } from '../cluster/ClusterContext';
import { useClusterName } from '../cluster/useClusterName';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { predictStore, questionOf } from '../predict/predictStore';
import { useReadOnly } from '../layout/useReadOnly';
import { type ObjectRef, refKey } from '../stores/selectionStore';
import { terminalStore } from '../terminal/terminalStore';
import { subjectOf } from '../why/subjects';
import { whyStore } from '../why/whyStore';
import type { Action } from './action';
import { actionStore, type OpenMenu } from './actionStore';
import './actions.css';
import { type Target, targetOf } from './target';
import { lineText, useActionsFor, useStartAction, useTerminalLine } from './useActions';

export function ActionMenu({ menu }: { readonly menu: OpenMenu }) {
  const t = useText();
  const clusterName = useClusterName();
  const close = useStore(actionStore, (state) => state.closeMenu);
  const start = useStartAction();
  const lineOf = useTerminalLine();
  const hasPut = useRef(false);
  const [before] = useState(() => document.activeElement);
  const put = (line: string) => {
    hasPut.current = true;
    close();
    terminalStore.getState().put(line);
  };
  const target = useMenuTarget(menu);
  const all = useActionsFor(target);
  const readOnly = useReadOnly();
  const simulation = useSimulation();
  if (target === undefined || all.length === 0) return null;
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => (open ? undefined : close())}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" aria-hidden="true" style={{ left: menu.x, top: menu.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="start"
          aria-label={t('actions.list')}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            // The anchor takes no keyboard: that goes back to where it was, if nothing else has it by now. What was put
            // into the terminal took it there.
            event.preventDefault();
            const isFree = document.activeElement === null || document.activeElement === document.body;
            if (!hasPut.current && isFree && before instanceof HTMLElement) before.focus();
          }}
        >
          <DropdownMenu.Label className="menu-title ell">{menu.ref?.name ?? clusterName}</DropdownMenu.Label>
          {readOnly === undefined ? null : (
            <DropdownMenu.Label className="menu-title">{t(readOnly)}</DropdownMenu.Label>
          )}
          {simulation === undefined || menu.ref === undefined ? null : (
            <WhyItem of={menu.ref} simulation={simulation} />
          )}
          {all.map((action) => (
            <ActionRow
              key={action.id}
              action={action}
              target={target}
              line={lineOf(action, target)}
              off={readOnly !== undefined && action.opensEditor !== true}
              onStart={() => void start(action, target)}
              onPut={put}
            />
          ))}
          {simulation !== undefined && all.some((action) => questionOf(action) !== undefined) ? <PredictFirst /> : null}
          {all.some((action) => lineOf(action, target) !== undefined) ? (
            <DropdownMenu.Label className="menu-title menu-foot">
              <kbd>⇧↵</kbd> {t('terminal.put')}
            </DropdownMenu.Label>
          ) : null}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Asks why the object is as it is. */
function WhyItem({ of, simulation }: { readonly of: ObjectRef; readonly simulation: Simulation }) {
  const t = useText();
  return (
    <DropdownMenu.Item
      className="mi"
      aria-keyshortcuts="W"
      onSelect={() => void whyStore.getState().ask(simulation, subjectOf(of))}
    >
      <Icon name="bulb" />
      <span>{t('why.ask')}</span>
      <kbd>W</kbd>
      <small>{t('why.menu')}</small>
    </DropdownMenu.Item>
  );
}

/** Whether people are asked what will happen before an action of which something can be guessed. */
function PredictFirst() {
  const t = useText();
  const { isOn, turn } = useStore(predictStore);
  return (
    <DropdownMenu.CheckboxItem
      className="mi menu-foot"
      checked={isOn}
      onCheckedChange={turn}
      onSelect={(event) => event.preventDefault()}
    >
      <Icon name="eye" />
      <span>{t('predict.first')}</span>
      {isOn ? <Icon name="check" size={14} /> : null}
      <small>{t('predict.first.what')}</small>
    </DropdownMenu.CheckboxItem>
  );
}

interface ActionRowProps {
  readonly action: Action;
  readonly target: Target;
  /** What it would be in the terminal, if anything. */
  readonly line: string | undefined;
  /** Nothing that writes is let through: choosing it says so. */
  readonly off: boolean;
  onStart(): void;
  onPut(line: string): void;
}

/** Enter does it, Shift+Enter puts its command into the terminal; so does the mark at its end. */
function ActionRow({ action, target, line, off, onStart, onPut }: ActionRowProps) {
  const t = useText();
  return (
    <DropdownMenu.Item
      className="mi"
      aria-disabled={off}
      aria-keyshortcuts={line === undefined ? undefined : 'Shift+Enter'}
      onSelect={onStart}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !event.shiftKey) return;
        event.preventDefault();
        if (line !== undefined) onPut(line);
      }}
    >
      <Icon name={action.icon} />
      <span>{t(action.label)}</span>
      {action.key === undefined ? null : <kbd>{action.key === 'Delete' ? 'Del' : action.key}</kbd>}
      {line === undefined ? null : (
        // A menu item may hold no button: by keyboard and for screen readers it is Shift+Enter on the item.
        <span
          className="mi-put"
          aria-hidden="true"
          title={t('terminal.put.line', { line })}
          onClick={(event) => {
            event.preventDefault();
            event.stopPropagation();
            onPut(line);
          }}
        >
          <Icon name="term" size={14} />
        </span>
      )}
      <small>{lineText(action.line(target, {}), t)}</small>
    </DropdownMenu.Item>
  );
}

const CLUSTER: Target = { type: 'cluster' };

function useMenuTarget({ ref }: OpenMenu): Target | undefined {
  const object = useObject(ref?.kind ?? 'Node', ref === undefined ? undefined : refKey(ref));
  return useMemo(() => {
    if (ref === undefined) return CLUSTER;
    return object === undefined ? undefined : targetOf(ref.kind, object, ref.container);
  }, [ref, object]);
}
