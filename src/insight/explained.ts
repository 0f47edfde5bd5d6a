/** What reasons are read from: the parts of a cluster that keep its past. */
import type { WaitRow } from '../client/simulation';
import type { RequestTotal } from '../client/traffic';
import type { Kernel } from '../sim/kernel';
import type { Store } from '../storage/store';

/** What can be asked for reasons. Nothing of it is changed. */
export interface Explained {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly startedAt: number;
  waits(): readonly WaitRow[];
  readonly traffic: { readonly requests: { readonly totals: { list(): readonly RequestTotal[] } } };
}
