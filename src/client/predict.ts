/** What came of a deed, for the guesses that were made before it. Plain data. */
import type { ObjectPlace } from './why';

/** What is looked for: the fate of a pod, or how long its owner takes to be as it should. */
export interface OutcomeAsk {
  /** The deed's instant, in virtual milliseconds since the epoch. */
  readonly since: number;
  /** The last write before the deed: what was written after it counts. Absent: all of that instant. */
  readonly after?: number;
  /** The pod that it is about; absent: it is about the owner alone. */
  readonly pod?: ObjectPlace;
  /** Who keeps the pods; absent: nobody replaces the pod. */
  readonly owner?: ObjectPlace;
  /**
   * When it is over: `ready` as soon as the pod or its replacement is ready again, `lost` as soon as the pod is not
   * ready any more, `count` as soon as the owner has as many ready pods as it wants.
   */
  readonly until: 'ready' | 'lost' | 'count';
  /** The deed begins when this node is cordoned: a drain waits for its command. */
  readonly cordons?: string;
}

/** A write, and when it was. */
export interface Seen {
  readonly at: number;
  readonly revision: number;
}

/** Where the work goes on. */
export type Fate =
  /** In a new pod on that node. */
  | { readonly type: 'node'; readonly node: string }
  /** In a new pod, once there is a node for it. */
  | { readonly type: 'pending' }
  /** In the same pod, after a restart. */
  | { readonly type: 'restarts' }
  /** In the same pod, without one. */
  | { readonly type: 'stays' }
  | { readonly type: 'nowhere' };

/** How far it has come: as it was when it was over, or as it is now. */
export interface Outcome {
  /** The instant up to which it is read, and the last write of it. */
  readonly now: number;
  readonly revision: number;
  readonly isOver: boolean;
  /** When the deed was done, and when it was over. */
  readonly since: number;
  readonly until: Seen | undefined;
  /** Of a pod. */
  readonly fate?: Fate;
  /** The pod in which the work goes on. */
  readonly pod?: ObjectPlace;
  /** The write that shows it: a binding, a restart, the pod's end. */
  readonly placed?: Seen;
  readonly restarts?: number;
  /** The last restart that counts. */
  readonly restarted?: Seen;
  /** Ready pods of the owner, and the write since which there are so many. */
  readonly ready?: number;
  readonly counted?: Seen;
}
