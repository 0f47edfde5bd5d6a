/** The lesson that is open, and what the person has done in it. Kept in the browser, so that a reload goes on with it. */
import { createStore } from 'zustand/vanilla';
import type { LessonStatus, RanAt } from '../../client/lesson';
import type { Run, SimulationStatus } from '../../client/simulation';
import type { Lesson } from '../../lessons/lesson';

export interface OpenLesson {
  readonly lesson: Lesson;
  /** It is none of the course: written in the page, or opened from a file or a link. */
  readonly isOwn: boolean;
  /** Its own solution was played, for whoever looks: nothing in it counts as done. */
  readonly isSolution?: true;
  /** When it began, in virtual milliseconds since the start of its run. */
  readonly startMs: number;
  /** How many commands its run had then: more of them are the person's own. */
  readonly startCommands: number;
  readonly ran: readonly RanAt[];
  /** By question: the choice, or `skipped`; absent: not answered. */
  readonly guesses: Readonly<Record<string, string>>;
  /** Questions whose answer the person asked to see. */
  readonly told: readonly string[];
  /** By step: how many hints are open. */
  readonly hints: Readonly<Record<string, number>>;
  /** How many lines of the solution are open; undefined: it has not been asked for. */
  readonly solutionLines?: number;
  /** All goals held: since which instant (virtual milliseconds since the epoch), and whether the solution had been seen before. */
  readonly passed?: { readonly at: number; readonly isAided: boolean };
  /** The person asked what is missing. */
  readonly isChecked: boolean;
}

export interface LessonState {
  readonly open: OpenLesson | undefined;
  /** The lesson that is on its way: nothing in the run is the person's own yet. */
  readonly beginning: Lesson | undefined;
  /** The run that stood on the page before the first lesson; undefined after a reload. */
  readonly before: Run | undefined;
  /** How it stood when its checks were begun, for as long as the page has heard nothing since `heard`: that speaks of another one. */
  readonly first: LessonStatus | undefined;
  readonly heard: SimulationStatus | undefined;
  /** The lesson in which the engine fell silent until the person ended it; it may never have come as far as to be open. */
  readonly stalled: { readonly lesson: Lesson; readonly isOpen: boolean } | undefined;
  /** The lesson as it was before it was begun anew, so that this can be taken back. */
  readonly beforeReset: { readonly open: OpenLesson; readonly run: Run } | undefined;
  /** Changes what is open; nothing if none is. */
  change(part: Partial<OpenLesson>): void;
}

export const lessonStore = createStore<LessonState>()((set) => ({
  open: undefined,
  beginning: undefined,
  before: undefined,
  first: undefined,
  heard: undefined,
  stalled: undefined,
  beforeReset: undefined,
  change: (part) => set(({ open }) => (open === undefined ? {} : { open: { ...open, ...part } })),
}));

/** A lesson that begins. */
export function newlyOpened(lesson: Lesson, isOwn: boolean, startMs: number, startCommands: number): OpenLesson {
  return { lesson, isOwn, startMs, startCommands, ran: [], guesses: {}, told: [], hints: {}, isChecked: false };
}

/** How the open lesson stands, from what the worker told last. */
export function statusOfLesson(
  { open, first, heard }: Pick<LessonState, 'open' | 'first' | 'heard'>,
  status: SimulationStatus | undefined,
): LessonStatus | undefined {
  if (open === undefined) return undefined;
  return status === undefined || status === heard ? first : status.lesson;
}

/** The open lesson, if any. */
export const presentLesson = ({ open }: LessonState) => open;

/** How many commands of the run are not the person's own. */
export function givenCommands(): number {
  const { open, beginning } = lessonStore.getState();
  return beginning !== undefined ? Number.POSITIVE_INFINITY : (open?.startCommands ?? 0);
}
