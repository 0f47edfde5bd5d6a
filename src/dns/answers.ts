/**
 * What CoreDNS answers for the cluster's zones: Services, their endpoints, pods, and the way back from an address.
 * Models plugin/kubernetes and plugin/backend_lookup.go of CoreDNS 1.14.2 and the published specification of DNS for
 * Services (1.1.0). Left out: zone transfers, label selectors, several clusters, IPv6.
 */
import type { ClusterView } from '../client/clusterView';
import type { DnsQuestion, DnsRecord, DnsReply } from '../client/network';
import { addressIn, isAddress, isIn } from './names';
import { endpointName, findRecords } from './records';

/** What the Corefile says of the plugin. */
export interface KubernetesZones {
  /** Without a dot at the end; the first that is not reverse is the cluster's domain. */
  readonly zones: readonly string[];
  readonly ttl: number;
  readonly pods: 'disabled' | 'insecure' | 'verified';
  /** Names in these zones that are not found are left to the next plugin. */
  readonly fallthrough: readonly string[];
  /** Only these namespaces are told of; empty: all. */
  readonly namespaces: readonly string[];
  /** Endpoints without a hostname are named after their pod. */
  readonly endpointPodNames?: boolean;
  /** A Service without a ready endpoint has no name. */
  readonly ignoresEmpty?: boolean;
}

/** As kubeadm sets it up. */
export const USUAL_ZONES: KubernetesZones = {
  zones: ['cluster.local', 'in-addr.arpa', 'ip6.arpa'],
  ttl: 30,
  pods: 'insecure',
  fallthrough: ['in-addr.arpa', 'ip6.arpa'],
  namespaces: [],
};

/** What the answers are made of. */
export interface AnswerSources {
  readonly cluster: ClusterView;
  readonly zones: KubernetesZones;
  /** The server's own address: whose Service the zone names as its server. */
  readonly ownIP: string;
  /** Counts up with every change of the cluster: seconds since the epoch. */
  readonly serial: number;
  /** Asks the server itself: for the target of an ExternalName. */
  readonly ask: (question: DnsQuestion) => DnsReply;
}

/** Names in front of a longer chain of aliases are not followed any more. */
const MAX_ALIASES = 8;

interface Made {
  readonly answers: readonly DnsRecord[];
  readonly additional?: readonly DnsRecord[];
}

/** The reply to `question`; undefined: the zones do not have it, or leave it to the next plugin. */
export function answer(question: DnsQuestion, sources: AnswerSources): DnsReply | undefined {
  const { zones, fallthrough } = sources.zones;
  const zone = longestZone(question.name, zones);
  if (zone === undefined) return undefined;
  const made = makeAnswer(question, zone, sources);
  const base = { authoritative: true, recursionAvailable: false } as const;
  if (made === 'unknown') {
    if (longestZone(question.name, fallthrough) !== undefined) return undefined;
    return { ...base, rcode: 'NXDOMAIN', answers: [], authority: [startOf(zone, sources)] };
  }
  if (made.answers.length === 0) return { ...base, rcode: 'NOERROR', answers: [], authority: [startOf(zone, sources)] };
  return { ...base, rcode: 'NOERROR', ...made };
}

function longestZone(name: string, zones: readonly string[]): string | undefined {
  const [longest] = zones.filter((zone) => isIn(name, zone)).sort((a, b) => b.length - a.length);
  return longest;
}

function startOf(zone: string, { zones: { ttl }, serial }: AnswerSources): DnsRecord {
  const data = `ns.dns.${zone}. hostmaster.${zone}. ${serial} 7200 1800 86400 ${ttl}`;
  return { name: zone, ttl: Math.min(ttl, 300), type: 'SOA', data };
}

function makeAnswer(question: DnsQuestion, zone: string, sources: AnswerSources): Made | 'unknown' {
  const { name, type } = question;
  const { ttl } = sources.zones;
  switch (type) {
    case 'A':
    case 'AAAA':
      return addressAnswer(question, zone, sources, []);
    case 'TXT':
      if (name.toLowerCase() !== `dns-version.${zone}`) return { answers: [] };
      return { answers: [{ name, ttl: 28_800, type, data: '"1.1.0"' }] };
    case 'CNAME': {
      const found = findRecords(name, zone, sources);
      if (found === 'unknown') return found;
      const alias = found.find(({ host }) => !isAddress(host));
      return { answers: alias === undefined ? [] : [{ name, ttl, type, data: `${alias.host}.` }] };
    }
    case 'PTR':
      return reverseAnswer(name, zone, sources);
    case 'SRV':
      return serviceAnswer(name, zone, sources);
    case 'SOA':
      return { answers: [startOf(zone, sources)] };
    case 'NS':
      if (name.toLowerCase() === zone) return serversAnswer(name, sources);
      break;
    default:
      break;
  }
  // Only whether the name is there.
  const found = addressAnswer({ name, type: 'A' }, zone, sources, []);
  return found === 'unknown' ? found : { answers: [] };
}

/** Addresses of the name, or the alias that it is and what lies behind. */
function addressAnswer(
  { name, type }: DnsQuestion,
  zone: string,
  sources: AnswerSources,
  before: readonly DnsRecord[],
): Made | 'unknown' {
  const { ttl } = sources.zones;
  if (name.toLowerCase() === `ns.dns.${zone}`) {
    const ips = serversOf(sources).map(({ data }) => data);
    return { answers: type === 'A' ? ips.map((data) => ({ name, ttl, type, data })) : [] };
  }
  const found = findRecords(name, zone, sources);
  if (found === 'unknown') return found;
  const answers: DnsRecord[] = [];
  for (const host of new Set(found.map((record) => record.host))) {
    if (isAddress(host)) {
      if (type === 'A') answers.push({ name, ttl, type, data: host });
      continue;
    }
    const alias: DnsRecord = { name, ttl, type: 'CNAME', data: `${host}.` };
    const isLoop = before.some(({ data }) => data === alias.data) || isIn(host, name);
    if (isLoop || before.length >= MAX_ALIASES) continue;
    if (isIn(host, zone)) {
      const next = addressAnswer({ name: host, type }, zone, sources, [...before, alias]);
      if (next !== 'unknown' && next.answers.length > 0) answers.push(alias, ...next.answers);
    } else answers.push(alias, ...sources.ask({ name: host, type }).answers);
  }
  return { answers };
}

/** Ports with who has them. The weights of all records make 100. */
function serviceAnswer(name: string, zone: string, sources: AnswerSources): Made | 'unknown' {
  const all = findRecords(name, zone, sources);
  if (all === 'unknown') return all;
  const found = all.filter(({ host }) => isAddress(host));
  const { ttl } = sources.zones;
  const weight = Math.max(1, Math.floor(100 / Math.max(1, found.length)));
  const answers = new Map<string, DnsRecord>();
  const additional = new Map<string, DnsRecord>();
  for (const { port, target, host } of found) {
    if (port === undefined) continue;
    answers.set(`${target} ${port}`, { name, ttl, type: 'SRV', data: `0 ${weight} ${port} ${target}.` });
    additional.set(`${target} ${host}`, { name: target, ttl, type: 'A', data: host });
  }
  return { answers: [...answers.values()], additional: [...additional.values()] };
}

/** The Service that has the address, or every Service that it is a ready endpoint of. */
function reverseAnswer(name: string, zone: string, sources: AnswerSources): Made | 'unknown' {
  const { cluster, zones } = sources;
  const ip = addressIn(name);
  if (ip === undefined) {
    const found = findRecords(name, zone, sources);
    return found === 'unknown' ? found : { answers: [] };
  }
  const domain = zones.zones.find((each) => !each.endsWith('.arpa')) ?? 'cluster.local';
  const isTold = (namespace: string) => zones.namespaces.length === 0 || zones.namespaces.includes(namespace);
  const { metadata } = cluster.serviceAt(ip) ?? {};
  const { ttl } = zones;
  const pointer = (target: string): DnsRecord => ({ name, ttl, type: 'PTR', data: `${target}.` });
  if (metadata !== undefined && isTold(metadata.namespace ?? '')) {
    return { answers: [pointer(`${metadata.name}.${metadata.namespace}.svc.${domain}`)] };
  }
  const names = new Set<string>();
  for (const { service, namespace, endpoint } of endpointsAt(ip, sources)) {
    if (isTold(namespace)) names.add(`${endpoint}.${service}.${namespace}.svc.${domain}`);
  }
  return names.size === 0 ? 'unknown' : { answers: [...names].map(pointer) };
}

function endpointsAt(ip: string, { cluster, zones }: AnswerSources) {
  return cluster.slicesWith(ip).flatMap((slice) => {
    const service = slice.metadata.labels?.['kubernetes.io/service-name'];
    const namespace = slice.metadata.namespace ?? '';
    if (service === undefined) return [];
    const own = (slice.endpoints ?? []).filter(
      (each) => each.conditions?.ready !== false && each.addresses.includes(ip),
    );
    return own.map((each) => ({ service, namespace, endpoint: endpointName(each, ip, zones) }));
  });
}

/** Where the zone's own server is: the Services in front of it. */
function serversAnswer(name: string, sources: AnswerSources): Made {
  const servers = serversOf(sources);
  const { ttl } = sources.zones;
  return {
    answers: servers.map((server) => ({ name, ttl, type: 'NS', data: `${server.name}.` })),
    additional: servers,
  };
}

function serversOf({ cluster, zones, ownIP }: AnswerSources): DnsRecord[] {
  const { ttl } = zones;
  const [domain = ''] = zones.zones;
  const found = new Map<string, DnsRecord>();
  for (const { metadata } of cluster.slicesWith(ownIP)) {
    const { namespace = '', labels } = metadata;
    const service = labels?.['kubernetes.io/service-name'] ?? '';
    const ip = cluster.get('Service', { namespace, name: service })?.spec.clusterIP;
    if (ip === undefined || !isAddress(ip)) continue;
    const name = `${service}.${namespace}.svc.${domain}`;
    found.set(name, { name, ttl, type: 'A', data: ip });
  }
  return found.size > 0 ? [...found.values()] : [{ name: `ns.dns.${domain}`, ttl, type: 'A', data: ownIP }];
}
