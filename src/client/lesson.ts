/**
 * What a lesson asks of the run, as plain data: expressions over objects, events, requests, typed lines and their whole
 * history, looked at after every change. The worker looks, the page and the checker of lessons read.
 */
import type { ObjectPlace } from './why';

/** One expression that is looked at. */
export interface Check {
  /** Unique among the checks of a lesson. */
  readonly id: string;
  /** CEL with the words of src/conditions. */
  readonly expression: string;
  /**
   * `now`: it holds while the expression is true. `once`: it holds from the first moment at which the expression was
   * true. `always`: it holds as long as the expression was never false since `from` became true.
   */
  readonly when: 'now' | 'once' | 'always';
  /** Of `always`: the expression counts from the first moment at which this was true; absent: since the lesson began. */
  readonly from?: string;
  /** Of `always`: and up to the first moment after it at which this was true; it does not hold before that moment. */
  readonly until?: string;
}

/** A moment at which a check began or ceased to hold, and what changed then. */
export interface Turn {
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  /** In few words, what changed: `pod/kubia-x`, `kubectl get pods`. */
  readonly what?: string;
  /** The object whose write it was. */
  readonly object?: ObjectPlace;
  readonly revision?: number;
}

/** How a check stands at the present moment of the run. */
export interface CheckStatus {
  readonly id: string;
  readonly holds: boolean;
  /** Since when it holds: of `once`, the first moment. */
  readonly since?: Turn;
  /** It has held, or of `always` had not been broken, up to this moment: of `always`, the first one. */
  readonly broke?: Turn;
  /** Why the expression has no value now, in the language's own words; it counts as false. */
  readonly error?: string;
}

/** How a lesson stands. The same object until something of it changes. */
export interface LessonStatus {
  readonly checks: readonly CheckStatus[];
}

/** A line that somebody ran, or what a button of the page stands for, with what came of it. */
export interface RanLine {
  readonly text: string;
  readonly exitCode: number;
  /** Both streams together; the first 16,384 characters of them are looked at. */
  readonly output: string;
}

/** The same with when it ended, in virtual milliseconds since the start of the run, and the future in which it was run. */
export interface RanAt {
  readonly line: RanLine;
  readonly atMs: number;
  /** Id of the branch; absent: the one that is shown. */
  readonly branch?: string;
}

export type LessonAsk =
  /**
   * From now on, until another run is loaded, these are looked at, as of `startMs` after the start of the run; replaces what
   * was looked at. `lines` were run already. Refused with the parser's words if an expression is none.
   */
  | {
      readonly type: 'begin';
      readonly startMs: number;
      readonly checks: readonly Check[];
      readonly lines?: readonly RanAt[];
    }
  /** How these would stand as of `startMs`; what is looked at stays as it is. Refused as `begin` is. */
  | { readonly type: 'try'; readonly startMs: number; readonly checks: readonly Check[] }
  /** The mistakes of expressions, by id of the check; nothing is looked at. */
  | { readonly type: 'read'; readonly checks: readonly Check[] }
  /** How all stand, up to now. */
  | { readonly type: 'status' }
  /** Nothing is looked at any more. */
  | { readonly type: 'end' }
  /** A line that somebody ran ended now. */
  | { readonly type: 'ran'; readonly line: RanLine };

export interface LessonAnswers {
  readonly begin: LessonStatus;
  readonly try: LessonStatus;
  readonly read: Readonly<Record<string, string>>;
  readonly status: LessonStatus;
  readonly end: undefined;
  readonly ran: undefined;
}
