/** Running on until something happens: steps, conditions and breakpoints, as plain data. */
import type { Outcome, OutcomeAsk } from './predict';
import type { ObjectPlace } from './why';

/** What a step runs to. */
export type StepTarget =
  /** The next change that a person would see, of anything or of one object. */
  | { readonly type: 'change'; readonly object?: ObjectPlace }
  /** The next reconcile of a controller, by its name; absent: of any. */
  | { readonly type: 'reconcile'; readonly controller?: string }
  /**
   * The next probe that ends, of one pod or of any; most of them change nothing. Those of kube-system and its like only
   * `withSystem`: they probe every few seconds.
   */
  | { readonly type: 'probe'; readonly pod?: ObjectPlace; readonly withSystem?: true }
  /** The first moment at which a condition holds, a CEL expression over objects; that may be now. */
  | { readonly type: 'condition'; readonly expression: string };

/** A condition that stops the clock whenever it becomes true while time passes. */
export interface Breakpoint {
  /** Chosen by who sets it. */
  readonly id: string;
  readonly expression: string;
  readonly isOff?: true;
}

/** The same as it stood when it was looked at last. */
export interface BreakpointStatus extends Breakpoint {
  readonly holds?: true;
  /** Why it could not be told: it counts as false then. */
  readonly error?: string;
}

/** Why the clock stands where it does, if not because somebody stopped it. */
export interface Stop {
  /** `nothing`: the time was up. `interrupted`: somebody did something else meanwhile. */
  readonly type: 'step' | 'breakpoint' | 'nothing' | 'interrupted';
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  /** Of a step: what it ran to. */
  readonly to?: StepTarget;
  /** Of a breakpoint or a condition. */
  readonly expression?: string;
  /** In few words, what happened: `pod/kubia-x`, `replication-controller default/kubia`. */
  readonly what?: string;
  /** The object that it happened to. */
  readonly object?: ObjectPlace;
  /** The write that it was, or the one that made the condition true. */
  readonly revision?: number;
  /** Of a probe: how it ended, and which one it was. */
  readonly probe?: { readonly type: string; readonly container: string; readonly result: string };
  /** Why the condition could not be told when it was looked at last. */
  readonly error?: string;
}

/** What an expression comes to. */
export interface Evaluation {
  /** As text: `true`, `3`, a list as JSON. Absent: it has no value now. */
  readonly value?: string;
  /** It is true. */
  readonly holds: boolean;
  /** False: it is neither true nor false, so nothing can be stopped by it. */
  readonly isCondition: boolean;
  /** Why it has no value, in the language's own words. */
  readonly error?: string;
}

export type SteppingAsk =
  /** Answers where and why it stopped, within ten virtual minutes. Whatever is done meanwhile ends it. */
  | { readonly type: 'step'; readonly to: StepTarget }
  /** Replaces all breakpoints. Refused with the parser's words if an expression is none. */
  | { readonly type: 'breakpoints'; readonly breakpoints: readonly Breakpoint[] }
  /** What an expression is now; refused with the parser's words if it is none. */
  | { readonly type: 'evaluate'; readonly expression: string }
  /** The names of the controllers that run, for a step to their next reconcile. */
  | { readonly type: 'controllers' }
  /** What came of a deed so far, for who has predicted it. */
  | { readonly type: 'outcome'; readonly of: OutcomeAsk };

export interface SteppingAnswers {
  readonly step: Stop;
  readonly breakpoints: undefined;
  readonly evaluate: Evaluation;
  readonly controllers: readonly string[];
  readonly outcome: Outcome;
}
