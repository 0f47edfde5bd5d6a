/**
 * What a name in the cluster's zone stands for: a Service, one of its ports or endpoints, a pod.
 * Models parseRequest, findServices and findPods of plugin/kubernetes (CoreDNS 1.14.2).
 */
import type { Endpoint, EndpointSlice } from '../api/discovery/endpointSlice';
import type { Service } from '../api/core/service';
import type { ClusterView } from '../client/clusterView';
import type { KubernetesZones } from './answers';
import { isAddress } from './names';

/** One record behind a name. */
export interface Found {
  /** An address, or the name that this is an alias for. */
  readonly host: string;
  /** Absent: the endpoint declares no port. */
  readonly port?: number;
  /** The name that SRV records point to. */
  readonly target: string;
}

interface RecordSources {
  readonly cluster: ClusterView;
  readonly zones: KubernetesZones;
}

/** What is asked for, below the zone. An absent part: the name ends above it. */
interface Request {
  readonly type: 'svc' | 'pod';
  readonly namespace?: string;
  readonly service?: string;
  readonly endpoint?: string;
  readonly port?: string;
  readonly protocol?: string;
}

/** The records of `name`; none: it is there and has none; `unknown`: it is not there. */
export function findRecords(name: string, zone: string, sources: RecordSources): readonly Found[] | 'unknown' {
  const request = parse(name, zone);
  if (request === 'invalid') return 'unknown';
  const { type, namespace, service } = request;
  if (namespace === undefined) return [];
  if (!isTold(namespace, sources)) return 'unknown';
  if (service === undefined) return [];
  return type === 'pod' ? findPods(namespace, service, sources) : findServices(request, zone, sources);
}

function parse(name: string, zone: string): Request | 'invalid' {
  const below = name.toLowerCase().slice(0, -zone.length - 1);
  const labels = below === '' ? [] : below.split('.');
  const type = labels.pop();
  if (type === undefined) return { type: 'svc' };
  if (type !== 'svc' && type !== 'pod') return 'invalid';
  const namespace = labels.pop();
  const service = labels.pop();
  if (labels.length > 2) return 'invalid';
  const [first, second] = labels;
  if (second === undefined) return { type, namespace, service, endpoint: first };
  return { type, namespace, service, port: first?.replace(/^_/, ''), protocol: second.replace(/^_/, '') };
}

function isTold(namespace: string, { cluster, zones }: RecordSources): boolean {
  if (zones.namespaces.length > 0 && !zones.namespaces.includes(namespace)) return false;
  return cluster.get('Namespace', { name: namespace }) !== undefined;
}

function findPods(namespace: string, dashed: string, { cluster, zones }: RecordSources): readonly Found[] | 'unknown' {
  const ip = dashed.replaceAll('-', '.');
  if (zones.pods === 'disabled' || !isAddress(ip)) return 'unknown';
  const isKnown = zones.pods === 'insecure' || cluster.list('Pod', namespace).some(({ status }) => status.podIP === ip);
  return isKnown ? [{ host: ip, target: dashed }] : 'unknown';
}

function findServices(request: Request, zone: string, sources: RecordSources): readonly Found[] | 'unknown' {
  const { namespace = '', service: name = '', endpoint } = request;
  const { cluster, zones } = sources;
  const service = cluster.get('Service', { namespace, name });
  if (service === undefined) return 'unknown';
  const full = `${name}.${namespace}.svc.${zone}`;
  const { type, externalName = '', clusterIP } = service.spec;
  if (type === 'ExternalName') {
    return endpoint !== undefined || isAddress(externalName) ? 'unknown' : [{ host: externalName, target: full }];
  }
  const isHeadless = clusterIP === 'None';
  if (isHeadless || endpoint !== undefined) return findEndpoints(request, full, sources);
  if (zones.ignoresEmpty === true && readyIn(cluster.slicesOf(namespace, name)) === 0) return 'unknown';
  return portsOf(service, request, full);
}

function portsOf({ spec }: Service, request: Request, target: string): readonly Found[] | 'unknown' {
  const ports = (spec.ports ?? []).filter(({ name, protocol }) => isAsked(request, name, protocol));
  const ips = spec.clusterIPs ?? (spec.clusterIP === undefined ? [] : [spec.clusterIP]);
  if (ports.length === 0) return 'unknown';
  return ports.flatMap(({ port }) => ips.map((host) => ({ host, port, target })));
}

function findEndpoints(
  request: Request,
  full: string,
  { cluster, zones }: RecordSources,
): readonly Found[] | 'unknown' {
  const { namespace = '', service = '' } = request;
  const found: Found[] = [];
  for (const { endpoints, ports } of cluster.slicesOf(namespace, service)) {
    const open = ports === undefined || ports === null || ports.length === 0 ? [{}] : ports;
    const asked = open.filter(({ name, protocol }) => isAsked(request, name, protocol));
    for (const endpoint of endpoints ?? []) {
      if (endpoint.conditions?.ready === false) continue;
      for (const host of endpoint.addresses) {
        const name = endpointName(endpoint, host, zones);
        if (request.endpoint !== undefined && request.endpoint !== name.toLowerCase()) continue;
        for (const { port } of asked) found.push({ host, port, target: `${name}.${full}` });
      }
    }
  }
  return found.length === 0 ? 'unknown' : found;
}

/** The label of one endpoint: its hostname, else its address with dashes. */
export function endpointName({ hostname, targetRef }: Endpoint, ip: string, zones: KubernetesZones): string {
  if (hostname !== undefined && hostname !== '') return hostname;
  const pod = zones.endpointPodNames === true ? targetRef?.name : undefined;
  return pod ?? ip.replaceAll('.', '-');
}

function isAsked({ port, protocol }: Request, name = '', own = 'TCP'): boolean {
  const isPort = port === undefined || port === '' || port === name.toLowerCase();
  return isPort && (protocol === undefined || protocol === '' || protocol === own.toLowerCase());
}

function readyIn(slices: readonly EndpointSlice[]): number {
  return slices.reduce(
    (sum, { endpoints }) => sum + (endpoints ?? []).filter((e) => e.conditions?.ready !== false).length,
    0,
  );
}
