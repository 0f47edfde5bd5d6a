/** Actions for components: what is possible now, and how to start it. */
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import { pausable } from '../../client/activity';
import { ApiError } from '../../api/meta/status';
import type { Backend } from '../cluster/backend';
import { useBackend } from '../cluster/ClusterContext';
import { draftStore } from '../editor/draftStore';
import type { TextKey, Translate } from '../i18n/text';
import { useReadOnly } from '../layout/useReadOnly';
import { reportLine } from '../lesson/reportLine';
import { predictStore, questionOf } from '../predict/predictStore';
import { useText } from '../i18n/useText';
import { brokenEndpoints, type PlaybackState, playbackStore } from '../stores/playbackStore';
import { panelStore } from '../stores/panelStore';
import { toastStore } from '../stores/toastStore';
import { commandStore } from '../timeline/commandStore';
import type { Action, ActionLine, ActionParams, ActionScene } from './action';
import { actionStore } from './actionStore';
import { useHasTerminal } from '../terminal/PutIntoTerminal';
import { actionsFor } from './registry';
import { terminalLine } from './terminalLine';
import type { Target } from './target';

const NO_FAULTS: ActionScene['nodeFaults'] = {};
const nodeFaults = (state: PlaybackState) => state.status?.nodeFaults ?? NO_FAULTS;
const NOTHING_FILLED: NonNullable<ActionScene['filled']> = {};
const filledNodes = (state: PlaybackState) => state.status?.filled ?? NOTHING_FILLED;

/** What can be done to `target` as things stand; nothing for no target. */
export function useActionsFor(target: Target | undefined): readonly Action[] {
  const { simulation } = useBackend();
  const broken = useStore(playbackStore, brokenEndpoints);
  const faults = useStore(playbackStore, nodeFaults);
  const filled = useStore(playbackStore, filledNodes);
  const profile = useStore(playbackStore, ({ status }) => status?.profile);
  const paused = useStore(playbackStore, ({ status }) => status?.pausedComponents?.join());
  return useMemo(
    () =>
      target === undefined
        ? []
        : actionsFor(
            target,
            {
              broken,
              nodeFaults: faults,
              filled,
              profile,
              pausedComponents: pausable.filter((name) => paused?.includes(name)),
            },
            simulation !== undefined,
          ),
    [target, broken, faults, filled, profile, paused, simulation],
  );
}

/** What an action would be in the terminal; undefined where no command does the same, or there is no terminal. */
export function useTerminalLine(): (action: Action, target: Target, params?: ActionParams) => string | undefined {
  const hasTerminal = useHasTerminal();
  const faults = useStore(playbackStore, nodeFaults);
  return useCallback(
    (action, target, params) =>
      hasTerminal ? terminalLine(action, target, params ?? {}, { broken: [], nodeFaults: faults }) : undefined,
    [hasTerminal, faults],
  );
}

/** Starts an action: asks for its input first, then for a prediction if that is wanted, and tells how it went. */
export function useStartAction(): (
  action: Action,
  target: Target,
  params?: ActionParams,
  isPredicted?: boolean,
) => Promise<void> {
  const backend = useBackend();
  const readOnly = useReadOnly();
  const t = useText();
  return useCallback(
    async (action, target, params, isPredicted) => {
      if (action.opensEditor !== true && readOnly !== undefined) return tellReadOnly(t, readOnly);
      if (action.input !== undefined && params === undefined) return actionStore.getState().ask(action, target);
      if (action.opensEditor === true) return openAsFile(target);
      const { isOn, ask } = predictStore.getState();
      if (isOn && isPredicted !== true && backend.simulation !== undefined && questionOf(action) !== undefined)
        return ask({ action, target, params });
      const line = lineText(action.line(target, params ?? {}), t);
      try {
        await action.run(backend, target, params ?? {});
        report(backend, { action, target, params: params ?? {} });
        toastStore.getState().show({ tone: 'done', title: t(action.label), text: line });
        void commandStore.getState().refresh(backend.simulation);
      } catch (error) {
        const text = error instanceof ApiError || error instanceof Error ? error.message : String(error);
        report(backend, { action, target, params: params ?? {}, error });
        toastStore.getState().show({ tone: 'error', title: t('actions.refused', { label: t(action.label) }), text });
      }
    },
    [backend, readOnly, t],
  );
}

interface Done {
  readonly action: Action;
  readonly target: Target;
  readonly params: ActionParams;
  /** It was refused. */
  readonly error?: unknown;
}

/** Tells an open lesson the line that an action stands for. */
function report({ simulation }: Backend, { action, target, params, error }: Done): void {
  const { status } = playbackStore.getState();
  const text = terminalLine(action, target, params, { broken: [], nodeFaults: status?.nodeFaults ?? NO_FAULTS });
  if (text === undefined) return;
  if (error === undefined) return reportLine(simulation, { text, exitCode: 0, output: '' });
  void import('./refusalText').then(({ refusalText }) =>
    reportLine(simulation, { text, exitCode: 1, output: refusalText(error) }),
  );
}

/** Says why nothing that writes is done. */
export function tellReadOnly(t: Translate, why: TextKey): void {
  toastStore.getState().show({ tone: 'warning', title: t('remote.off'), text: t(why) });
}

/** The line under an action: the command, or what the simulation does instead. */
export function lineText(line: ActionLine, t: Translate): string {
  return line.type === 'kubectl' ? line.text : t('actions.simulationOnly', { what: t(line.key, line.params) });
}

async function openAsFile(target: Target): Promise<void> {
  if (target.type === 'cluster') return;
  const { editableText } = await import('../inspector/yamlText');
  const { kind, metadata } = target.object;
  draftStore.getState().open(`${kind.toLowerCase()}-${metadata.name}.yaml`, editableText(target.object));
  panelStore.getState().setOpen('files', true);
  panelStore.getState().showTab('files');
}
