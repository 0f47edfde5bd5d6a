/**
 * Endpoints and commands that a person broke: they stay broken, through restarts of the container, until mended.
 * They belong to a pod (its UID), so a replacement of the same name is well.
 */
import type { StateMap, StateSpace } from '../../sim/clock';

/** One endpoint that does not answer as its program would. */
export interface EndpointFault {
  readonly podUid: string;
  readonly container: string;
  readonly port: number;
  /** Absent: every path. */
  readonly path?: string;
  /** `error` answers 500, `unauthorized` 401; `slow` delays the answer; `hang` never answers, `refuse` closes the port. */
  readonly mode: 'error' | 'unauthorized' | 'slow' | 'hang' | 'refuse';
  /** How much later a slow endpoint answers. */
  readonly delayMs?: number;
  /** Requests that are still answered well. */
  readonly afterRequests?: number;
  /** Row of the trace in which it was broken. */
  readonly row: number;
}
/** What a fault is about. */
export type Endpoint = Pick<EndpointFault, 'podUid' | 'container' | 'port' | 'path'>;
/** Whose exec is broken. */
export type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** The faults of one machine. */
export class EndpointFaults {
  readonly #endpoints: StateMap<EndpointFault>;
  /** To the row of the trace. */
  readonly #execs: StateMap<number>;

  constructor(state: StateSpace, prefix: string) {
    this.#endpoints = state.map(`${prefix}/endpointFaults`);
    this.#execs = state.map(`${prefix}/execFaults`);
  }

  breakEndpoint(fault: EndpointFault): void {
    this.#endpoints.set(keyOf(fault), fault);
  }
  /** Without a path every fault of that port goes. */
  mendEndpoint(endpoint: Endpoint): void {
    if (endpoint.path !== undefined) {
      this.#endpoints.delete(keyOf(endpoint));
      return;
    }
    for (const fault of [...this.#endpoints.values()])
      if (isOnPort(fault, endpoint)) this.#endpoints.delete(keyOf(fault));
  }
  breakExec(podUid: string, container: string, probe: ProbeKind, row: number): void {
    this.#execs.set(`${podUid}/${container}/${probe}`, row);
  }
  mendExec(podUid: string, container: string, probe: ProbeKind): void {
    this.#execs.delete(`${podUid}/${container}/${probe}`);
  }

  /** Row of the trace in which that command was broken. */
  execBrokenBy(podUid: string, container: string, probe: ProbeKind): number | undefined {
    return this.#execs.size > 0 ? this.#execs.get(`${podUid}/${container}/${probe}`) : undefined;
  }

  /** Row of the trace in which that endpoint was broken. */
  brokenBy(endpoint: Endpoint): number | undefined {
    return this.#faultOf(endpoint)?.row;
  }

  #faultOf(endpoint: Endpoint): EndpointFault | undefined {
    return this.#endpoints.get(keyOf(endpoint)) ?? this.#endpoints.get(keyOf({ ...endpoint, path: undefined }));
  }

  /** What is wrong with one request; counts it. */
  onRequest(port: Endpoint, pathAndQuery: string): EndpointFault | undefined {
    if (this.#endpoints.size === 0) return undefined;
    const fault = this.#faultOf({ ...port, path: pathAndQuery.split('?')[0] });
    if (!fault) return undefined;
    if (fault.afterRequests === undefined || fault.afterRequests <= 0) return fault;
    this.#endpoints.set(keyOf(fault), { ...fault, afterRequests: fault.afterRequests - 1 });
    return undefined;
  }

  /** Whether connections to a port are refused whatever the path. */
  refuses(endpoint: Endpoint): boolean {
    if (this.#endpoints.size === 0) return false;
    const fault = this.#endpoints.get(keyOf({ ...endpoint, path: undefined }));
    return fault?.mode === 'refuse' && !((fault.afterRequests ?? 0) > 0);
  }

  forgetPod(podUid: string): void {
    for (const fault of [...this.#endpoints.values()])
      if (fault.podUid === podUid) this.#endpoints.delete(keyOf(fault));
    for (const key of [...this.#execs.keys()]) if (key.startsWith(`${podUid}/`)) this.#execs.delete(key);
  }
}

const keyOf = (e: Endpoint) => `${e.podUid}/${e.container}/${e.port}${e.path ?? ''}`;
const isOnPort = (a: Endpoint, b: Endpoint) =>
  a.podUid === b.podUid && a.container === b.container && a.port === b.port;
