/** Opening a lesson: its cluster, its files, its checks, its panel. What stood on the page before comes back when it is left. */
import type { LessonStatus } from '../../client/lesson';
import type { RefusedCommand, Run, Simulation } from '../../client/simulation';
import { checksOf } from '../../lessons/checksOf';
import type { Lesson } from '../../lessons/lesson';
import type { PlayedRun } from '../../lessons/proof';
import { FRESH_RUN } from '../cluster/workerBackend';
import { draftStore, filesOfRun } from '../editor/draftStore';
import { mergeFiles } from '../editor/drafts';
import { translator } from '../i18n/text';
import { lessonFragment } from '../links/fragment';
import { setFragment } from '../links/pageAddress';
import { presentRun, runUpTo } from '../share/presentRun';
import { localeStore, shownLocale } from '../stores/localeStore';
import { panelStore } from '../stores/panelStore';
import { playbackStore } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import { toastStore } from '../stores/toastStore';
import { commandStore } from '../timeline/commandStore';
import { lessonNamed, startRunOf } from './course';
import { letGo } from './heldBack';
import { lessonStore, newlyOpened, type OpenLesson } from './lessonStore';
import { playSolution } from './lessonWorker';
import { noteProgress } from './progressStore';

/**
 * Starts the lesson called `name` anew, `atMs` virtual milliseconds after its beginning (absent: at it), and shows its
 * panel; the clock stands. `unknown`: the course has no such lesson, and all is as before. Rejects with readable words if
 * it cannot start.
 */
export async function openLesson(simulation: Simulation, name: string, atMs?: number): Promise<'opened' | 'unknown'> {
  const lesson = await lessonNamed(name);
  if (lesson === undefined) return 'unknown';
  await begin(simulation, lesson, { atMs });
  return 'opened';
}

/**
 * The same with what the lesson's own solution does up to that moment (absent: all of it), for whoever looks: nothing of it
 * counts as done.
 */
export async function openSolution(simulation: Simulation, name: string, atMs?: number): Promise<'opened' | 'unknown'> {
  const lesson = await lessonNamed(name);
  if (lesson === undefined) return 'unknown';
  await begin(simulation, lesson, { atMs, isSolution: true });
  return 'opened';
}

/** The same with a lesson that the course does not have: written in the page, or read from a file or a link. */
export async function openLessonOf(simulation: Simulation, lesson: Lesson, atMs?: number): Promise<void> {
  await begin(simulation, lesson, { atMs, isOwn: true });
}

interface Beginning {
  readonly isOwn?: boolean;
  readonly isSolution?: boolean;
  readonly atMs?: number | undefined;
}

async function begin(simulation: Simulation, lesson: Lesson, { isOwn, isSolution, atMs }: Beginning): Promise<void> {
  const start = await startRunOf(lesson);
  const present = lessonStore.getState();
  const before = present.open === undefined ? await presentRun(simulation) : present.before;
  // The way back is known before the engine is asked: a lesson of a stranger may keep it from answering.
  lessonStore.setState({ beginning: lesson, before });
  try {
    const toMs = atMs === undefined ? undefined : start.untilMs + atMs;
    const { run, ran } = isSolution === true ? await solved(lesson, toMs) : { run: start, ran: [] };
    const begun = newlyOpened(lesson, isOwn === true, start.untilMs, run.commands.length);
    const open = isSolution === true ? { ...begun, ran, isSolution } : begun;
    tellRefused(await loadOwn(simulation, run));
    let first = await beginAgain(simulation, open);
    if (toMs !== undefined && toMs > run.untilMs) {
      await simulation.history({ type: 'seek', to: { atMs: toMs } });
      first = await simulation.lesson({ type: 'status' });
    }
    if (present.open !== undefined && present.open.lesson.name !== lesson.name) keepWritten(present.open.lesson);
    show(open, before, lesson.start.files, first);
    letGo();
  } finally {
    lessonStore.setState({ beginning: undefined });
  }
  noteProgress({ lesson, isSolution }, { stepCount: lesson.steps.length });
  await commandStore.getState().refresh(simulation);
}

/** What the solution of `lesson` does up to `untilMs` after the start of its run; absent: up to its end. */
async function solved(lesson: Lesson, untilMs = Number.POSITIVE_INFINITY): Promise<PlayedRun> {
  const { run, ran } = await playSolution(lesson);
  return { run: runUpTo(run, untilMs), ran: ran.filter(({ atMs }) => atMs <= untilMs) };
}

/**
 * Begins the open lesson anew; what was done so far can be brought back with `undoReset`. `isGuest`: the page stands in a
 * frame, whose address is the host's.
 */
export async function resetLesson(simulation: Simulation, isGuest: boolean): Promise<void> {
  const { open } = lessonStore.getState();
  if (open === undefined) return;
  const run = await presentRun(simulation);
  await begin(simulation, open.lesson, { isOwn: open.isOwn });
  lessonStore.setState({ beforeReset: { open, run } });
  // What the address held is over, be it a moment, a solution or a run.
  if (!open.isOwn && !isGuest) setFragment(lessonFragment(open.lesson.name));
  await simulation.play();
}

/** Brings back the lesson as it was before it was begun anew. */
export async function undoReset(simulation: Simulation): Promise<void> {
  const { beforeReset, before } = lessonStore.getState();
  if (beforeReset === undefined) return;
  const { open, run } = beforeReset;
  await loadOwn(simulation, run);
  show(open, before, run.files, await beginAgain(simulation, open));
  await commandStore.getState().refresh(simulation);
}

/** The checks of an open lesson for an engine that does not know of them: after a crash, or a reload of the page. */
export async function beginAgain(
  simulation: Pick<Simulation, 'lesson'>,
  { lesson, startMs, ran }: OpenLesson,
): Promise<LessonStatus> {
  return simulation.lesson({ type: 'begin', startMs, checks: checksOf(lesson), lines: ran });
}

/** Runs that were loaded for a lesson: all others end it. */
const lessonRuns = new WeakSet<Run>();
/** Whether `run` was loaded for a lesson. */
export const isLessonRun = (run: Run): boolean => lessonRuns.has(run);

async function loadOwn(simulation: Simulation, run: Run): Promise<readonly RefusedCommand[]> {
  const loaded = { ...run, files: {} };
  lessonRuns.add(loaded);
  return simulation.load(loaded);
}

/** A lesson whose manifests are refused begins without them: whoever wrote it wants to know why nothing is there. */
function tellRefused([first]: readonly RefusedCommand[]): void {
  if (first === undefined) return;
  const t = translator(shownLocale(localeStore.getState()));
  toastStore.getState().show({ tone: 'error', title: t('lesson.refused'), text: first.message });
}

/** The cluster and its history stay as they are, and so do its files, beside the person's own; the lesson is over. */
export async function playFreely(simulation: Simulation): Promise<void> {
  const files = filesOfRun();
  forget();
  draftStore.getState().bringBack(files);
  await simulation.lesson({ type: 'end' });
}

/** The lesson is over, and what stood on the page before it is back. */
export async function leaveLesson(simulation: Simulation): Promise<void> {
  const { before } = lessonStore.getState();
  await simulation.lesson({ type: 'end' });
  dropLesson();
  await simulation.load({ ...(before ?? FRESH_RUN), files: {} });
  await commandStore.getState().refresh(simulation);
}

/** The lesson is over because another run takes its place; the person's own files are back, and what was written in it. */
export function dropLesson(): void {
  const { open } = lessonStore.getState();
  if (open === undefined) return;
  const written = writtenFiles(open.lesson);
  forget();
  draftStore.getState().bringBack(written);
}

/** Texts of the editor that the lesson did not bring: they are the person's. */
function writtenFiles({ start }: Lesson): Readonly<Record<string, string>> {
  const { files } = draftStore.getState();
  const own = files.filter(({ name, text }) => start.files[name] !== text && text.trim() !== '');
  return Object.fromEntries(own.map(({ name, text }) => [name, text]));
}

/** Before other files take their place: what was written in a lesson goes to the person's own files. */
function keepWritten(lesson: Lesson): void {
  const { aside } = draftStore.getState();
  if (aside === undefined) return;
  draftStore.setState({ aside: { ...aside, files: mergeFiles(aside.files, writtenFiles(lesson)) } });
}

/** Whether the files stood open before the lesson: the graph needs their room beside a text that is read. */
let hadFiles = false;

/** Shows `open` with its panel and its files. */
export function show(open: OpenLesson, before: Run | undefined, files: Run['files'], first: LessonStatus): void {
  draftStore.getState().setAside(files);
  selectionStore.getState().clear();
  const heard = playbackStore.getState().status;
  lessonStore.setState({ open, before, first, heard, beforeReset: undefined });
  const { hasLesson, open: panels, setOpen, setLesson } = panelStore.getState();
  if (!hasLesson) hadFiles = panels.files;
  setOpen('files', false);
  setLesson(true);
  panelStore.getState().showRight('lesson');
}

function forget(): void {
  lessonStore.setState({ open: undefined, before: undefined, stalled: undefined, beforeReset: undefined });
  panelStore.getState().setLesson(false);
  if (hadFiles) panelStore.getState().setOpen('files', true);
  // The address of the lesson would begin it anew.
  if (window.location.hash.startsWith('#/s/')) setFragment('');
}
