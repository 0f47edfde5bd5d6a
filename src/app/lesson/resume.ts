/** A lesson goes on in a run that is there: after a reload of the page, or as somebody else has left it in a link or a file. */
import type { Run, Simulation } from '../../client/simulation';
import { localeStore, shownLocale } from '../stores/localeStore';
import { readPreference, writePreference } from '../stores/preferences';
import { tellError } from '../stores/toastStore';
import { lessonNamed, startRunOf } from './course';
import { isHeldBack } from './heldBack';
import { KEPT, readKept } from './kept';
import { lessonStore, newlyOpened, type OpenLesson } from './lessonStore';
import { lessonView, passedAt } from './lessonView';
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
 * Shows the lesson `name` beside `run`, which has just been loaded, with the files of the run. Of a link, goals that ask for
 * what a line printed are open again. A goal that is reached already counts for nobody: who did it has had it noted. False
 * if the course has no such lesson, or the run is not that far.
 */
export async function openInLesson(simulation: Pick<Simulation, 'lesson'>, run: Run, name: string): Promise<boolean> {
  const lesson = await lessonNamed(name);
  if (lesson === undefined) return false;
  const start = await startRunOf(lesson);
  if (run.untilMs < start.untilMs) return false;
  const { ran = [], isSolution } = run;
  const open: OpenLesson = {
    ...newlyOpened(lesson, false, start.untilMs, start.commands.length),
    ran,
    ...(isSolution === true ? { isSolution } : {}),
  };
  const first = await beginAgain(simulation, open);
  const view = lessonView(lesson, first);
  const passed = { at: passedAt(view, 0), isAided: false };
  show(view.isPassed ? { ...open, passed } : open, undefined, run.files, first);
  return true;
}
