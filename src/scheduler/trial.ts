/** What is tried out to find what would make a waiting pod fit. */
import type { Pod } from '../api/core/pod';
import type { SchedulingChange } from '../client/simulation';
import type { Snapshot } from './framework';

/** A cluster as it might be, with the pod as it might be. */
export interface Trial {
  readonly pod: Pod;
  readonly snapshot: Snapshot;
}

/** A change, and what there is after it. */
export interface Fix {
  readonly change: SchedulingChange;
  readonly trial: Trial;
  /** Between 0 and 1: how much it takes away; of two changes alike the smaller one is told. Absent: it takes nothing. */
  readonly loss?: number;
}
