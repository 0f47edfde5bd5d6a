/** The run as it stands: what the engine recorded, with the editor's files. */
import type { RefusedCommand, Run, Simulation } from '../../client/simulation';
import { commandStore } from '../timeline/commandStore';
import { draftStore, filesOfRun } from '../editor/draftStore';

/** Resolves with the whole run up to now. */
export async function presentRun(simulation: Pick<Simulation, 'exportRun'>): Promise<Run> {
  return { ...(await simulation.exportRun()), files: filesOfRun() };
}

/** `run` with the branch that is shown alone: as if no other had ever been. */
export function withoutOthers({ branches: _all, branch: _shown, ...run }: Run): Run {
  return run;
}

/** Loads `run` and takes its files into the editor; what the API server refused of it. Rejects with the engine's words; then all is as before. */
export async function openRun(
  simulation: Pick<Simulation, 'load' | 'exportRun'>,
  run: Run,
): Promise<readonly RefusedCommand[]> {
  const refused = await simulation.load({ ...run, files: {} });
  draftStore.getState().adopt(run.files);
  // What was done in it belongs on the time bar, also while it stands still.
  await commandStore.getState().refresh(simulation);
  return refused;
}
