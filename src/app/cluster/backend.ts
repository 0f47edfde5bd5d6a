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
  /** A port to the same engine, for another worker. Absent where there is no engine. */
  openPort?(): MessagePort;
  /** Calls back with the run that is loaded: at once with the last one, if there was one. */
  onLoad?(listener: (run: Run) => void): Unsubscribe;
  /** Tells once why the engine died, with the run that led there; it answers nothing afterwards. */
  onCrash?(listener: (why: string, run: Run) => void): Unsubscribe;
  /** Ends all watches and the worker. */
  close(): void;
}
