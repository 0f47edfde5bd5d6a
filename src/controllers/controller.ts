/**
 * What a control loop is to the manager that runs it.
 * Models the part that the loops of pkg/controller share (v1.36.3). Left out: informers, queues, workers, expectations;
 * the manager owns them.
 */
import type { Kind, Kinds } from '../api/kinds';
import type { ObjectKey } from '../api/meta/objectMeta';
import type { Instant } from '../sim/clock';
import type { Cache, CacheChange } from '../client/cache';
import type { Wait, World } from '../component/component';
import type { Profile } from '../component/profile';

/**
 * The world of one reconcile. Its client notes what was written, its cache counts what was read,
 * and its recorder speaks in the controller's name.
 */
export type ControllerWorld = World;

/** Another kind that a controller follows. */
export interface Watch {
  readonly kind: Kind;
  /** Keys of the controller's own objects that the change concerns. Called for every change: reads indexes only. */
  concerns(change: CacheChange, cache: Cache): readonly ObjectKey[];
  /** Changes within this time are answered together. Absent: at once. */
  readonly batchMs?: number;
}

/** Many kinds that a controller follows alike. Controllers that share one of these are asked as one. */
export interface BroadWatch {
  readonly kinds: readonly Kind[];
  /** A change that concerns no controller with this watch: nearly all do not. */
  passesBy(change: CacheChange): boolean;
}

/** When to look again, unless a change comes first. Whole milliseconds. */
export interface Again {
  readonly requeueAfterMs: number;
}

/** A loop that runs by the clock rather than by changes. */
export interface Tick {
  periodMs(profile: Profile): number;
  /** Its writes are not waited for. Hands back the keys that are to be reconciled at once. */
  run(world: ControllerWorld): Promise<readonly ObjectKey[]>;
}

/** A control loop: stateless, level-triggered. The manager owns queue, back-off, caches and events. */
export interface Controller<K extends Kind = Kind> {
  /** As kube-controller-manager spells it. Unique: queues and states are kept under it. */
  readonly name: string;
  /** The source of its Events, where that is not `name`. */
  readonly source?: string;
  readonly kind: K;
  /** Other kinds to watch, and which of our objects a change there concerns. */
  readonly watches: readonly Watch[];
  /** Many kinds at once, which `concerns` answers for. */
  readonly follows?: BroadWatch;
  /** As a watch's, for changes of the kinds of `follows` that do not pass by. */
  concerns?(change: CacheChange, cache: Cache): readonly ObjectKey[];
  /** Kinds that are read but need no answer when they change. */
  readonly reads?: readonly Kind[];
  /** Which changes of its own kind matter; absent: all. Called for every change. */
  isConcernedBy?(change: CacheChange<Kinds[K]>, cache: Cache): boolean;
  /** How long a change of its own kind may wait; absent: not at all. */
  batchMs?(change: CacheChange<Kinds[K]>, now: Instant): number;
  /**
   * Moves the cluster one step towards what object `key` asks for. Reads `cache`, writes with `client`.
   * An ApiError requeues with exponential back-off; a returned delay asks for another look.
   */
  reconcile(key: ObjectKey, world: ControllerWorld): Promise<Again | undefined>;
  /** Work by the clock, e.g. the node monitor. */
  readonly tick?: Tick;
  /** The process starts anew: states that do not outlive it are set up. */
  start?(world: ControllerWorld): void;
  /** Countdowns for the views; `nextTick` is when its work by the clock is due again. */
  waits?(world: World, nextTick: Instant | undefined): readonly Wait[];
}
