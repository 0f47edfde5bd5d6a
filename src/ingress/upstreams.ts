/**
 * The addresses behind a Service's port, as ingress controllers take them from EndpointSlices.
 * Models serviceEndpoints and getEndpointsFromSlices in internal/ingress/controller (ingress-nginx 1.14).
 */
import type { Service, ServicePort } from '../api/core/service';
import type { ClusterView } from '../client/clusterView';
import type { Address } from '../client/traffic';

/** One place to send a request to. */
export interface Target extends Address {
  /** The pod that has the address, if the slice says so. */
  readonly pod?: { readonly namespace: string; readonly name: string };
}

/** What a backend of an Ingress names. */
export interface ServiceBackend {
  readonly namespace: string;
  readonly service: string;
  /** Number or name of the port. */
  readonly port: string;
}

export type FoundTargets =
  | { readonly type: 'none'; readonly why: 'noService' | 'noPort' | 'noEndpoint' }
  /** Resolve this name first. */
  | { readonly type: 'external'; readonly name: string; readonly port: number }
  | { readonly type: 'targets'; readonly targets: readonly Target[] };

/** Ready pods of a backend, in the order of their addresses. */
export function targetsOf(view: ClusterView, { namespace, service: name, port }: ServiceBackend): FoundTargets {
  const service = view.get('Service', { namespace, name });
  if (service === undefined) return { type: 'none', why: 'noService' };
  const found = portOf(service, port);
  if (service.spec.type === 'ExternalName') {
    const number = Number(found?.targetPort ?? found?.port ?? port);
    return { type: 'external', name: service.spec.externalName ?? '', port: number || 80 };
  }
  if (found === undefined) return { type: 'none', why: 'noPort' };
  const targets = view.slicesOf(namespace, name).flatMap((slice) => {
    const ports = (slice.ports ?? []).filter(({ name: own = '' }) => own === (found.name ?? ''));
    return (slice.endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses, targetRef }) =>
        addresses.flatMap((ip) =>
          ports.map((each) => ({
            ip,
            port: each.port ?? found.port,
            ...(targetRef?.kind === 'Pod' && { pod: { namespace, name: targetRef.name ?? '' } }),
          })),
        ),
      );
  });
  if (targets.length === 0) return { type: 'none', why: 'noEndpoint' };
  return { type: 'targets', targets: distinct(targets) };
}

/** The port of a Service by its number, its target port or its name. */
export function portOf({ spec }: Service, port: string): ServicePort | undefined {
  return spec.ports?.find((each) => [each.port, each.targetPort, each.name].some((one) => String(one ?? '') === port));
}

function distinct(targets: readonly Target[]): readonly Target[] {
  const byAddress = new Map(targets.map((target) => [`${target.ip}:${target.port}`, target]));
  return [...byAddress].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, target]) => target);
}
