/**
 * What stands behind the page: an API server to speak to, and, if it is simulated, the handle on time and faults.
 */
import type { KubeClient } from '../../client/client';
import type { Run, Simulation } from '../../client/simulation';
import type { Unsubscribe } from '../../client/transport';

export interface Backend {
  readonly client: KubeClient;
  /** Absent against a real cluster: what needs it is hidden. */
  readonly simulation?: Simulation;
  /** Tells once why the engine died, with the run that led there; it answers nothing afterwards. */
  onCrash?(listener: (why: string, run: Run) => void): Unsubscribe;
  /** Ends all watches and the worker. */
  close(): void;
}
