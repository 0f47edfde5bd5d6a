/**
 * Virtual time, chance and pending work: the words in which the engine speaks of what happens when.
 * Everything here is plain data or an interface, so that a checkpoint can carry all of it.
 */

/** Any value that survives a round trip through JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Virtual milliseconds since the Unix epoch. Branded: an instant is never a duration. */
export type Instant = number & { readonly __brand: 'Instant' };

/** What will happen, as data: a checkpoint carries it, a closure could not be carried. */
export interface SimEvent {
  /** Name of the actor that handles it. */
  readonly actor: string;
  readonly type: string;
  readonly data?: Json;
  /**
   * A heartbeat that usually changes nothing (a probe that succeeds again). It leaves no row in the trace
   * unless it writes or schedules something that is not routine.
   */
  readonly routine?: true;
}

/** Reads time without being able to move or schedule anything. */
export interface PassiveClock {
  /** The current instant. Moves between events, never during one. */
  now(): Instant;
}

/** The engine's only source of time and chance. */
export interface Clock extends PassiveClock {
  /** Queues `event`; ties run in queueing order. Throws RangeError on a negative, fractional or NaN delay. */
  schedule(delayMs: number, event: SimEvent): number;
  /** Drops a queued event by the id `schedule` returned. Ids of past events are ignored. */
  cancel(id: number): void;
  /** Next number in [0, 1) of the seeded stream named `stream`; streams do not disturb each other. */
  random(stream: string): number;
}

/**
 * A map whose content is part of every checkpoint and of the state hash. Values are frozen on the way in:
 * replace a value, never mutate it. Iteration order is the same in every replay and after a restore, but
 * otherwise unspecified: sort where order matters.
 */
export interface StateMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  has(key: string): boolean;
  set(key: string, value: V): void;
  delete(key: string): boolean;
  keys(): IterableIterator<string>;
  values(): IterableIterator<V>;
  entries(): IterableIterator<[string, V]>;
  clear(): void;
}

/** Hands out the maps in which actors keep all that they remember between events. */
export interface StateSpace {
  /** The map called `name`; the same map for the same name. Names are paths: `kubelet/worker-1/pods`. */
  map<V>(name: string): StateMap<V>;
  /** Forgets every map whose name starts with `prefix`: the actor is gone. */
  drop(prefix: string): void;
}

/** Something that handles events. It keeps no state of its own outside its StateMaps. */
export interface Actor {
  readonly name: string;
  /** Runs one event to completion. Hands back a promise only if it had to wait for an API call. */
  handle(event: SimEvent): void | Promise<void>;
}
