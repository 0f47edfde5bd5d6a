/**
 * The discrete-event kernel: pops one event, runs it to completion, pops the next. Knows no Kubernetes.
 * All its state is plain data, so a checkpoint is a handful of shared maps and two runs of one input agree.
 */
import { AppendLog, type AppendLogSnapshot } from './appendLog';
import type { Actor, Clock, Instant, Json, SimEvent, StateMap, StateSpace } from './clock';
import { CowMap, type CowSnapshot } from './cowMap';
import { EventQueue, type QueuedEvent } from './eventQueue';
import { type Hash, addHash, hashEntry, hashString, hashText, hashValue, mix } from './hash';
import { invariant } from './invariant';
import { Trace, type TraceRow } from './trace';

export interface KernelOptions {
  readonly startAt: Instant;
  readonly seed: number;
}

/** All that the run is at one moment. Opaque, shared, never written again. */
export interface Checkpoint {
  readonly now: Instant;
  readonly nextId: number;
  readonly rolling: Hash;
  readonly queue: readonly QueuedEvent[];
  readonly maps: ReadonlyMap<string, CowSnapshot<unknown>>;
  readonly logs: ReadonlyMap<string, AppendLogSnapshot<unknown>>;
  readonly trace: AppendLogSnapshot<TraceRow>;
}

/** What is running: an event with its cause, or a command. `row` is set once somebody asks for the cause. */
interface Running {
  readonly actor: string;
  readonly type: string;
  cause: number;
  readonly routine: boolean;
  readonly data?: Json | undefined;
  readonly subject?: string;
  also?: readonly number[];
  /** The row of the event or command itself. */
  row: number;
  /** The row of the rule that it applies now; -1: none. */
  rule: number;
}

export class Kernel {
  readonly trace = new Trace();
  /** Told of every event that an actor schedules. It only looks on. */
  onScheduled: ((event: SimEvent) => void) | undefined;
  /** Told of what leaves no trace by itself, a probe or a reconcile: see `Explain.did`. It only looks on. */
  onDid: ((what: string, who: string, of: string) => void) | undefined;
  readonly clock: Clock;
  readonly state: StateSpace;
  readonly #seed: number;
  readonly #queue = new EventQueue();
  readonly #maps = new Map<string, CowMap<unknown>>();
  readonly #logs = new Map<string, AppendLog<unknown>>();
  readonly #actors = new Map<string, Actor>();
  readonly #streams: StateMap<number>;
  #now: Instant;
  #nextId = 1;
  #rolling: Hash = { a: 0, b: 0 };
  #running: Running | undefined;
  /** What runs has thrown: it will never end. */
  #hasFailed = false;

  constructor(options: KernelOptions) {
    this.#now = options.startAt;
    this.#seed = options.seed;
    this.state = { map: (name) => this.#map(name), drop: (prefix) => this.#drop(prefix) };
    this.#streams = this.state.map('sim/random');
    this.clock = {
      now: () => this.#now,
      schedule: (delayMs, event) => this.#schedule(delayMs, event),
      cancel: (id) => this.#queue.remove(id),
      random: (stream) => this.#random(stream),
    };
  }

  /** Adds or replaces the actor of that name. */
  register(actor: Actor): void {
    this.#actors.set(actor.name, actor);
  }

  /** Events for an actor that is not there are dropped. */
  unregister(name: string): void {
    this.#actors.delete(name);
  }

  /** A bounded append-only list that is part of every checkpoint. */
  log<T>(name: string, capacity: number): AppendLog<T> {
    let log = this.#logs.get(name);
    if (log === undefined) {
      log = new AppendLog<unknown>(capacity);
      this.#logs.set(name, log);
    }
    log.capacity = capacity;
    return log as AppendLog<T>; // One name, one type: names are constants of their modules.
  }

  /** Instant of the next pending event. */
  nextAt(): Instant | undefined {
    return this.#queue.peek()?.at;
  }

  /** Number of pending events. */
  get pending(): number {
    return this.#queue.size;
  }

  /** What is pending, in no order. For views and invariants. */
  queued(): readonly QueuedEvent[] {
    return this.#queue.entries();
  }

  /**
   * Runs everything due up to `instant` and moves the clock there. Stops early, between two events, once
   * `shouldStop` says so; then answers false. Rejects with what a handler threw; the state is then unusable until it is
   * restored.
   */
  async advanceTo(instant: Instant, shouldStop?: () => boolean): Promise<boolean> {
    invariant(this.#running === undefined, 'the clock is moved while an event runs');
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined || next.at > instant) break;
      this.#queue.pop();
      this.#now = next.at;
      const { event } = next;
      const actor = this.#actors.get(event.actor);
      if (actor !== undefined) {
        this.#rolling = { a: mix(this.#rolling.a, next.id), b: mix(this.#rolling.b, next.at % 0x1_0000_0000) };
        this.#running = {
          actor: event.actor,
          type: event.type,
          cause: next.cause,
          routine: event.routine === true,
          data: event.data,
          row: -1,
          rule: -1,
        };
        try {
          const done = actor.handle(event);
          if (done !== undefined) await done;
        } catch (error) {
          this.#hasFailed = true;
          throw error;
        }
        this.#running = undefined;
      }
      if (shouldStop?.() === true) return false;
    }
    if (instant > this.#now) this.#now = instant;
    return true;
  }

  /** Runs `act` as a command of `actor` at the present instant: its writes and events have it as their cause. */
  async command<T>(actor: string, type: string, subject: string, act: () => Promise<T>): Promise<T> {
    invariant(this.#running === undefined, 'a command arrives while an event runs');
    this.#running = { actor, type, cause: -1, routine: false, subject, row: -1, rule: -1 };
    try {
      return await act();
    } finally {
      this.#running = undefined;
    }
  }

  /** What runs now: whose event or command, with the event's data, and the trace row that caused it (-1: a command). */
  get running(): { readonly actor: string; readonly cause: number; readonly data?: Json | undefined } | undefined {
    return this.#running;
  }

  /** Trace row of the rule that is applied now, or else of what runs; -1 before the run has begun. */
  cause(): number {
    const running = this.#running;
    if (running === undefined) return -1;
    return running.rule < 0 ? this.#rowOf(running) : running.rule;
  }

  /**
   * What runs applies the rule called `key`: what it writes and schedules from here on has that as its cause, until the
   * next rule. The rule's own cause is what runs, or the row `because`; `by`: who applies it, if not what runs.
   */
  rule(key: string, params: Json, because?: number, by?: string): void {
    const running = this.#running;
    invariant(running !== undefined, `the rule ${key} is applied while nothing runs`);
    const cause = because === undefined || because < 0 ? this.#rowOf(running) : because;
    const { actor, data } = running;
    const event = data === undefined ? {} : { event: data };
    running.rule = this.trace.add({
      at: this.#now,
      cause,
      actor: by ?? actor,
      type: 'rule',
      subject: key,
      detail: params,
      ...event,
    });
  }

  /** As `rule`, applied by `by` on the behalf of what runs, for what `act` does alone. */
  within<T>(by: string, key: string, params: Json, act: () => T, because?: number): T {
    if (this.#running === undefined) return act();
    const before = this.cause();
    this.rule(key, params, because ?? before, by);
    try {
      return act();
    } finally {
      this.endRule(before);
    }
  }

  /** No rule is applied any more: what runs is itself the cause again, or `row` is. */
  endRule(row = -1): void {
    if (this.#running !== undefined) this.#running.rule = row;
  }

  /** Row of the write that what runs was told of; undefined where it runs for another reason. */
  told(): number | undefined {
    const cause = this.#running?.cause ?? -1;
    return this.trace.row(cause)?.type === 'write' ? cause : undefined;
  }

  /**
   * What runs was queued for one write and answers those of `rows`, too. The first of them has caused it, if that one was
   * what the same work had written before.
   */
  answers(rows: readonly number[]): void {
    const running = this.#running;
    if (running === undefined || running.row >= 0) return;
    const isOwn = (index: number) => {
      const { type, by, event } = this.trace.row(index) ?? {};
      return type === 'write' && by === running.actor && JSON.stringify(event) === JSON.stringify(running.data);
    };
    const others = rows.filter((row) => !isOwn(row));
    const [first, ...rest] = others;
    if (first === undefined) return;
    // What has told of a write may have a row of its own.
    const isFirst = isOwn(running.cause) || isOwn(this.trace.row(running.cause)?.cause ?? -1);
    if (isFirst) running.cause = first;
    const also = isFirst ? rest : others;
    if (also.length > 0) running.also = also;
  }

  #rowOf(running: Running): number {
    if (running.row < 0) {
      const { actor, type, cause, subject, data, also } = running;
      running.row = this.trace.add({
        at: this.#now,
        cause,
        actor,
        type,
        ...(subject === undefined ? {} : { subject }),
        ...(data === undefined ? {} : { detail: data }),
        ...(also === undefined ? {} : { also }),
      });
    }
    return running.row;
  }

  checkpoint(): Checkpoint {
    invariant(this.#running === undefined, 'a checkpoint is taken while an event runs');
    const maps = new Map<string, CowSnapshot<unknown>>();
    for (const [name, map] of this.#maps) maps.set(name, map.snapshot());
    const logs = new Map<string, AppendLogSnapshot<unknown>>();
    for (const [name, log] of this.#logs) logs.set(name, log.snapshot());
    return {
      now: this.#now,
      nextId: this.#nextId,
      rolling: this.#rolling,
      queue: this.#queue.snapshot(),
      maps,
      logs,
      trace: this.trace.snapshot(),
    };
  }

  /** Goes back (or to another kernel's state). Whoever keeps derived data must drop it. */
  restore(checkpoint: Checkpoint): void {
    invariant(this.#running === undefined || this.#hasFailed, 'a checkpoint is restored while an event runs');
    this.#running = undefined;
    this.#hasFailed = false;
    this.#now = checkpoint.now;
    this.#nextId = checkpoint.nextId;
    this.#rolling = checkpoint.rolling;
    this.#queue.restore(checkpoint.queue);
    for (const [name, map] of this.#maps) if (!checkpoint.maps.has(name)) map.clear();
    for (const [name, snapshot] of checkpoint.maps) (this.#map(name) as CowMap<unknown>).restore(snapshot);
    for (const [name, snapshot] of checkpoint.logs) this.log(name, Number.MAX_SAFE_INTEGER).restore(snapshot);
    this.trace.restore(checkpoint.trace);
  }

  /** 16 hexadecimal digits over clock, queue, chance, every map and the order of all events so far. */
  stateHash(): string {
    let sum = addHash(
      hashValue([this.#seed, this.#now, this.#nextId, this.#rolling.a, this.#rolling.b]),
      this.#queue.hash(),
    );
    for (const [name, map] of this.#maps) if (map.size > 0) sum = addHash(sum, hashEntry(name, map.hash()));
    return hashText(sum);
  }

  #schedule(delayMs: number, event: SimEvent): number {
    if (!Number.isInteger(delayMs) || delayMs < 0) throw new RangeError(`delay of ${delayMs} ms for ${event.type}`);
    const id = this.#nextId++;
    const running = this.#running;
    // A heartbeat that schedules the next heartbeat hands on its own cause: no row for what changed nothing.
    const isQuiet = running?.routine === true && running.row < 0 && running.rule < 0;
    const cause = isQuiet && event.routine === true ? running.cause : this.cause();
    this.#queue.push({ id, at: (this.#now + delayMs) as Instant, event, cause });
    this.onScheduled?.(event);
    return id;
  }

  /** As `clock.schedule`, with a given trace row as the cause: a watch event is caused by the write it tells of. */
  scheduleFrom(cause: number, delayMs: number, event: SimEvent): void {
    this.#queue.push({ id: this.#nextId++, at: (this.#now + delayMs) as Instant, event, cause });
  }

  #random(stream: string): number {
    const state = ((this.#streams.get(stream) ?? hashString(stream, this.#seed >>> 0)) + 0x9e3779b9) >>> 0;
    this.#streams.set(stream, state);
    let x = state ^ (state >>> 16);
    x = Math.imul(x, 0x21f0aaad);
    x ^= x >>> 15;
    x = Math.imul(x, 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 4294967296;
  }

  #map<V>(name: string): StateMap<V> {
    let map = this.#maps.get(name);
    if (map === undefined) {
      map = new CowMap<unknown>();
      this.#maps.set(name, map);
    }
    return map as CowMap<unknown> as StateMap<V>; // One name, one type: names are constants of their modules.
  }

  #drop(prefix: string): void {
    for (const [name, map] of this.#maps) if (name.startsWith(prefix)) map.clear();
  }
}
