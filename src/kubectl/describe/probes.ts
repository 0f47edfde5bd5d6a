/** A probe on one line. Models DescribeProbe of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3). */
import type { HTTPGetAction, Probe } from '../../api/core/pod';
import { goValue } from '../../printers/goFormat';

/** `http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3`. */
export function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds, periodSeconds, successThreshold, failureThreshold } = probe;
  const delays = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s`;
  return `${handlerText(probe)} ${delays} #success=${successThreshold} #failure=${failureThreshold}`;
}

function handlerText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec !== undefined) return `exec ${goValue(exec.command ?? [])}`;
  if (httpGet !== undefined) return `http-get ${urlText(httpGet)}`;
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`;
  if (grpc !== undefined) return `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`;
  return 'unknown';
}

function urlText({ scheme = 'HTTP', host = '', port, path = '' }: HTTPGetAction): string {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const slash = path === '' || path.startsWith('/') ? '' : '/';
  return `${scheme.toLowerCase()}://${authority}${slash}${escapedPath(path)}`;
}

/** As net/url escapes a path: `?` and `#` are escaped, `:@&=+$,/;` are not. */
function escapedPath(path: string): string {
  if (path === '*') return path;
  return encodeURI(path).replace(/[?#!*'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
