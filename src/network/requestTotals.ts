/** How many requests have ended since the start of the run, as a count that is kept for every second with any of them. */
import type { RequestTotal } from '../client/traffic';
import type { AppendLog } from '../sim/appendLog';
import type { StateMap } from '../sim/clock';

/** Seconds with requests that are remembered. */
export const SECONDS_KEPT = 7_200;
const SECOND_MS = 1_000;

export class RequestTotals {
  constructor(
    /** Of the last second with requests, under an empty name. */
    private readonly last: StateMap<RequestTotal>,
    private readonly log: AppendLog<RequestTotal>,
  ) {}

  /** `requests` have ended at `now`, `failed` of them with 4xx or 5xx, or without an answer. */
  add(now: number, requests: number, failed: number): void {
    const at = now - (now % SECOND_MS);
    const last = this.last.get('') ?? { at, requests: 0, failed: 0 };
    if (last.at < at) this.log.push(last);
    this.last.set('', { at, requests: last.requests + requests, failed: last.failed + failed });
  }

  /** Oldest first. */
  list(): readonly RequestTotal[] {
    const last = this.last.get('');
    return last === undefined ? [] : [...this.log.from(0), last];
  }
}
