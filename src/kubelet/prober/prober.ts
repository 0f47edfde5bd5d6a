/**
 * One probe of one container: asks, and tells how it ended in Kubernetes' words.
 * Models pkg/kubelet/prober/prober.go and pkg/probe (v1.36.3). Left out: gRPC health, of which only the connection is tried.
 */
import type { Container, HTTPGetAction, Probe } from '../../api/core/pod';
import type { ContainerRuntime, HttpProbeResult } from '../runtime/containerRuntime';
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

/** Runs the probe once. `id` is the running container, `podIP` its pod's address. */
export function runProbe(
  runtime: ContainerRuntime,
  type: ProbeType,
  probe: Probe,
  container: Container,
  target: { readonly id: string; readonly podIP: string },
): ProbeOutcome {
  const timeoutMs = probe.timeoutSeconds * 1000;
  if (probe.httpGet !== undefined) return httpProbe(runtime, probe.httpGet, container, target.podIP, timeoutMs);
  if (probe.tcpSocket !== undefined) {
    const host = hostOr(probe.tcpSocket.host, target.podIP);
    return tcpProbe(runtime, host, portOf(probe.tcpSocket.port, container), timeoutMs);
  }
  if (probe.grpc !== undefined) return grpcProbe(runtime, target.podIP, probe.grpc.port, timeoutMs);
  return execProbe(runtime, type, probe.exec?.command ?? [], target.id, timeoutMs);
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
  const host = hostOr(action.host, podIP);
  const port = portOf(action.port, container);
  let path = action.path ?? '/';
  if (!path.startsWith('/')) path = `/${path}`;
  const url = `${(action.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}${path}`;
  let answer = request(runtime, action, host, port, path);
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
    const location = answer.type === 'response' && isRedirect(answer.status) ? answer.headers?.location : undefined;
    if (location === undefined || !location.startsWith('/')) break;
    answer = request(runtime, action, host, port, location);
  }
  switch (answer.type) {
    case 'refused':
      return failed(`Get "${url}": dial tcp ${host}:${port}: connect: connection refused`, 0);
    case 'hang':
    case 'unreachable':
      return timedOut(url, timeoutMs);
    case 'response': {
      const afterMs = answer.durationMs ?? 0;
      if (afterMs >= timeoutMs) return timedOut(url, timeoutMs);
      if (answer.status >= 200 && answer.status < 400) return afterMs === 0 ? succeeded : { ...succeeded, afterMs };
      return failed(`HTTP probe failed with statuscode: ${answer.status}`, afterMs);
    }
  }
}

const userAgent = 'kube-probe/1.36';

function request(
  runtime: ContainerRuntime,
  action: HTTPGetAction,
  host: string,
  port: number,
  path: string,
): HttpProbeResult {
  const headers: Record<string, string> = {
    host: `${host}:${port}`,
    'user-agent': userAgent,
    accept: '*/*',
    connection: 'close',
  };
  for (const { name, value } of action.httpHeaders ?? []) headers[name.toLowerCase()] = value;
  return runtime.http(host, port, { method: 'GET', path, scheme: action.scheme, headers });
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

function grpcProbe(runtime: ContainerRuntime, host: string, port: number, timeoutMs: number): ProbeOutcome {
  if (runtime.tcp(host, port) === 'connected') return succeeded;
  const within = `${timeoutMs / 1000}s`;
  return failed(
    `timeout: failed to connect service "${host}:${port}" within ${within}: context deadline exceeded`,
    timeoutMs,
  );
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
    return failed(`command timed out: "${argv.join(' ')}" timed out after ${timeoutMs / 1000}s`, timeoutMs);
  }
  if (answer.error !== undefined) return { result: 'error', output: answer.error, afterMs };
  return answer.exitCode === 0 ? { ...succeeded, afterMs } : failed(answer.output, afterMs);
}
