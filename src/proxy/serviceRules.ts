/**
 * What kube-proxy keeps of Services and their slices: for each port of a Service, where it is asked and who could answer.
 * Models pkg/proxy/serviceport.go and pkg/proxy/endpointslicecache.go (v1.36.3).
 */
import type { Service, ServicePort } from '../api/core/service';
import type { Endpoint, EndpointSlice } from '../api/discovery/endpointSlice';

/** One endpoint of one port. */
export interface RuleEndpoint {
  readonly ip: string;
  readonly port: number;
  readonly node?: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** Hints: the zones and nodes whose traffic it is meant for. */
  readonly zones?: readonly string[];
  readonly nodes?: readonly string[];
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
  readonly externalIPs?: readonly string[];
  /** Addresses of a load balancer that hands packets on with their destination. */
  readonly loadBalancerIPs?: readonly string[];
  /** Who may use those; absent: everybody. */
  readonly sourceRanges?: readonly string[];
  /** A client stays with its endpoint for so long after its last connection. */
  readonly affinitySeconds?: number;
  readonly externalLocal?: true;
  readonly internalLocal?: true;
  readonly healthCheckNodePort?: number;
  /** In the order of their addresses. */
  readonly endpoints: readonly RuleEndpoint[];
}

/** Somebody else is the proxy of a Service with this label. */
const OTHER_PROXY = 'service.kubernetes.io/service-proxy-name';
/** DefaultClientIPServiceAffinitySeconds. */
const AFFINITY_SECONDS = 10_800;

/** The rules of a Service, one for each of its ports; none for a headless Service or an ExternalName. */
export function rulesOf(service: Service, slices: readonly EndpointSlice[]): readonly PortRules[] {
  const { spec, metadata, status } = service;
  const { clusterIP = 'None', ports = [], type } = spec;
  if (clusterIP === 'None' || clusterIP === '' || type === 'ExternalName') return [];
  if (metadata.labels?.[OTHER_PROXY] !== undefined) return [];
  const ingress = status.loadBalancer.ingress ?? [];
  const loadBalancerIPs = ingress.flatMap(({ ip, ipMode = 'VIP' }) =>
    ip !== undefined && ipMode === 'VIP' ? [ip] : [],
  );
  const ranges = (spec.loadBalancerSourceRanges ?? []).map((range) => range.trim());
  const isExternal = type === 'NodePort' || type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  const externalLocal = isExternal && spec.externalTrafficPolicy === 'Local';
  const { healthCheckNodePort = 0, sessionAffinityConfig } = spec;
  const common = {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    clusterIP,
    ...(spec.externalIPs === undefined ? {} : { externalIPs: spec.externalIPs }),
    ...(loadBalancerIPs.length === 0 ? {} : { loadBalancerIPs }),
    ...(ranges.length === 0 || ranges.some((range) => range.endsWith('/0')) ? {} : { sourceRanges: ranges }),
    ...(spec.sessionAffinity === 'ClientIP'
      ? { affinitySeconds: sessionAffinityConfig?.clientIP?.timeoutSeconds ?? AFFINITY_SECONDS }
      : {}),
    ...(externalLocal ? { externalLocal } : {}),
    ...(spec.internalTrafficPolicy === 'Local' ? { internalLocal: true as const } : {}),
    ...(type === 'LoadBalancer' && externalLocal && healthCheckNodePort > 0 ? { healthCheckNodePort } : {}),
  };
  return ports.map(({ name: portName = '', protocol, port, nodePort = 0 }) => ({
    ...common,
    portName,
    protocol,
    port,
    ...(nodePort === 0 ? {} : { nodePort }),
    endpoints: endpointsOf(slices, portName, protocol),
  }));
}

/** Whether it takes connections, or may have to: it ends, and still serves. */
export function isUsable({ ready, serving, terminating }: RuleEndpoint): boolean {
  return ready || (serving && terminating);
}

/** Each address once: of two pods with one address the one that does not end. */
function endpointsOf(slices: readonly EndpointSlice[], portName: string, protocol: string): readonly RuleEndpoint[] {
  const found = new Map<string, RuleEndpoint>();
  for (const { addressType, ports, endpoints } of slices) {
    if (addressType !== 'IPv4') continue;
    for (const { name = '', protocol: own = 'TCP', port = 0 } of ports ?? []) {
      if (name !== portName || own !== protocol || port === 0) continue;
      for (const endpoint of endpoints ?? []) {
        const [ip] = endpoint.addresses;
        const key = `${ip}:${port}`;
        if (ip === undefined || (found.has(key) && endpoint.conditions?.terminating === true)) continue;
        found.set(key, endpointAt(ip, port, endpoint));
      }
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

function endpointAt(ip: string, port: number, { conditions, nodeName, hints }: Endpoint): RuleEndpoint {
  const { ready = true, serving = true, terminating = false } = conditions ?? {};
  const zones = (hints?.forZones ?? []).map(({ name }) => name);
  const nodes = (hints?.forNodes ?? []).map(({ name }) => name);
  return {
    ip,
    port,
    ready,
    serving,
    terminating,
    ...(nodeName === undefined ? {} : { node: nodeName }),
    ...(zones.length === 0 ? {} : { zones }),
    ...(nodes.length === 0 ? {} : { nodes }),
  };
}
