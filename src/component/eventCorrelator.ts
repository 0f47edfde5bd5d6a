/**
 * Decides what becomes of an Event before it is sent: a new object, one more count of an old one, or nothing.
 * Models staging/src/k8s.io/client-go/tools/record/events_cache.go (v1.36.3).
 * Left out: custom key functions and limits, which no component of the cluster sets.
 */
import type { Instant, StateMap, StateSpace } from '../sim/clock';

/** More different messages than this for one reason in ten minutes become one combined Event. */
const MAX_SIMILAR = 10;
const SIMILAR_WINDOW_MS = 600_000;
/** A source may say 25 things about an object, then one every five minutes. */
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;
/** Entries that each memory keeps. */
const MAX_ENTRIES = 4096;
const COMBINED = '(combined from similar events): ';

/** What makes two Events the same. */
export interface EventIdentity {
  /** Source, involved object and type, joined. */
  readonly source: string;
  readonly fieldPath: string;
  readonly reason: string;
  readonly message: string;
}

/** An Event that exists in the API already. */
export interface SeenEvent {
  readonly name: string;
  readonly count: number;
  readonly firstAt: Instant;
  /** Last use, by which the memory is kept small. */
  readonly at: Instant;
}

/** What to do with one Event. Counting goes on for those that are not sent. */
export type Verdict =
  | { readonly type: 'drop' }
  | ({ readonly type: 'create'; readonly name: string } & Correlated)
  | ({ readonly type: 'count'; readonly seen: SeenEvent } & Correlated);

/** `key`: what it is counted under. */
interface Correlated {
  readonly key: string;
  readonly message: string;
  /** It stands for many messages of one reason. */
  readonly isCombined: boolean;
}

interface Similar {
  readonly messages: readonly string[];
  readonly at: Instant;
}
interface Allowance {
  /** Milliseconds of refill that are left; one Event costs SPAM_REFILL_MS. */
  readonly leftMs: number;
  readonly at: Instant;
}

/** Correlates the Events of one component. Its memory lives under `name` in `state`. */
export class EventCorrelator {
  readonly #similar: StateMap<Similar>;
  readonly #seen: StateMap<SeenEvent>;
  readonly #allowances: StateMap<Allowance>;

  constructor(state: StateSpace, name: string) {
    this.#similar = state.map(`${name}/similar`);
    this.#seen = state.map(`${name}/seen`);
    this.#allowances = state.map(`${name}/allowances`);
  }

  /** Judges one Event. `name` is what its object would be called if it is new. */
  judge(event: EventIdentity, name: string, now: Instant): Verdict {
    const correlated = this.#aggregate(event, now);
    const { key } = correlated;
    const seen = this.#seen.get(key);
    const next: SeenEvent =
      seen === undefined ? { name, count: 1, firstAt: now, at: now } : { ...seen, count: seen.count + 1, at: now };
    remember(this.#seen, key, next);
    if (!this.#allow(event.source, now)) return { type: 'drop' };
    return seen === undefined ? { type: 'create', name, ...correlated } : { type: 'count', seen: next, ...correlated };
  }

  /** The object is gone (expired or deleted) and was written anew as `name`. */
  renamed(key: string, name: string, now: Instant): void {
    const seen = this.#seen.get(key);
    remember(this.#seen, key, { name, count: seen?.count ?? 1, firstAt: seen?.firstAt ?? now, at: now });
  }

  #aggregate(event: EventIdentity, now: Instant): Correlated {
    const group = `${event.source}|${event.reason}`;
    const known = this.#similar.get(group);
    const messages = known !== undefined && now - known.at <= SIMILAR_WINDOW_MS ? known.messages : [];
    const isNew = !messages.includes(event.message);
    const count = messages.length + (isNew ? 1 : 0);
    if (count < MAX_SIMILAR) {
      remember(this.#similar, group, { messages: isNew ? [...messages, event.message] : messages, at: now });
      const key = `${event.source}|${event.fieldPath}|${event.reason}|${event.message}`;
      return { key, message: event.message, isCombined: false };
    }
    // The set stays one short of the limit, so that the next new message combines too.
    remember(this.#similar, group, { messages: messages.slice(0, MAX_SIMILAR - 1), at: now });
    return { key: group, message: COMBINED + event.message, isCombined: true };
  }

  #allow(source: string, now: Instant): boolean {
    const full = SPAM_BURST * SPAM_REFILL_MS;
    const known = this.#allowances.get(source);
    const leftMs = known === undefined ? full : Math.min(full, known.leftMs + (now - known.at));
    const allowed = leftMs >= SPAM_REFILL_MS;
    remember(this.#allowances, source, { leftMs: allowed ? leftMs - SPAM_REFILL_MS : leftMs, at: now });
    return allowed;
  }
}

/** Keeps `value` and, when a memory is full, forgets its least recently used quarter. */
export function remember<V extends { readonly at: Instant }>(memory: StateMap<V>, key: string, value: V): void {
  memory.set(key, value);
  if (memory.size <= MAX_ENTRIES) return;
  const oldest = [...memory.entries()].sort(([a, x], [b, y]) => x.at - y.at || (a < b ? -1 : 1));
  for (const [old] of oldest.slice(0, MAX_ENTRIES / 4)) memory.delete(old);
}
