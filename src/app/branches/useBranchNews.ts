/** Tells a person that what they did in the past has begun a branch, and undoes and redoes by keyboard. */
import { useEffect } from 'react';
import type { SimulationStatus, Simulation } from '../../client/simulation';
import type { Translate } from '../i18n/text';
import { playbackStore } from '../stores/playbackStore';
import { tellError, toastStore } from '../stores/toastStore';
import { shortClock } from '../timeline/clockText';
import { historyKey } from '../timeline/keys';
import { branchName } from './branchName';
import { newBranch } from './branchTree';
import { forgetUndone, redo, takenFor, undo } from './undo';

/** So much wall time may lie between two words of the engine. */
const FRAME_MS = 1_000;

/** Shows a message for every branch that a deed begins. */
export function useBranchNews(simulation: Simulation | undefined, t: Translate): void {
  useEffect(() => {
    if (simulation === undefined) return;
    let last = playbackStore.getState().status;
    return playbackStore.subscribe(({ status }) => {
      const before = last;
      last = status;
      if (status?.history !== before?.history) tellOf(before, status, simulation, t);
    });
  }, [simulation, t]);
}

function tellOf(
  before: SimulationStatus | undefined,
  status: SimulationStatus | undefined,
  simulation: Simulation,
  t: Translate,
): void {
  if (before?.history === undefined || status?.history === undefined) return;
  const was = { ...before.history, atMs: before.now - before.startedAt };
  const branch = newBranch(was, status.history, FRAME_MS * status.speed);
  if (branch?.from === undefined) {
    // The only branch there is: a run that was begun anew.
    if (status.history.branches.length === 1 && was.branches.length > 1) forgetUndone();
    return;
  }
  const left = was.branches.find(({ id }) => id === was.branch);
  const taken = takenFor(branch.id);
  const back = () => {
    simulation.history({ type: 'switch', id: was.branch }).catch(tellError);
  };
  const kept = left === undefined ? '' : branchName(left, t);
  toastStore.getState().show({
    tone: 'done',
    title:
      taken === undefined
        ? t('branches.new', { name: branchName(branch, t), moment: shortClock(branch.from.atMs) })
        : t('branches.undone', { what: taken }),
    text: t('branches.new.kept', { name: kept }),
    action: { label: taken === undefined ? t('branches.back', { name: kept }) : t('branches.redo'), run: back },
  });
}

/** Ctrl/Cmd+Z and its like, outside of text fields. */
export function useUndoKeys(simulation: Simulation | undefined, t: Translate, isBound: boolean): void {
  useEffect(() => {
    if (simulation === undefined || !isBound) return;
    const press = (event: KeyboardEvent) => {
      const key = historyKey(event);
      if (key === undefined) return;
      event.preventDefault();
      void (key === 'undo' ? undo(simulation, t) : redo(simulation));
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [simulation, t, isBound]);
}
