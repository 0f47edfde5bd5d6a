/**
 * The world's DNS as far as the cluster can see of it: a few names of the documentation domains, and the servers that
 * know them. The one place to add an outside name. Addresses are those set aside for documentation (RFC 5737).
 */
import type { DnsQuestion, DnsRecord, DnsReply } from '../client/network';

/** The resolver of the machine on whose bridge the nodes are: the only server in a node's own resolv.conf. */
export const HOST_RESOLVER = '192.168.49.1';

/** Servers outside of the cluster that answer DNS queries: the host's, and public ones that people know by heart. */
export const OUTSIDE_RESOLVERS: ReadonlySet<string> = new Set([
  HOST_RESOLVER,
  '8.8.8.8',
  '8.8.4.4',
  '1.1.1.1',
  '1.0.0.1',
  '9.9.9.9',
]);

/** A server that stands for all of the web. */
const WEB = '198.51.100.80';
/** What people try whether they have a way out. */
const KNOWN =
  'google.com www.google.com kubernetes.io github.com docker.io hub.docker.com registry-1.docker.io httpbin.org ' +
  'wikipedia.org www.wikipedia.org cloudflare.com microsoft.com ubuntu.com';

/** Outside names with an address each. */
const OUTSIDE_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(KNOWN.split(' ').map((name) => [name, WEB])),
  'example.com': '192.0.2.80',
  'www.example.com': '192.0.2.80',
  'api.example.com': '192.0.2.81',
  'db.example.com': '192.0.2.82',
  'database.example.com': '192.0.2.83',
  'example.org': WEB,
  'www.example.org': WEB,
  'example.net': '203.0.113.80',
  'www.example.net': '203.0.113.80',
};
const TTL = 300;
/** Domains that have a server of their own; everything else is asked of the root. */
const ZONES = ['example.com', 'example.org', 'example.net'];

/** What a resolver outside of the cluster replies. */
export function outsideReply({ name, type }: DnsQuestion): DnsReply {
  const asked = name.toLowerCase();
  const address = OUTSIDE_NAMES[asked];
  const base = { authoritative: false, recursionAvailable: true } as const;
  if (type === 'A' && address !== undefined) {
    return { ...base, rcode: 'NOERROR', answers: [{ name, ttl: TTL, type, data: address }] };
  }
  const zone = ZONES.find((each) => asked === each || asked.endsWith(`.${each}`)) ?? '';
  return { ...base, rcode: address === undefined ? 'NXDOMAIN' : 'NOERROR', answers: [], authority: [startOf(zone)] };
}

function startOf(zone: string): DnsRecord {
  return { name: zone, ttl: TTL, type: 'SOA', data: 'ns.example.com. ops.example.com. 1 7200 900 1209600 300' };
}
