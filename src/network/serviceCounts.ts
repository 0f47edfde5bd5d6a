/** How requests to Services ended, second by second, as a part of every checkpoint. */
import type { HopObject, ServiceCount } from '../client/traffic';
import type { StateMap, StateSpace } from '../sim/clock';

/** Length of an interval, and how many of a Service are kept. */
const INTERVAL_MS = 1_000;
const KEPT = 120;
/** Services with counts at the same time; of more the one that was asked longest ago is forgotten. */
const MOST_SERVICES = 500;

/** The kept intervals of one Service, oldest first. */
type Intervals = readonly ServiceCount[];

export class ServiceCounts {
  readonly #counts: StateMap<Intervals>;

  constructor(state: StateSpace) {
    this.#counts = state.map('network/counts');
  }

  /** One request that began at `at`; no status: it was not answered. */
  add({ namespace = '', name }: HopObject, at: number, status: number | undefined, times = 1): void {
    const service = `${namespace}/${name}`;
    const start = at - (at % INTERVAL_MS);
    const intervals = this.#counts.get(service) ?? [];
    if (!this.#counts.has(service)) this.#makeRoom();
    const found = intervals.findLastIndex((each) => each.at <= start);
    const present = intervals[found];
    const isThere = present?.at === start;
    const counted = plus(isThere ? present : { service, at: start, ok: 0, failed: 0, lost: 0 }, status, times);
    const next = [...intervals];
    next.splice(isThere ? found : found + 1, isThere ? 1 : 0, counted);
    this.#counts.set(service, next.length > KEPT ? next.slice(-KEPT) : next);
  }

  /** Intervals that began at `since` or later, by Service, oldest first. */
  since(since: number): readonly ServiceCount[] {
    return [...this.#counts.keys()]
      .sort()
      .flatMap((service) => (this.#counts.get(service) ?? []).filter(({ at }) => at >= since));
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

function plus(count: ServiceCount, status: number | undefined, times: number): ServiceCount {
  if (status === undefined) return { ...count, lost: count.lost + times };
  return status < 400 ? { ...count, ok: count.ok + times } : { ...count, failed: count.failed + times };
}
