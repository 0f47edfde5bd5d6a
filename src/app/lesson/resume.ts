/** After a reload of the page: the lesson that was open goes on, if its run came back with the address. */
import type { Simulation } from '../../client/simulation';
import { readPreference, writePreference } from '../stores/preferences';
import { lessonNamed } from './course';
import { KEPT, readKept } from './kept';
import { type OpenLesson } from './lessonStore';
import { beginAgain, show } from './openLesson';

/** Goes on with the kept lesson in the run that is there. False if there is none, or the run is not that far. */
export async function resumeLesson(simulation: Simulation): Promise<boolean> {
  const kept = readKept(readPreference(KEPT));
  if (kept === undefined) return false;
  const { name, files, lesson: own, ...rest } = kept;
  const lesson = own ?? (await lessonNamed(name));
  const { untilMs } = await simulation.exportRun();
  if (lesson === undefined || untilMs < rest.startMs) {
    writePreference(KEPT, '');
    return false;
  }
  const open: OpenLesson = { ...rest, lesson };
  show(open, undefined, files, await beginAgain(simulation, open));
  return true;
}
