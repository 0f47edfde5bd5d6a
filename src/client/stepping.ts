/** Running on until something happens: steps, conditions and breakpoints, as plain data. */
import type { ObjectPlace } from './why';

/** What a step runs to. */
export type StepTarget =
  /** The next change that a person would see, of anything or of one object. */
  | { readonly type: 'change'; readonly object?: ObjectPlace }
  /** The next reconcile of a controller, by its name; absent: of any. */
  | { readonly type: 'reconcile'; readonly controller?: string }
  /** The next probe of any container, or of one pod. */
  | { readonly type: 'probe'; readonly pod?: ObjectPlace }
  /** The first moment at which a condition holds, a CEL expression over objects. */
  | { readonly type: 'condition'; readonly expression: string };

/** A condition that stops the clock whenever it becomes true while time passes. */
export interface Breakpoint {
  /** Chosen by who sets it. */
  readonly id: string;
  readonly expression: string;
  readonly isOff?: true;
}

/** Why the clock stands where it does, if not because somebody stopped it. */
export interface Stop {
  readonly type: 'step' | 'breakpoint' | 'nothing';
  /** Of a breakpoint or a condition. */
  readonly expression?: string;
  /** In few words, what happened: `pods/kubia-x`, `replication-controller default/kubia`. */
  readonly what?: string;
  /** The expression could not be evaluated any more, in its own words. */
  readonly error?: string;
}

export type SteppingAsk =
  /** Answers where and why it stopped; `nothing`: nothing of it happened within ten virtual minutes. */
  | { readonly type: 'step'; readonly to: StepTarget }
  /** Replaces all breakpoints. Refused with the parser's words if an expression is none. */
  | { readonly type: 'breakpoints'; readonly breakpoints: readonly Breakpoint[] }
  /** Whether an expression holds now; refused with the parser's words if it is none. */
  | { readonly type: 'evaluate'; readonly expression: string };

export interface SteppingAnswers {
  readonly step: Stop;
  readonly breakpoints: undefined;
  readonly evaluate: unknown;
}
