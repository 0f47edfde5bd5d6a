/** Opens a run: from a link, a file, another page. */
import type { RefusedCommand, Run, Simulation } from '../../client/simulation';
import { draftStore } from '../editor/draftStore';
import { commandStore } from '../timeline/commandStore';

/** What a run is opened with. */
type RunLoader = Pick<Simulation, 'load' | 'exportRun' | 'lesson'>;

/**
 * Loads `run`, in its lesson if it names one of the course, and takes its files into the editor; what the API server
 * refused of it. Rejects with the engine's words; then all is as before.
 */
export async function openRun(simulation: RunLoader, run: Run): Promise<readonly RefusedCommand[]> {
  const refused = await simulation.load({ ...run, files: {} });
  const isLesson = run.lesson !== undefined && (await openInLesson(simulation, run, run.lesson));
  if (!isLesson) draftStore.getState().adopt(run.files);
  // What was done in it belongs on the time bar, also while it stands still.
  await commandStore.getState().refresh(simulation);
  return refused;
}

async function openInLesson(simulation: RunLoader, run: Run, name: string): Promise<boolean> {
  return (await import('../lesson/resume')).openInLesson(simulation, run, name);
}
