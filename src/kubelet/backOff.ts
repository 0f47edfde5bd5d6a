/**
 * Doubling waits: after crashes of a container and after failed pulls of an image.
 * Models staging/src/k8s.io/client-go/util/flowcontrol/backoff.go (v1.36.3) as the kubelet uses it.
 */
import type { Instant, StateMap } from '../sim/clock';

/** One back-off; `backOffMs` counts from the last failure. */
export interface BackOffEntry {
  readonly backOffMs: number;
  readonly updatedAt: Instant;
}

export interface BackOffLimits {
  readonly firstMs: number;
  readonly maxMs: number;
  /** An entry is forgotten when the next failure comes this long after its last update. */
  readonly resetMs: number;
}

/** When the wait after the failure at `since` is over; undefined if it is over now. Models IsInBackOffSince. */
export function backOffUntil(
  entries: StateMap<BackOffEntry>,
  key: string,
  since: Instant,
  now: Instant,
  limits: BackOffLimits,
): Instant | undefined {
  const entry = entries.get(key);
  if (entry === undefined || since - entry.updatedAt > limits.resetMs) return undefined;
  const until = since + entry.backOffMs;
  return now < until ? (until as Instant) : undefined; // An instant plus a duration is an instant.
}

/** Notes one more attempt: the next wait is twice as long. Models Next. */
export function lengthenBackOff(
  entries: StateMap<BackOffEntry>,
  key: string,
  since: Instant,
  now: Instant,
  limits: BackOffLimits,
): void {
  const entry = entries.get(key);
  const fresh = entry === undefined || since - entry.updatedAt > limits.resetMs;
  const backOffMs = fresh ? limits.firstMs : Math.min(entry.backOffMs * 2, limits.maxMs);
  entries.set(key, { backOffMs, updatedAt: now });
}

/** A whole number of seconds as Go prints a duration: `10s`, `1m20s`, `5m0s`. */
export function goSeconds(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${hours}h${minutes % 60}m${seconds % 60}s`;
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}

/** Milliseconds as Go prints a duration: `752ms`, `1.502s`, `1m2.5s`, `0s`. */
export function goDuration(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 1000) return `${ms}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = String((ms - minutes * 60_000) / 1000);
  if (minutes === 0) return `${seconds}s`;
  return minutes < 60 ? `${minutes}m${seconds}s` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}s`;
}
