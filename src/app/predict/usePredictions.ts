/** The guesses that belong to what is shown, kept up to date with the run. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Branch } from '../../client/history';
import type { Simulation, SimulationStatus } from '../../client/simulation';
import { type PlaybackState, playbackStore } from '../stores/playbackStore';
import { type Prediction, predictStore } from './predictStore';

/** The run is looked at this often, in wall milliseconds. */
const EVERY_MS = 250;
const NO_BRANCHES: readonly Branch[] = [];
const branchesOf = ({ status }: PlaybackState) => status?.history?.branches ?? NO_BRANCHES;
const shownOf = ({ status }: PlaybackState) => status?.history?.branch ?? '';

/** Those of the branch that is shown, and of the ones that it came from, as far as it shares their past. */
export function usePredictions(simulation: Simulation): readonly Prediction[] {
  const all = useStore(predictStore, (state) => state.predictions);
  const branches = useStore(playbackStore, branchesOf);
  const shown = useStore(playbackStore, shownOf);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  useEffect(() => {
    let isBusy = false;
    const timer = setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      lookAll(simulation)
        .catch(() => {}) // An engine that is gone says so elsewhere.
        .finally(() => {
          isBusy = false;
        });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [simulation]);
  return useMemo(() => all.filter((each) => isOf(each, shown, branches, startedAt)), [all, shown, branches, startedAt]);
}

/** Whether the deed is part of the branch `id`. */
export function isOf(
  { branch, ask }: Pick<Prediction, 'branch' | 'ask'>,
  id: string,
  branches: readonly Branch[],
  startedAt: number,
): boolean {
  if (branch === undefined || branch === id) return true;
  let until = Number.POSITIVE_INFINITY;
  let at = branches.find((each) => each.id === id);
  while (at?.from !== undefined) {
    const { from } = at;
    until = Math.min(until, startedAt + from.atMs);
    if (from.id === branch) return ask.since < until;
    at = branches.find((each) => each.id === from.id);
  }
  return false;
}

async function lookAll(simulation: Simulation): Promise<void> {
  const { status } = playbackStore.getState();
  if (status === undefined) return;
  const branches = status.history?.branches ?? NO_BRANCHES;
  forgetOtherRuns(status);
  for (const prediction of predictStore.getState().predictions) {
    const isMeant = isOf(prediction, status.history?.branch ?? '', branches, status.startedAt);
    if (isMeant && !prediction.isShown && status.now >= prediction.ask.since)
      await look(simulation, prediction, status);
  }
}

/** What has been shown stays as it was shown. */
async function look(simulation: Simulation, prediction: Prediction, { now, history }: SimulationStatus): Promise<void> {
  const { id, ask, branch, limitMs } = prediction;
  const outcome = await simulation.stepping({ type: 'outcome', of: ask });
  const hasBegun = outcome.ready !== undefined;
  const isUp = hasBegun && now - outcome.since >= limitMs;
  predictStore.getState().change(id, {
    outcome,
    ...(branch === undefined && hasBegun && history !== undefined ? { branch: history.branch } : {}),
    ...(outcome.isOver || isUp ? { isShown: true } : {}),
  });
}

/** Another run was begun, or opened: a deed that lies after all that was lived was not done in it. */
function forgetOtherRuns({ now, startedAt, history }: SimulationStatus): void {
  const lived = Math.max(now, ...(history?.branches ?? NO_BRANCHES).map(({ untilMs }) => startedAt + untilMs));
  for (const { id, ask } of predictStore.getState().predictions)
    if (ask.since > lived) predictStore.getState().remove(id);
}
