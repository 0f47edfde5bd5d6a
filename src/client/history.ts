/**
 * Time that can be turned back, and several futures of one run, as questions and answers in plain data. The worker
 * answers them, the page asks.
 */
import type { Command } from './simulation';

/** A moment of the run: so many of the branch's commands have been carried out, and the clock stands at `atMs`. */
export interface Moment {
  /** Virtual milliseconds since the start of the run. */
  readonly atMs: number;
  /** Absent: all commands of that instant. */
  readonly commands?: number;
}

/** One future of the run. The first one is called `main`. */
export interface Branch {
  /** Unique in the run and never used again: `1`, `2`. */
  readonly id: string;
  readonly name: string;
  /** A person gave a branch that left another one its name; absent: it is called after the deed that began it. */
  readonly isNamed?: true;
  /** Where it left which other branch; absent for the first one. That branch may be gone. */
  readonly from?: { readonly id: string; readonly atMs: number };
  /** How far it has been lived, in virtual milliseconds since the start of the run. */
  readonly untilMs: number;
}

/** The same as a part of a run, in a link or a file: all commands since the start, those before the fork included. */
export interface RunBranch extends Branch {
  readonly commands: readonly Command[];
}

/** What views know of history. The same object until something of it changes. */
export interface HistoryStatus {
  /** Id of the branch that is shown. */
  readonly branch: string;
  readonly branches: readonly Branch[];
  /** The deed that `undo` takes back: the last of the person's own before the present moment. */
  readonly undoes?: Command;
  /** Roughly what is kept to go back, in bytes. */
  readonly keptBytes: number;
}

/** Every one of them stops the clock, except `rename` and `delete`. */
export type HistoryAsk =
  /** Goes to a moment of the present branch, back or forth; beyond its end it is lived on. Nothing is forgotten. */
  | { readonly type: 'seek'; readonly to: Moment }
  /**
   * Goes back to just before the last change that a person would see, of anything or of one object: to a millisecond
   * before, with all that changed at that instant undone; to the start of the run if nothing has changed since.
   */
  | {
      readonly type: 'stepBack';
      readonly of?: { readonly kind: string; readonly namespace?: string; readonly name: string };
    }
  /**
   * A new branch without the last deed, at its instant: all that one terminal line did is one deed, and so is a stream
   * with what was said on it. What was done since is in the old branch alone.
   */
  | { readonly type: 'undo' }
  /** Shows another branch, at the present instant or at its end if that comes earlier. */
  | { readonly type: 'switch'; readonly id: string }
  /** Refused if another one is called so, and for an empty name. */
  | { readonly type: 'rename'; readonly id: string; readonly name: string }
  /** Refused for the branch that is shown. */
  | { readonly type: 'delete'; readonly id: string };
