/** The run as it stands: what the engine recorded, with the editor's files. */
import type { RefusedCommand, Run, Simulation } from '../../client/simulation';
import { commandStore } from '../timeline/commandStore';
import { draftStore, filesOfRun } from '../editor/draftStore';
import { lessonStore } from '../lesson/lessonStore';

/** What a run is opened with. */
type RunLoader = Pick<Simulation, 'load' | 'exportRun' | 'lesson'>;

/** Resolves with the whole run up to now, and the lesson of the course that is open. */
export async function presentRun(simulation: Pick<Simulation, 'exportRun'>): Promise<Run> {
  const { open } = lessonStore.getState();
  const lesson = open === undefined || open.isOwn ? {} : { lesson: open.lesson.name };
  return { ...(await simulation.exportRun()), files: filesOfRun(), ...lesson };
}

async function openInLesson(simulation: RunLoader, run: Run, name: string): Promise<boolean> {
  return (await import('../lesson/resume')).openInLesson(simulation, run, name);
}

/** `run` with the branch that is shown alone: as if no other had ever been. */
export function withoutOthers({ branches: _all, branch: _shown, ...run }: Run): Run {
  return run;
}

/** Loads `run`, in its lesson if it names one of the course, and takes its files into the editor; what the API server refused of it. Rejects with the engine's words; then all is as before. */
export async function openRun(simulation: RunLoader, run: Run): Promise<readonly RefusedCommand[]> {
  const refused = await simulation.load({ ...run, files: {} });
  const isLesson = run.lesson !== undefined && (await openInLesson(simulation, run, run.lesson));
  if (!isLesson) draftStore.getState().adopt(run.files);
  // What was done in it belongs on the time bar, also while it stands still.
  await commandStore.getState().refresh(simulation);
  return refused;
}
