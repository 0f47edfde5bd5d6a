/** How requests to Services ended, second by second, as a part of every checkpoint. */
import type { HopObject, ServiceCount } from '../client/traffic';
import type { StateMap, StateSpace } from '../sim/clock';

/** Length of an interval, and how many of a Service are kept. */
const INTERVAL_MS = 1_000;
const KEPT = 120;
/** Services with counts at the same time; of more the one that was asked longest ago is forgotten. */
const MOST_SERVICES = 500;

/** How many were answered well, with 4xx or 5xx, and not at all. */
export type Ends = Pick<ServiceCount, 'ok' | 'failed' | 'lost'>;
const NOTHING: Ends = { ok: 0, failed: 0, lost: 0 };

/** The kept intervals of one Service, oldest first. */
export type Intervals = readonly ServiceCount[];

export class ServiceCounts {
  readonly #counts: StateMap<Intervals>;

  constructor(state: StateSpace) {
    this.#counts = state.map('network/counts');
  }

  /** Requests that began at `at`. */
  add({ namespace = '', name }: HopObject, at: number, { ok, failed, lost }: Ends): void {
    const service = `${namespace}/${name}`;
    const start = at - (at % INTERVAL_MS);
    const intervals = this.#counts.get(service) ?? [];
    if (!this.#counts.has(service)) this.#makeRoom();
    const found = intervals.findLastIndex((each) => each.at <= start);
    const present = intervals[found];
    const isThere = present?.at === start;
    const old = isThere ? present : NOTHING;
    const counted = { service, at: start, ok: old.ok + ok, failed: old.failed + failed, lost: old.lost + lost };
    const next = [...intervals];
    next.splice(isThere ? found : found + 1, isThere ? 1 : 0, counted);
    this.#counts.set(service, next.length > KEPT ? next.slice(-KEPT) : next);
  }

  get isAny(): boolean {
    return this.#counts.size > 0;
  }

  /** All intervals that are kept, by Service, oldest first. */
  list(): readonly ServiceCount[] {
    return [...this.#counts.keys()].sort().flatMap((service) => this.#counts.get(service) ?? []);
  }

  /** Those that are not in `told`, which is by Service and knows them from now on. */
  news(told: Map<string, Intervals>): readonly ServiceCount[] {
    const changed: ServiceCount[] = [];
    for (const service of [...this.#counts.keys()].sort()) {
      const intervals = this.#counts.get(service) ?? [];
      const before = told.get(service);
      if (before === intervals) continue;
      told.set(service, intervals);
      changed.push(...intervals.filter((each) => before?.includes(each) !== true));
    }
    return changed;
  }

  #makeRoom(): void {
    if (this.#counts.size < MOST_SERVICES) return;
    let oldest: readonly [string, number] | undefined;
    for (const [service, intervals] of this.#counts.entries()) {
      const at = intervals.at(-1)?.at ?? 0;
      if (oldest === undefined || at < oldest[1] || (at === oldest[1] && service < oldest[0])) oldest = [service, at];
    }
    if (oldest !== undefined) this.#counts.delete(oldest[0]);
  }
}
