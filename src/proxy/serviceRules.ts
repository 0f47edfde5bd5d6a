/**
 * What kube-proxy makes of Services and their slices: for each port of a Service, where connections may go.
 * Models pkg/proxy/topology.go and pkg/proxy/serviceport.go (v1.36.3).
 */
import type { Service, ServicePort } from '../api/core/service';
import type { EndpointSlice } from '../api/discovery/endpointSlice';

/** One endpoint of one port. */
export interface RuleEndpoint {
  readonly ip: string;
  readonly port: number;
  readonly node?: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

/** The rules of one port of one Service. */
export interface PortRules {
  readonly namespace: string;
  readonly name: string;
  readonly portName: string;
  readonly protocol: ServicePort['protocol'];
  readonly clusterIP: string;
  readonly port: number;
  readonly nodePort?: number;
  readonly endpoints: readonly RuleEndpoint[];
}

/** The rules of a Service, one for each of its ports; none for a headless Service or an ExternalName. */
export function rulesOf(service: Service, slices: readonly EndpointSlice[]): readonly PortRules[] {
  const { clusterIP = 'None', ports = [], type } = service.spec;
  if (clusterIP === 'None' || clusterIP === '' || type === 'ExternalName') return [];
  const { namespace = '', name } = service.metadata;
  return ports.map(({ name: portName = '', protocol, port, nodePort }) => ({
    namespace,
    name,
    portName,
    protocol,
    clusterIP,
    port,
    ...(nodePort === undefined ? {} : { nodePort }),
    endpoints: slices.flatMap((slice) => endpointsOf(slice, portName, protocol)),
  }));
}

function endpointsOf(slice: EndpointSlice, portName: string, protocol: string): readonly RuleEndpoint[] {
  if (slice.addressType !== 'IPv4') return [];
  const found = slice.ports?.find((each) => (each.name ?? '') === portName && (each.protocol ?? 'TCP') === protocol);
  const port = found?.port;
  if (port === undefined) return [];
  return (slice.endpoints ?? []).flatMap(({ addresses, conditions, nodeName }) => {
    const [ip] = addresses;
    if (ip === undefined) return [];
    const { ready = true, serving = ready, terminating = false } = conditions ?? {};
    return [{ ip, port, ready, serving, terminating, ...(nodeName === undefined ? {} : { node: nodeName }) }];
  });
}
