/** What history and the session whose time it moves know of each other. */
import type { Instant } from '../../sim/clock';
import type { Cluster } from '../cluster';
import type { Recording } from '../recording';

/** The name of the future that a run begins with. */
export const MAIN = 'main';
/** What history does with a session. */
export interface Traveller {
  readonly cluster: Cluster;
  readonly recording: Recording;
  readonly wall: () => number;
  /** Stops the clock; an engine that has failed is well again once it went back. */
  halt(): void;
  /** Lets time pass at once up to `instant`, with so many commands of the recording carried out at most; less if `isOver`. */
  runTo(instant: Instant, isOver: () => boolean, commands?: number): Promise<void>;
  /** The cluster is about to go elsewhere: nobody is told of the way. */
  leave(): Promise<void>;
  /** It is where it was to go; `wentBack`: not by living on alone. */
  arrive(wentBack: boolean): Promise<void>;
  /** The recording has become another one. */
  changed(): void;
}
