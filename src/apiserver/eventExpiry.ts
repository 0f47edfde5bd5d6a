/**
 * Events live for an hour after their last write.
 * Models kube-apiserver's --event-ttl (v1.36.3), which is a lease of etcd there. Here a queue in the order of expiry is
 * part of the state, and one pending SimEvent wakes the server for its first row.
 */
import type { Clock, StateMap, StateSpace } from '../sim/clock';
import type { Store } from '../storage/store';
import type { Applying } from './call';

const TTL_MS = 3_600_000;
/** Expiry is rounded up to this, so that Events of one moment go together. */
const STEP_MS = 1_000;

interface Row {
  readonly key: string;
  readonly revision: number;
  readonly expiresAt: number;
}

export class EventExpiry {
  readonly #clock: Clock;
  readonly #store: Store;
  /** Position to row. */
  readonly #rows: StateMap<Row>;
  /** `first` and `next`: the ends of the queue; `wake`: the instant of the last wake-up asked for. */
  readonly #ends: StateMap<number>;

  constructor(
    clock: Clock,
    store: Store,
    state: StateSpace,
    private readonly applying: Applying,
  ) {
    this.#clock = clock;
    this.#store = store;
    this.#rows = state.map('kube-apiserver/eventExpiry');
    this.#ends = state.map('kube-apiserver/eventExpiryEnds');
  }

  /** An Event was written: its hour begins anew. */
  written(key: string, revision: number): void {
    const expiresAt = Math.ceil((this.#clock.now() + TTL_MS) / STEP_MS) * STEP_MS;
    const next = this.#ends.get('next') ?? 0;
    this.#rows.set(String(next), { key, revision, expiresAt });
    this.#ends.set('next', next + 1);
    if (next === this.#first()) this.#wakeAt(expiresAt);
  }

  /** Removes what has expired by now. */
  expire(): void {
    const now = this.#clock.now();
    for (;;) {
      const first = this.#first();
      const row = this.#rows.get(String(first));
      if (row === undefined) return;
      if (row.expiresAt > now) {
        this.#wakeAt(row.expiresAt);
        return;
      }
      this.#rows.delete(String(first));
      this.#ends.set('first', first + 1);
      // A later write of the same Event has a row of its own.
      const entry = this.#store.get(row.key);
      if (entry?.revision !== row.revision) continue;
      const remove = () => this.#store.delete(row.key, entry.revision);
      this.applying('eventExpired', { ttlMs: TTL_MS }, remove, this.#store.changeAt(entry.revision)?.cause);
    }
  }

  #first(): number {
    return this.#ends.get('first') ?? 0;
  }

  /** One wake-up at a time; a later one is asked for when that has come. */
  #wakeAt(instant: number): void {
    if (this.#ends.get('wake') === instant) return;
    this.#ends.set('wake', instant);
    this.#clock.schedule(instant - this.#clock.now(), {
      actor: 'kube-apiserver',
      type: 'expireEvents',
      routine: true,
    });
  }
}
