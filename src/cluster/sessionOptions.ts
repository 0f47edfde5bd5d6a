/** What a session is made with, beside its cluster. */
import type { Command } from '../client/simulation';
import type { ClusterParts } from './cluster';

/** How a session's time goes, and what led to its cluster. */
export interface SessionOptions {
  /** Wall time in milliseconds; only the pace depends on it. */
  readonly wall: () => number;
  /** What the cluster was made with. */
  readonly parts?: ClusterParts;
  /** Virtual time never forgets a lag: after a pause of the machine it catches up, as fast as it can. */
  readonly keepsUp?: boolean;
  /** Default true. False: nobody wants the run, so a server that lives for weeks does not grow with every write. */
  readonly keepsCommands?: boolean;
  /** What has been done to the cluster so far. */
  readonly commands?: readonly Command[];
  /** Keeps the past of the run, in so many bytes at most, so that it can be gone back to; absent: it cannot. */
  readonly historyBytes?: number;
  /** Lets messages have their turn, in the middle of a long step. Absent: nobody else waits. */
  readonly rest?: () => Promise<void>;
}
