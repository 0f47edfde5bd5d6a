/** What a learner has done of the course, as plain data: kept in the browser, handed on as a file. No account. Pure. */

/** Of one lesson. */
export interface LessonProgress {
  /** Ids of steps that were ever done. */
  readonly steps: readonly string[];
  /** How many steps the lesson had then. */
  readonly stepCount: number;
  /** All its goals held at once: without the solution, or only after a look at it. Absent: not yet. */
  readonly passed?: 'alone' | 'aided';
  /** The solution was looked at, at some time. */
  readonly sawSolution?: true;
  /** By question: what was guessed first. */
  readonly guesses?: Readonly<Record<string, string>>;
  /** The fewest virtual milliseconds in which the goal was reached without the solution. */
  readonly bestMs?: number;
  /** When it was worked on last, ISO 8601. */
  readonly lastAt: string;
}

export interface Progress {
  readonly version: 1;
  /** By name of the lesson. */
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

export const NO_PROGRESS: Progress = { version: 1, lessons: {} };

/** Why a text is no progress. */
export type ProgressProblem =
  | { readonly type: 'notJson' }
  | { readonly type: 'notProgress' }
  | { readonly type: 'newer'; readonly version: number }
  | { readonly type: 'badLesson'; readonly name: string };

export type ProgressRead =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'problem'; readonly problem: ProgressProblem };

/** Marks a file as ours. */
const FORMAT = 'kubeloop-progress';
/** Longer texts are not looked at. */
const MOST_CHARACTERS = 1_000_000;

/** The text of a file to keep or to hand on. */
export function progressText(progress: Progress): string {
  return `${JSON.stringify({ format: FORMAT, ...progress }, null, 1)}\n`;
}

/** Reads what `progressText` wrote. Never throws. */
export function readProgress(text: string): ProgressRead {
  let value: unknown;
  try {
    value = text.length > MOST_CHARACTERS ? undefined : JSON.parse(text);
  } catch {
    return problem({ type: 'notJson' });
  }
  if (!isRecord(value) || value.format !== FORMAT || !isRecord(value.lessons)) return problem({ type: 'notProgress' });
  if (typeof value.version !== 'number') return problem({ type: 'notProgress' });
  if (value.version > 1) return problem({ type: 'newer', version: value.version });
  const lessons: Record<string, LessonProgress> = {};
  for (const [name, entry] of Object.entries(value.lessons)) {
    const read = /^[a-z0-9][a-z0-9-]{0,99}$/.test(name) ? entryOf(entry) : undefined;
    if (read === undefined) return problem({ type: 'badLesson', name: name.slice(0, 60) });
    lessons[name] = read;
  }
  return { type: 'progress', progress: { version: 1, lessons } };
}

const problem = (what: ProgressProblem): ProgressRead => ({ type: 'problem', problem: what });

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes over what is known, of the types that it must have; undefined if something has another. */
function entryOf(value: unknown): LessonProgress | undefined {
  if (!isRecord(value)) return undefined;
  const { steps, stepCount, passed, sawSolution, guesses, bestMs, lastAt } = value;
  const isFine =
    Array.isArray(steps) &&
    steps.every((step) => typeof step === 'string') &&
    Number.isInteger(stepCount) &&
    (passed === undefined || passed === 'alone' || passed === 'aided') &&
    (sawSolution === undefined || sawSolution === true) &&
    (guesses === undefined ||
      (isRecord(guesses) && Object.values(guesses).every((each) => typeof each === 'string'))) &&
    (bestMs === undefined || (typeof bestMs === 'number' && bestMs >= 0)) &&
    typeof lastAt === 'string' &&
    !Number.isNaN(Date.parse(lastAt));
  if (!isFine) return undefined;
  // Each of them was looked at above.
  return {
    steps,
    stepCount,
    lastAt,
    ...(passed === undefined ? {} : { passed }),
    ...(sawSolution === undefined ? {} : { sawSolution }),
    ...(guesses === undefined ? {} : { guesses }),
    ...(bestMs === undefined ? {} : { bestMs }),
  } as LessonProgress;
}

/** What a moment adds to what is known of a lesson. */
export type ProgressNews = Partial<Omit<LessonProgress, 'lastAt'>>;

/** `progress` with news of the lesson `name`: nothing that was reached is ever lost. */
export function withNews(progress: Progress, name: string, news: ProgressNews, nowIso: string): Progress {
  const old = progress.lessons[name];
  return {
    version: 1,
    lessons: { ...progress.lessons, [name]: joined(old, { steps: [], stepCount: 0, ...news, lastAt: nowIso }) },
  };
}

/** Both together, lesson by lesson: what one of them has reached is reached. */
export function mergeProgress(own: Progress, other: Progress): Progress {
  const lessons = { ...own.lessons };
  for (const [name, entry] of Object.entries(other.lessons)) lessons[name] = joined(lessons[name], entry);
  return { version: 1, lessons };
}

function joined(old: LessonProgress | undefined, news: LessonProgress): LessonProgress {
  if (old === undefined) return news;
  const passed = old.passed === 'alone' || news.passed === 'alone' ? 'alone' : (old.passed ?? news.passed);
  const bests = [old.bestMs, news.bestMs].filter((each) => each !== undefined);
  const guesses = { ...news.guesses, ...old.guesses };
  return {
    steps: [...new Set([...old.steps, ...news.steps])],
    stepCount: news.stepCount === 0 ? old.stepCount : news.stepCount,
    lastAt: old.lastAt > news.lastAt ? old.lastAt : news.lastAt,
    ...(passed === undefined ? {} : { passed }),
    ...(old.sawSolution === true || news.sawSolution === true ? { sawSolution: true } : {}),
    ...(Object.keys(guesses).length === 0 ? {} : { guesses }),
    ...(bests.length === 0 ? {} : { bestMs: Math.min(...bests) }),
  };
}

/** How far a lesson is, for the map: `begun` has some steps or none, but was opened. */
export function standOf(entry: LessonProgress | undefined): 'new' | 'begun' | 'alone' | 'aided' {
  return entry === undefined ? 'new' : (entry.passed ?? 'begun');
}

/** The lesson to go on with: the one that was worked on last if it is not passed; undefined if there is none. */
export function lastUnfinished({ lessons }: Progress): string | undefined {
  const [last] = Object.entries(lessons).toSorted(([, left], [, right]) => (left.lastAt < right.lastAt ? 1 : -1));
  return last !== undefined && last[1].passed === undefined ? last[0] : undefined;
}
