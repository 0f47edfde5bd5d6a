/** Which instants of a schedule were missed, as far as the Jobs that are kept tell. Pure. */

/** A CronJob now; all in milliseconds since the epoch. */
export interface Slots {
  readonly created: number;
  readonly now: number;
  /** status.lastScheduleTime. */
  readonly last: number | undefined;
  /** spec.suspend now: since its last run nothing was meant to run. */
  readonly isSuspended: boolean;
  /** The instants of the Jobs that are there. */
  readonly kept: readonly number[];
}

/** Whether the instant `at`, of which there is no Job, was missed. The oldest Jobs are cleared away first: what is older than the kept ones may have had one. */
export function isMissed(at: number, { created, now, last, isSuspended, kept }: Slots): boolean {
  if (at <= created || at >= now) return false;
  if (last === undefined || at > last) return !isSuspended;
  return kept.some((other) => other < at);
}
