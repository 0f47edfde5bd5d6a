/**
 * One probe of one container: asks, and tells how it ended in Kubernetes' words.
 * Models pkg/kubelet/prober/prober.go and pkg/probe (v1.36.3).
 */
import type { Container, HTTPGetAction, Probe } from '../../api/core/pod';
import { goSeconds } from '../backOff';
import { runtimeId } from '../context';
import type { ContainerRuntime, HttpProbeRequest, HttpProbeResult } from '../runtime/containerRuntime';
import type { ProbeType } from './worker';

/** How a probe ended. `afterMs`: the answer (or the end of the time-out) comes that much later. */
export interface ProbeOutcome {
  /** `error`: it could not be run; the result does not count. */
  readonly result: 'success' | 'failure' | 'error';
  /** What the Event says after `probe failed: `. */
  readonly output: string;
  readonly afterMs: number;
}

const succeeded: ProbeOutcome = { result: 'success', output: '', afterMs: 0 };
const MAX_REDIRECTS = 10;

/** Runs the probe once. `containerID` as in the status, `podIP` its pod's address. */
export function runProbe(
  runtime: ContainerRuntime,
  type: ProbeType,
  probe: Probe,
  container: Container,
  target: { readonly containerID: string; readonly podIP: string },
): ProbeOutcome {
  const timeoutMs = probe.timeoutSeconds * 1000;
  if (probe.httpGet !== undefined) return httpProbe(runtime, probe.httpGet, container, target.podIP, timeoutMs);
  if (probe.tcpSocket !== undefined) {
    const host = hostOr(probe.tcpSocket.host, target.podIP);
    return tcpProbe(runtime, host, portOf(probe.tcpSocket.port, container), timeoutMs);
  }
  if (probe.grpc !== undefined) return grpcProbe(runtime, target.podIP, probe.grpc, timeoutMs);
  return execProbe(runtime, type, probe.exec?.command ?? [], runtimeId(target.containerID), timeoutMs);
}

/** The number of a port that may be named; 0 if the container has no such port. */
export function portOf(port: number | string, container: Container): number {
  if (typeof port === 'number') return port;
  const found = container.ports?.find(({ name }) => name === port);
  return found?.containerPort ?? (/^\d+$/.test(port) ? Number(port) : 0);
}

function hostOr(host: string | undefined, podIP: string): string {
  return host === undefined || host === '' ? podIP : host;
}

function httpProbe(
  runtime: ContainerRuntime,
  action: HTTPGetAction,
  container: Container,
  podIP: string,
  timeoutMs: number,
): ProbeOutcome {
  const request = requestOf(action, container, podIP);
  if (action.scheme === 'HTTPS' && isPlain(runtime, request)) {
    return failed(`Get "${urlOf(request)}": http: server gave HTTP response to HTTPS client`, 0);
  }
  let answer = runtime.http(request.host, request.port, request.http);
  if (answer.type === 'response' && isRedirect(answer.status)) answer = follow(runtime, request, answer);
  switch (answer.type) {
    case 'refused':
      return failed(
        `Get "${urlOf(request)}": dial tcp ${request.host}:${request.port}: connect: connection refused`,
        0,
      );
    case 'hang':
    case 'unreachable':
      return timedOut(urlOf(request), timeoutMs);
    case 'closed':
      return failed(`Get "${urlOf(request)}": EOF`, 0);
    case 'reset':
      return failed(`Get "${urlOf(request)}": read: connection reset by peer`, 0);
    case 'response': {
      const afterMs = answer.durationMs ?? 0;
      if (afterMs >= timeoutMs) return timedOut(urlOf(request), timeoutMs);
      if (answer.status >= 200 && answer.status < 400) return afterMs === 0 ? succeeded : { ...succeeded, afterMs };
      return failed(`HTTP probe failed with statuscode: ${answer.status}`, afterMs);
    }
  }
}

/** A server that takes connections and does not speak TLS. */
function isPlain(runtime: ContainerRuntime, { host, port }: ProbeRequest): boolean {
  return runtime.tcp(host, port) === 'connected' && !runtime.tls(host, port);
}

/** A redirect to the same host is followed; one to another host counts as it is. */
function follow(runtime: ContainerRuntime, request: ProbeRequest, first: HttpProbeResult): HttpProbeResult {
  let answer = first;
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
    const location = answer.type === 'response' && isRedirect(answer.status) ? answer.headers?.location : undefined;
    if (location === undefined || !location.startsWith('/')) break;
    answer = runtime.http(request.host, request.port, { ...request.http, path: location });
  }
  return answer;
}

interface ProbeRequest {
  readonly podIP: string;
  readonly host: string;
  readonly port: number;
  readonly http: HttpProbeRequest;
}
/** A probe asks the same thing again and again: what it asks is made once for each spec and address. */
const requests = new WeakMap<HTTPGetAction, ProbeRequest>();

function requestOf(action: HTTPGetAction, container: Container, podIP: string): ProbeRequest {
  const known = requests.get(action);
  if (known?.podIP === podIP) return known;
  const host = hostOr(action.host, podIP);
  const port = portOf(action.port, container);
  const headers: Record<string, string> = {
    host: `${host}:${port}`,
    'user-agent': 'kube-probe/1.36',
    accept: '*/*',
    connection: 'close',
  };
  for (const { name, value } of action.httpHeaders ?? []) headers[name.toLowerCase()] = value;
  const { path = '/', scheme = 'HTTP' } = action;
  const http = { method: 'GET', path: path.startsWith('/') ? path : `/${path}`, scheme, headers };
  const request: ProbeRequest = { podIP, host, port, http };
  requests.set(action, request);
  return request;
}

function urlOf({ host, port, http }: ProbeRequest): string {
  return `${(http.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}${http.path}`;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function timedOut(url: string, timeoutMs: number): ProbeOutcome {
  return failed(`Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`, timeoutMs);
}

function failed(output: string, afterMs: number): ProbeOutcome {
  return { result: 'failure', output, afterMs };
}

function tcpProbe(runtime: ContainerRuntime, host: string, port: number, timeoutMs: number): ProbeOutcome {
  switch (runtime.tcp(host, port)) {
    case 'connected':
      return succeeded;
    case 'refused':
      return failed(`dial tcp ${host}:${port}: connect: connection refused`, 0);
    case 'timeout':
      return failed(`dial tcp ${host}:${port}: i/o timeout`, timeoutMs);
  }
}

/** Models pkg/probe/grpc/grpc.go. A port where nobody speaks gRPC is waited for like one where nobody listens. */
function grpcProbe(
  runtime: ContainerRuntime,
  host: string,
  { port, service = '' }: NonNullable<Probe['grpc']>,
  timeoutMs: number,
): ProbeOutcome {
  const within = goSeconds(timeoutMs);
  const answer = runtime.grpcHealth(host, port, service);
  switch (answer) {
    case 'SERVING':
      return succeeded;
    case 'NOT_SERVING':
    case 'UNKNOWN':
      return failed(`service unhealthy (responded with "${answer}")`, 0);
    case 'notFound':
      return failed('error: health rpc probe failed: rpc error: code = NotFound desc = unknown service', 0);
    case 'unimplemented': {
      const what = 'unknown service grpc.health.v1.Health';
      return failed(
        `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${what}`,
        0,
      );
    }
    case 'hang':
      return failed(`timeout: health rpc did not complete within ${within}`, timeoutMs);
    case 'noGrpc': {
      const what = `timeout: failed to connect service "${host}:${port}" within ${within}`;
      return failed(`${what}: context deadline exceeded`, timeoutMs);
    }
  }
}

function execProbe(
  runtime: ContainerRuntime,
  type: ProbeType,
  argv: readonly string[],
  id: string,
  timeoutMs: number,
): ProbeOutcome {
  const answer = runtime.exec(id, argv, { probe: type });
  const afterMs = answer.durationMs ?? 0;
  if (afterMs >= timeoutMs) {
    return failed(`command timed out: "${argv.join(' ')}" timed out after ${goSeconds(timeoutMs)}`, timeoutMs);
  }
  if (answer.error !== undefined) return { result: 'error', output: answer.error, afterMs };
  return answer.exitCode === 0 ? { ...succeeded, afterMs } : failed(answer.output, afterMs);
}
