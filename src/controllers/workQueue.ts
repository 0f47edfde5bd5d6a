/**
 * The de-duplicated queue of keys of one controller, with back-off per key, as data.
 * Models staging/src/k8s.io/client-go/util/workqueue (v1.36.3).
 * Left out: the bucket of 10 keys a second over all keys, which a simulated cluster does not fill.
 */
import type { Kind } from '../api/kinds';
import type { Clock, Instant, StateMap } from '../sim/clock';
import type { Explain, World } from '../component/component';
import type { Wrote } from './consistency';

const FIRST_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 1_000_000;
/** Further reasons that are remembered of a queued key. */
const MOST_REASONS = 4;

/** What the queue knows of one key. Absent fields mean: nothing. */
export interface Item {
  /** The instant of the reconcile that is queued. An event that finds another instant here is stale. */
  readonly dueAt?: Instant;
  /** The reconcile is due, but the cache of this kind must first show what the last one wrote. */
  readonly parkedOn?: Kind;
  /** What made it due while it is parked: a row for `Explain.end`. */
  readonly row?: number;
  /** Rows of writes that would have queued it, had it not been queued: for `Explain.answers`. The first few. */
  readonly also?: readonly number[];
  /** Failed reconciles in a row. */
  readonly failures?: number;
  /** The last reconcile took virtual time until here. */
  readonly notBefore?: Instant;
  readonly wrote?: Wrote;
}

/** Whether the key waits for its turn, or comes back `later`, after a back-off or by a timer; undefined: neither. */
export function waitOf({ dueAt, parkedOn }: Item, now: Instant): 'queued' | 'later' | undefined {
  if (dueAt === undefined) return parkedOn === undefined ? undefined : 'queued';
  return dueAt <= now ? 'queued' : 'later';
}

/** The keys of one controller that wait for their turn, and what is remembered of the last one. */
export class WorkQueue {
  readonly #items: StateMap<Item>;
  readonly #clock: Clock;
  readonly #actor: string;
  readonly #controller: string;
  readonly #explain: Pick<Explain, 'told'>;

  constructor(
    items: StateMap<Item>,
    { clock, explain }: Pick<World, 'clock' | 'explain'>,
    actor: string,
    controller: string,
  ) {
    this.#explain = explain;
    this.#items = items;
    this.#clock = clock;
    this.#actor = actor;
    this.#controller = controller;
  }

  /** Queues `key` once; an earlier turn wins over a later one. */
  add(key: string, delayMs = 0): void {
    const item = this.#items.get(key);
    if (item?.parkedOn !== undefined) return this.#note(key, item);
    const now = this.#clock.now();
    const dueAt = Math.max(now + delayMs, item?.notBefore ?? 0) as Instant; // An instant plus a duration.
    if (item?.dueAt !== undefined && item.dueAt <= dueAt) return this.#note(key, item);
    this.#items.set(key, { ...item, dueAt });
    const data = { controller: this.#controller, key };
    this.#clock.schedule(dueAt - now, { actor: this.#actor, type: 'reconcile', data });
  }

  /** One more reason for what is queued already. */
  #note(key: string, item: Item): void {
    const { also = [] } = item;
    if (also.length >= MOST_REASONS) return;
    const row = this.#explain.told();
    if (row !== undefined && !also.includes(row)) this.#items.set(key, { ...item, also: [...also, row] });
  }

  /** What is known of `key` if its turn is now; undefined for a stale event. */
  due(key: string): Item | undefined {
    const item = this.#items.get(key);
    return item?.dueAt === this.#clock.now() ? item : undefined;
  }

  /** `key` is due but waits for the cache of `kind`. */
  park(key: string, item: Item, kind: Kind): void {
    const { dueAt: _, ...rest } = item;
    this.#items.set(key, { ...rest, parkedOn: kind });
  }

  /** What the parked `key` waits for. */
  parked(key: string): Item | undefined {
    const item = this.#items.get(key);
    return item?.parkedOn === undefined ? undefined : item;
  }

  /** The cache has seen it (or never will): `key` has its turn. */
  unpark(key: string): void {
    const item = this.#items.get(key);
    if (item === undefined) return;
    const { parkedOn: _, wrote: __, row: ___, ...rest } = item;
    this.#items.set(key, rest);
    this.add(key);
  }

  /** A reconcile of `key` has ended. */
  done(key: string, result: { failures: number; costMs: number; wrote: Wrote | undefined; gone: boolean }): void {
    const { failures, costMs, wrote, gone } = result;
    const item: Item = {
      ...(failures > 0 ? { failures } : {}),
      ...(costMs > 0 ? { notBefore: (this.#clock.now() + costMs) as Instant } : {}), // An instant plus a duration.
      ...(wrote === undefined || gone ? {} : { wrote }),
    };
    const isEmpty = item.failures === undefined && item.notBefore === undefined && item.wrote === undefined;
    if (isEmpty || (gone && failures === 0)) this.#items.delete(key);
    else this.#items.set(key, item);
  }

  /** The object of `key` is gone and nobody asked for a last look. */
  forget(key: string): void {
    const item = this.#items.get(key);
    if (item !== undefined && item.dueAt === undefined && item.parkedOn === undefined) this.#items.delete(key);
  }

  clear(): void {
    this.#items.clear();
  }
}

/** How long a key waits after its n-th failure in a row: 5 ms, doubling, at most 1000 s. */
export function backOffMs(failures: number): number {
  let delayMs = FIRST_BACKOFF_MS;
  for (let n = 1; n < failures && delayMs < MAX_BACKOFF_MS; n += 1) delayMs *= 2;
  return Math.min(delayMs, MAX_BACKOFF_MS);
}
