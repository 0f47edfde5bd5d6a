/**
 * Which endpoint a probe asks, so that "break liveness" breaks what the kubelet looks at.
 * Models how pkg/kubelet/prober (v1.36.3) resolves ports: a name is looked up among the ports of the probe's own container.
 */
import type { Container, Probe } from '../../api/core/pod';
import type { IntOrString } from '../../api/meta/objectMeta';
import type { Fault } from '../../client/simulation';

export type ProbeName = 'liveness' | 'readiness';
export type BreakMode = Extract<Fault, { type: 'breakEndpoint' }>['mode'];

/** What to break so that a probe fails. */
export type ProbeTarget =
  | { readonly type: 'http'; readonly port: number; readonly path: string }
  /** tcp and gRPC probes: only refusing the connection makes them fail for sure. */
  | { readonly type: 'connection'; readonly port: number }
  | { readonly type: 'exec'; readonly command: readonly string[] }
  /** The probe names a port that its container does not have: it fails already. */
  | { readonly type: 'unknownPort'; readonly port: string };

export function probeOf(container: Container, probe: ProbeName): Probe | undefined {
  return probe === 'liveness' ? container.livenessProbe : container.readinessProbe;
}

/** The endpoint behind `probe`; undefined if the container has no such probe. */
export function probeTarget(container: Container, name: ProbeName): ProbeTarget | undefined {
  const probe = probeOf(container, name);
  if (probe === undefined) return undefined;
  if (probe.exec !== undefined) return { type: 'exec', command: probe.exec.command ?? [] };
  if (probe.grpc !== undefined) return { type: 'connection', port: probe.grpc.port };
  const asked = probe.httpGet?.port ?? probe.tcpSocket?.port;
  if (asked === undefined) return undefined;
  const port = resolvePort(container, asked);
  if (port === undefined) return { type: 'unknownPort', port: String(asked) };
  if (probe.httpGet === undefined) return { type: 'connection', port };
  return { type: 'http', port, path: pathOfUrl(probe.httpGet.path ?? '/') };
}

/** The number behind a port's name. */
export function resolvePort(container: Container, port: IntOrString): number | undefined {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  if (named !== undefined) return named;
  return /^\d+$/.test(port) ? Number(port) : undefined;
}

/** The endpoint of a probe's path, which may carry a query: what stands before it, with a slash in front. */
export function pathOfUrl(path: string): string {
  const bare = path.split('?')[0] ?? '/';
  return bare.startsWith('/') ? bare : `/${bare}`;
}

/** A container, and where it is. */
export interface Place {
  readonly namespace: string;
  readonly pod: string;
  readonly container: Container;
}

/** The fault that makes the probe fail from now on; undefined where there is nothing to break. */
export function breakFault({ namespace, pod, container }: Place, name: ProbeName, mode: BreakMode): Fault | undefined {
  const target = probeTarget(container, name);
  if (target === undefined || target.type === 'unknownPort') return undefined;
  const place = { namespace, pod, container: container.name };
  if (target.type === 'exec') return { type: 'breakExec', ...place, probe: name };
  if (target.type === 'http') return { type: 'breakEndpoint', mode, ...place, port: target.port, path: target.path };
  return { type: 'breakEndpoint', mode: mode === 'error' ? 'refuse' : mode, ...place, port: target.port };
}

/** The fault that takes `breakFault` back. */
export function mendFault(place: Place, name: ProbeName): Fault | undefined {
  const broken = breakFault(place, name, 'error');
  if (broken?.type === 'breakExec') return { ...broken, type: 'mendExec' };
  if (broken?.type !== 'breakEndpoint') return undefined;
  const { mode: _, ...endpoint } = broken;
  return { ...endpoint, type: 'mendEndpoint' };
}

/** True if one of the present faults hits the endpoint that the probe asks. */
export function isProbeBroken(place: Place, name: ProbeName, faults: readonly Fault[]): boolean {
  const own = breakFault(place, name, 'error');
  return faults.some((fault) => {
    if (own?.type === 'breakExec') {
      return fault.type === 'breakExec' && samePlace(fault, own) && fault.probe === own.probe;
    }
    if (own?.type !== 'breakEndpoint' || fault.type !== 'breakEndpoint') return false;
    return samePlace(fault, own) && fault.port === own.port && (fault.path === undefined || fault.path === own.path);
  });
}

interface PlaceNames {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}
const samePlace = (left: PlaceNames, right: PlaceNames) =>
  left.namespace === right.namespace && left.pod === right.pod && left.container === right.container;
