/**
 * What answers at the addresses of one machine's pods: which container has the port, what stands in the way, and what
 * the answer costs.
 */
import type { ContainerRow, ContainerTable } from './containerTable';
import type { DnsQuery } from '../../client/network';
import type { DnsResult, GrpcHealth, HttpProbeRequest, HttpProbeResult } from './containerRuntime';
import type { HostPort, Listening, PodName } from './ports';
import type { EndpointFaults } from './endpointFaults';
import type { NoResponse } from './process';
import type { ProcessTable } from './processTable';

/** Processor time of an answer that does not say what it took. */
const REQUEST_CPU_MS = 0.5;

/** Where servers speak TLS by custom. */
const TLS_PORTS: ReadonlySet<number> = new Set([443, 4443, 6443, 8443, 9443, 10250]);

const WITHOUT_ANSWER: Readonly<Record<NoResponse, HttpProbeResult>> = {
  hang: { type: 'hang' },
  refuse: { type: 'refused' },
  close: { type: 'closed' },
  reset: { type: 'reset' },
};

/** What the endpoints are made of. */
export interface PodEndpointsOptions {
  readonly table: ContainerTable;
  readonly processes: ProcessTable;
  readonly faults: EndpointFaults;
  readonly nodeIP: string;
  /** The address from which the machine itself reaches its pods. */
  readonly bridge: string;
}

/** The addresses of one machine. */
export class PodEndpoints {
  readonly #options: PodEndpointsOptions;

  constructor(options: PodEndpointsOptions) {
    this.#options = options;
  }

  /** One request; see ContainerRuntime. */
  http(ip: string, port: number, request: HttpProbeRequest): HttpProbeResult {
    const { table, faults, processes, bridge } = this.#options;
    const rows = this.#rowsAt(ip);
    if (rows === undefined) return { type: 'unreachable' };
    const row = rows.find((candidate) => this.#listens(candidate, port));
    if (!row) return { type: 'refused' };
    const { podUid, name } = row.config;
    const fault = faults.onRequest({ podUid, container: name, port }, request.path);
    const { id } = row.record;
    if (fault?.mode === 'refuse') return { type: 'refused' };
    if (fault?.mode === 'hang' || table.processes.get(id)?.isHung) return { type: 'hang' };
    if (fault?.mode === 'error') return { type: 'response', status: 500, body: 'Internal Server Error' };
    if (fault?.mode === 'unauthorized') return { type: 'response', status: 401, body: 'Unauthorized' };
    const running = processes.running(id);
    if (!running?.program.http) return { type: 'hang' };
    const from = request.from ?? bridge;
    const answer = running.program.http(running.process, port, { ...request, from });
    if (typeof answer === 'string') return WITHOUT_ANSWER[answer];
    // What the kubelet asks every few seconds is part of a server's use at rest.
    if (request.from !== undefined) {
      processes.meters.serve(id, from, answer.cpuMs ?? REQUEST_CPU_MS, request.stands);
    }
    if (answer.cpuMs === undefined && fault?.delayMs === undefined) return { type: 'response', ...answer };
    const { cpuMs = 0, durationMs = 0, ...response } = answer;
    const workMs = Math.floor(cpuMs * processes.meters.slowdown(id));
    return { type: 'response', ...response, durationMs: durationMs + (fault?.delayMs ?? 0) + workMs };
  }

  /** One attempt to connect; see ContainerRuntime. */
  tcp(ip: string, port: number): 'connected' | 'refused' | 'timeout' {
    const rows = this.#rowsAt(ip);
    if (rows === undefined) return 'timeout';
    const row = rows.find((candidate) => this.#listens(candidate, port));
    if (!row) return 'refused';
    const { podUid, name } = row.config;
    return this.#options.faults.refuses({ podUid, container: name, port }) ? 'refused' : 'connected';
  }

  /** See ContainerRuntime. */
  listenerAt(ip: string, port: number, protocol: HostPort['protocol']): Listening | 'refused' | 'timeout' {
    const rows = this.#rowsAt(ip);
    if (rows === undefined) return 'timeout';
    const row = rows.find((candidate) => this.#listens(candidate, port));
    if (row === undefined) return 'refused';
    const { podUid, name, namespace, pod } = row.config;
    // Of the programs here only DNS servers take packets without a connection.
    const isTaken =
      protocol === 'TCP'
        ? !this.#options.faults.refuses({ podUid, container: name, port })
        : protocol === 'UDP' &&
          port === 53 &&
          this.#options.processes.running(row.record.id)?.program.dns !== undefined;
    return isTaken ? { id: row.record.id, pod: { namespace, name: pod } } : 'refused';
  }

  /** See ContainerRuntime. */
  dns(ip: string, query: DnsQuery): DnsResult {
    const rows = this.#rowsAt(ip);
    if (rows === undefined) return 'unreachable';
    const row = rows.find((candidate) => this.#listens(candidate, 53));
    const running = row && this.#options.processes.running(row.record.id);
    if (running?.program.dns === undefined) return 'refused';
    if (this.#options.table.processes.get(running.process.id)?.isHung) return 'hang';
    return running.program.dns(running.process, query);
  }

  /** See ContainerRuntime. */
  podAt(ip: string): PodName | undefined {
    const id = this.#options.table.addresses.get(ip);
    const row = id === undefined ? undefined : this.#options.table.sandboxes.get(id);
    return row && { namespace: row.namespace, name: row.name };
  }

  /** See ContainerRuntime. */
  grpcHealth(ip: string, port: number, service: string): GrpcHealth {
    const found = this.#running(ip, port);
    if (found === undefined) return 'noGrpc';
    if (this.#options.table.processes.get(found.process.id)?.isHung) return 'hang';
    return found.program.grpcHealth?.(found.process, port, service) ?? 'noGrpc';
  }

  /** See ContainerRuntime. */
  tls(ip: string, port: number): boolean {
    const found = this.#running(ip, port);
    return found !== undefined && (found.program.tls?.(found.process, port) ?? TLS_PORTS.has(port));
  }

  /** What listens there, if it takes connections. */
  #running(ip: string, port: number) {
    if (this.tcp(ip, port) !== 'connected') return undefined;
    const row = this.#rowsAt(ip)?.find((candidate) => this.#listens(candidate, port));
    return row === undefined ? undefined : this.#options.processes.running(row.record.id);
  }

  /** Whether somebody has the address. */
  isAddress(ip: string): boolean {
    return this.#rowsAt(ip) !== undefined;
  }

  /** Containers that could listen at `ip`; undefined if nobody has the address. */
  #rowsAt(ip: string): readonly ContainerRow[] | undefined {
    const { table, nodeIP } = this.#options;
    if (!table.machine.isOn) return undefined;
    if (ip === nodeIP) {
      const host = [...table.sandboxes.values()].filter((row) => row.hostNetwork && row.sandbox.ready);
      return host.flatMap((row) => table.containersOf(row.sandbox.podUid));
    }
    const id = table.addresses.get(ip);
    const podUid = id === undefined ? undefined : table.sandboxes.get(id)?.sandbox.podUid;
    return podUid === undefined ? undefined : table.containersOf(podUid);
  }

  #listens(row: ContainerRow, port: number): boolean {
    return this.#options.table.processes.get(row.record.id)?.ports.includes(port) === true;
  }
}
