/**
 * Which pod answers a connection to a port of a Service.
 * Models pkg/proxy/topology.go and the session affinity of pkg/proxy/iptables/proxier.go (v1.36.3). Nodes are no places
 * here: externalTrafficPolicy Local and topology hints do not act on who comes from outside of every node.
 */
import type { Service, ServicePort } from '../../api/core/service';
import type { Endpoint, EndpointSlice } from '../../api/discovery/endpointSlice';

/** A pod's address and port. */
export interface Backend {
  readonly address: string;
  readonly port: number;
  /** Absent for an address that somebody wrote by hand. */
  readonly pod?: { readonly namespace: string; readonly name: string };
}

/** Of a Service that does not say: DefaultClientIPServiceAffinitySeconds. */
const AFFINITY_SECONDS = 10_800;

/** Where connections to `port` may go: to ready endpoints, or else to those that end but still serve. */
export function backendsOf(port: ServicePort, slices: readonly EndpointSlice[]): readonly Backend[] {
  const all = slices.flatMap((slice) => ofSlice(port, slice));
  const ready = all.filter(({ endpoint }) => endpoint.conditions?.ready !== false);
  const ending = all.filter(
    ({ endpoint: { conditions } }) => conditions?.serving !== false && conditions?.terminating === true,
  );
  return (ready.length > 0 ? ready : ending).map(({ backend }) => backend);
}

function ofSlice(port: ServicePort, slice: EndpointSlice) {
  if (slice.addressType !== 'IPv4') return [];
  const found = slice.ports?.find((each) => (each.name ?? '') === (port.name ?? '') && each.protocol === port.protocol);
  const number = found?.port;
  if (number === undefined) return [];
  return (slice.endpoints ?? []).flatMap((endpoint) => {
    const [address] = endpoint.addresses;
    return address === undefined ? [] : [{ endpoint, backend: backendAt(address, number, endpoint.targetRef) }];
  });
}

function backendAt(address: string, port: number, target: Endpoint['targetRef']): Backend {
  const { kind, namespace, name } = target ?? {};
  const isPod = kind === 'Pod' && namespace !== undefined && name !== undefined;
  return isPod ? { address, port, pod: { namespace, name } } : { address, port };
}

/** Chooses by chance, and with session affinity the same one again as long as it is there. */
export class EndpointChooser {
  #last: { readonly address: string; readonly untilMs: number } | undefined;

  /** `random` in [0, 1). Everybody comes from the same address here, so one memory is enough. */
  choose(service: Service, backends: readonly Backend[], nowMs: number, random: number): Backend | undefined {
    const { sessionAffinity, sessionAffinityConfig } = service.spec;
    if (sessionAffinity !== 'ClientIP') return backends[Math.floor(random * backends.length)];
    const last = this.#last !== undefined && nowMs < this.#last.untilMs ? this.#last.address : undefined;
    const chosen = backends.find(({ address }) => address === last) ?? backends[Math.floor(random * backends.length)];
    const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? AFFINITY_SECONDS;
    this.#last = chosen && { address: chosen.address, untilMs: nowMs + seconds * 1_000 };
    return chosen;
  }
}
