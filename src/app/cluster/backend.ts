/**
 * What stands behind the page: an API server to speak to, and the handle on time and faults of a simulated one, or on the
 * way to a real one.
 */
import type { KubeClient } from '../../client/client';
import type { Run, Simulation } from '../../client/simulation';
import type { RemoteStatus } from '../../client/remote';
import type { Unsubscribe } from '../../client/transport';

/** How the way to a real cluster is, and how to try it again. */
export interface Remote {
  /** Calls back now and whenever it changes. */
  onStatus(listener: (status: RemoteStatus) => void): Unsubscribe;
  /** Asks a lost cluster again at once. */
  reconnect(): Promise<void>;
}

export interface Backend {
  readonly client: KubeClient;
  /** Absent against a real cluster: what needs it is hidden. */
  readonly simulation?: Simulation;
  /** The way to a real cluster; absent on a simulated one. */
  readonly remote?: Remote;
  /** A port to the same engine, for another worker. Absent where there is no engine. */
  openPort?(): MessagePort;
  /** Calls back with the run that is loaded: at once with the last one, if there was one. */
  onLoad?(listener: (run: Run) => void): Unsubscribe;
  /** Tells once why the engine died, with the run that led there; it answers nothing afterwards. */
  onCrash?(listener: (why: string, run: Run) => void): Unsubscribe;
  /** Tells when the engine no longer answers, and when it does again. Absent where there is no engine. */
  onSilence?(listener: (isSilent: boolean) => void): Unsubscribe;
  /** Ends an engine that does not answer, as after a crash. */
  stop?(why: string): void;
  /** Ends all watches and the worker. */
  close(): void;
}
