/** The run as it stands: what the engine recorded, with the editor's files. */
import type { Run, Simulation } from '../../client/simulation';
import { filesOfRun } from '../editor/draftStore';
import { lessonStore } from '../lesson/lessonStore';

/** Resolves with the whole run up to now, and the lesson of the course that is open. */
export async function presentRun(simulation: Pick<Simulation, 'exportRun'>): Promise<Run> {
  const { open } = lessonStore.getState();
  const lesson = open === undefined || open.isOwn ? {} : { lesson: open.lesson.name };
  return { ...(await simulation.exportRun()), files: filesOfRun(), ...lesson };
}

/** `run` with the branch that is shown alone: as if no other had ever been. */
export function withoutOthers({ branches: _all, branch: _shown, ...run }: Run): Run {
  return run;
}
