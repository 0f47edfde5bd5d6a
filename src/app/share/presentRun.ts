/** The run as it stands: what the engine recorded, with the editor's files. */
import type { Run, Simulation } from '../../client/simulation';
import { filesOfRun } from '../editor/draftStore';
import { lessonStore } from '../lesson/lessonStore';

/** Resolves with the whole run up to now, and the lesson of the course that is open, with what its lines printed. */
export async function presentRun(simulation: Pick<Simulation, 'exportRun'>): Promise<Run> {
  const { open } = lessonStore.getState();
  const named = open === undefined || open.isOwn ? {} : { lesson: open.lesson.name, ran: open.ran };
  const mark = open?.isSolution === true ? ({ isSolution: true } as const) : {};
  return { ...(await simulation.exportRun()), files: filesOfRun(), ...named, ...mark };
}

/** `run` as it stood `untilMs` after its start: what was done later is left out. */
export function runUpTo(run: Run, untilMs: number): Run {
  const commands = run.commands.filter(({ atMs }) => atMs <= untilMs);
  return { ...run, commands, untilMs: Math.min(run.untilMs, untilMs) };
}

/** `run` with the branch that is shown alone: as if no other had ever been. */
export function withoutOthers({ branches: _all, branch: _shown, ...run }: Run): Run {
  return run;
}
