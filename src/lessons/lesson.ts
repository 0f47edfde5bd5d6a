/** A lesson as data: where it starts, what it asks for, and its texts. docs/lessons.md explains the files. */
import type { NodeSpec, Run } from '../client/simulation';
import type { Check } from '../client/lesson';

/** Languages that a lesson is written in. */
export type Language = 'ko' | 'en';

/** Parts of the course, in order. */
export const PARTS = ['pods', 'nodes', 'probes', 'rc', 'rs', 'ds', 'jobs', 'services', 'ingress'] as const;

/** Where a lesson starts. */
export interface LessonStart {
  readonly nodes: readonly NodeSpec[];
  readonly addons: readonly string[];
  readonly profile: string;
  readonly seed: number;
  /** Virtual milliseconds since the epoch at which its run starts; absent: as all runs do. */
  readonly startedAt?: number;
  /** Files in the editor and at home in the terminal: name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** Names of those that have been applied at the start of the run. */
  readonly apply: readonly string[];
  /** How long the run has gone on when the lesson begins, in virtual milliseconds. */
  readonly afterMs: number;
  /** What has been done until then, of which the fields above tell a part; absent: `apply` is all. */
  readonly run?: Run;
}

/** A step of a lesson: it ticks itself off at the first moment at which `done` was true. */
export interface LessonStep {
  readonly id: string;
  readonly done: string;
}

/** A question to answer before time goes on. The answer is in the file: it is there to think, not to examine. */
export interface LessonQuestion {
  readonly id: string;
  /** The step that it is asked at. */
  readonly at: string;
  /** The step that shows the answer once it is done; absent: the same. */
  readonly until?: string;
  readonly choices: readonly string[];
  readonly answer: string;
}

/** One language of a lesson. All but `title` and `terms` are Markdown: paragraphs, lists, code, emphasis, links. */
export interface LessonTexts {
  readonly title: string;
  readonly story: string;
  readonly steps: Readonly<
    Record<string, { readonly title: string; readonly text: string; readonly hints: readonly string[] }>
  >;
  /** `title` says what holds; `text` is the feedback while it does not; `broke` the feedback once it no longer does. */
  readonly goals: Readonly<Record<string, { readonly title: string; readonly text: string; readonly broke?: string }>>;
  /** `choices` by their id; `answer` explains. */
  readonly questions: Readonly<
    Record<
      string,
      { readonly text: string; readonly choices: Readonly<Record<string, string>>; readonly answer: string }
    >
  >;
  /** What the book shows and what Kubernetes does today; absent: they agree. */
  readonly book?: string;
  /** Captions of live diagrams, by name. */
  readonly figures: Readonly<Record<string, string>>;
  /** What to take home, shown once the goal holds. */
  readonly end?: string;
}

/** A transcript without outputs that does what the lesson asks for, or one that does not. */
export interface Attempt {
  readonly name: string;
  readonly text: string;
}
/** One that fails: ids of the goals that do not hold at its end. */
export interface WrongAttempt extends Attempt {
  readonly fails: readonly string[];
}

export interface Lesson {
  /** Name of its folder: lower-case words with hyphens. */
  readonly name: string;
  /** `L01` to `L40`, for those of the course. */
  readonly lab?: string;
  /** Of the course: one of `PARTS`. */
  readonly part?: string;
  /** Something breaks in it. */
  readonly isFailure: boolean;
  readonly minutes: number;
  /** Rows of the study notes that it covers. */
  readonly covers: readonly string[];
  readonly start: LessonStart;
  readonly steps: readonly LessonStep[];
  /** All of them have to hold at once. */
  readonly goal: readonly Check[];
  readonly questions: readonly LessonQuestion[];
  /** Names of live diagrams, each after the step it is about, or at the story. */
  readonly figures: readonly { readonly name: string; readonly at?: string }[];
  readonly texts: Readonly<Record<Language, LessonTexts>>;
  readonly solution: Attempt;
  readonly wrong: readonly WrongAttempt[];
}
