/** The way back from a twin: nothing is lost by an import. */
import type { Simulation } from '../../client/simulation';
import { openRun } from '../share/openRun';
import { twinStore } from './twinStore';

/** Takes up the run that a twin has replaced, where it was left. */
export async function reopenBefore(simulation: Simulation): Promise<void> {
  const { before, remember } = twinStore.getState();
  if (before === undefined) return;
  await openRun(simulation, before);
  remember(undefined);
}
