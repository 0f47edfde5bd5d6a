/**
 * How a C library finds the addresses of a name: /etc/hosts, then the servers, search list and ndots of /etc/resolv.conf.
 * Models glibc 2.36 (resolv/res_query.c, nss_files). Left out: IPv6, several address families in turn.
 */
import type { ClientNetwork, DnsReply, Lookup } from '../client/network';
import type { Hop } from '../client/traffic';

/** What a resolver reads of the client's files. */
export interface ResolverFiles {
  readonly hosts: string;
  readonly resolvConf: string;
}

/** How the search for a name ended. */
export type Resolved =
  | {
      readonly type: 'found';
      readonly addresses: readonly string[];
      /** The name that had them, without the dot at its end. */
      readonly canonical: string;
      readonly ms: number;
      readonly hops: readonly Hop[];
    }
  | { readonly type: 'unknown'; readonly ms: number; readonly hops: readonly Hop[] }
  /** No server could be asked: `Temporary failure in name resolution`. */
  | { readonly type: 'noServer'; readonly ms: number; readonly hops: readonly Hop[] };

/** What resolv.conf says. */
export interface ResolverConfig {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
  readonly timeoutMs: number;
  readonly attempts: number;
}

export function readResolvConf(text: string): ResolverConfig {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const values = (name: string) => lines.filter(([first]) => first === name).map(([, ...rest]) => rest);
  const options = values('options').flat();
  const option = (name: string, usual: number) =>
    Number(options.find((each) => each.startsWith(`${name}:`))?.slice(name.length + 1) ?? usual);
  return {
    servers: values('nameserver').flat().slice(0, 3),
    search: values('search').at(-1) ?? [],
    ndots: option('ndots', 1),
    timeoutMs: option('timeout', 5) * 1000,
    attempts: option('attempts', 2),
  };
}

/** The absolute names that are asked for `name`, in their order, without the dot at their end. */
export function namesToAsk(name: string, { search, ndots }: ResolverConfig): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = search.map((suffix) => `${name}.${suffix}`);
  return name.split('.').length - 1 >= ndots ? [name, ...searched] : [...searched, name];
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Finds the addresses of `host`. */
export function resolveHost(network: ClientNetwork, files: ResolverFiles, host: string): Resolved {
  if (IPV4.test(host)) return { type: 'found', addresses: [host], canonical: host, ms: 0, hops: [] };
  const own = addressInHosts(files.hosts, host);
  if (own !== undefined) return { type: 'found', addresses: [own], canonical: host, ms: 0, hops: [] };
  const config = readResolvConf(files.resolvConf);
  const hops: Hop[] = [];
  let ms = 0;
  for (const name of namesToAsk(host, config)) {
    const asked = askServers(network, config, name);
    hops.push(...asked.hops);
    ms += asked.ms;
    if (asked.reply === undefined) return { type: 'noServer', ms, hops };
    const addresses = asked.reply.answers.filter(({ type }) => type === 'A').map(({ data }) => data);
    const canonical = asked.reply.answers.find(({ type }) => type === 'A')?.name ?? name;
    if (addresses.length > 0) return { type: 'found', addresses, canonical, ms, hops };
  }
  return { type: 'unknown', ms, hops };
}

function addressInHosts(hosts: string, host: string): string | undefined {
  for (const line of hosts.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address !== undefined && IPV4.test(address) && names.includes(host)) return address;
  }
  return undefined;
}

/** One name, server after server, `attempts` times; no reply if nobody answers. */
function askServers(
  network: ClientNetwork,
  { servers, timeoutMs, attempts }: ResolverConfig,
  name: string,
): { readonly reply: DnsReply | undefined; readonly ms: number; readonly hops: readonly Hop[] } {
  let ms = 0;
  const hops: Hop[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    for (const server of servers) {
      const lookup: Lookup = network.lookup(server, { name, type: 'A' });
      hops.push(...lookup.hops);
      if (lookup.type === 'reply') return { reply: lookup.reply, ms: ms + lookup.ms, hops };
      ms += lookup.type === 'refused' ? lookup.ms : timeoutMs;
    }
  }
  return { reply: undefined, ms, hops };
}
