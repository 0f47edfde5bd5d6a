/** A lesson goes on in a run that is there: after a reload of the page, or as somebody else has left it in a link or a file. */
import type { Run, Simulation } from '../../client/simulation';
import { localeStore, shownLocale } from '../stores/localeStore';
import { readPreference, writePreference } from '../stores/preferences';
import { lessonNamed, startRunOf } from './course';
import { isHeldBack } from './heldBack';
import { KEPT, readKept } from './kept';
import { tellError } from './LessonDialog';
import { lessonStore, newlyOpened, type OpenLesson } from './lessonStore';
import { beginAgain, show } from './openLesson';

/** Goes on with the kept lesson in the run that is there. False if there is none, or the run is not that far. */
export async function resumeLesson(simulation: Simulation): Promise<boolean> {
  const kept = readKept(readPreference(KEPT));
  if (kept === undefined) return false;
  const { name, files, lesson: own, ...rest } = kept;
  const lesson = own ?? (await lessonNamed(name));
  const title = lesson?.texts[shownLocale(localeStore.getState())].title ?? name;
  const again = () => void resumeLesson(simulation).catch(tellError);
  if (isHeldBack(name, title, again)) return false;
  const { untilMs } = await simulation.exportRun();
  if (lesson === undefined || untilMs < rest.startMs) {
    writePreference(KEPT, '');
    return false;
  }
  const open: OpenLesson = { ...rest, lesson };
  lessonStore.setState({ beginning: lesson });
  try {
    show(open, undefined, files, await beginAgain(simulation, open));
  } finally {
    lessonStore.setState({ beginning: undefined });
  }
  return true;
}

/**
 * Shows the lesson `name` beside `run`, which has just been loaded, with the files of the run. What lines printed is no
 * part of a run: goals that ask for it are open again. False if the course has no such lesson, or the run is not that far.
 */
export async function openInLesson(simulation: Pick<Simulation, 'lesson'>, run: Run, name: string): Promise<boolean> {
  const lesson = await lessonNamed(name);
  if (lesson === undefined) return false;
  const start = await startRunOf(lesson);
  if (run.untilMs < start.untilMs) return false;
  const opened = newlyOpened(lesson, false, start.untilMs, start.commands.length);
  const open = run.isSolution === true ? { ...opened, isSolution: true as const } : opened;
  show(open, undefined, run.files, await beginAgain(simulation, open));
  return true;
}
