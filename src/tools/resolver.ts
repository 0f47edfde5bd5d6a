/**
 * How a C library finds the addresses of a name: /etc/hosts, then the servers, search list and ndots of /etc/resolv.conf.
 * Models glibc 2.36 (resolv/res_query.c, res_send.c, nss_files) and musl 1.2 (src/network/lookup_name.c, res_msend.c).
 * Left out: IPv6, sorting of addresses, `rotate`, other sources of names.
 */
import type { ClientNetwork, DnsReply } from '../client/network';
import { type Hop, type HopRule, hopsLater } from '../client/traffic';
import { namesToAsk, readResolvConf, type ResolverConfig } from './resolvConf';

/** What a resolver reads of the client's files. */
export interface ResolverFiles {
  readonly hosts: string;
  readonly resolvConf: string;
}

/** Which C library the client's programs are built with: musl in Alpine's images, glibc elsewhere. */
export type CLibrary = 'glibc' | 'musl';

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
  /** `isThere`: a name like it exists, without an address: `No address associated with hostname`. */
  | { readonly type: 'unknown'; readonly isThere?: true; readonly ms: number; readonly hops: readonly Hop[] }
  /** No server could be asked, or one had trouble itself: `Temporary failure in name resolution`. */
  | { readonly type: 'noServer'; readonly ms: number; readonly hops: readonly Hop[] };

/** What the C library calls a search that found nothing (gai_strerror). */
export function whyUnresolved(resolved: Exclude<Resolved, { readonly type: 'found' }>): string {
  if (resolved.type === 'noServer') return 'Temporary failure in name resolution';
  return resolved.isThere ? 'No address associated with hostname' : 'Name or service not known';
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Finds the addresses of `host`. */
export function resolveHost(
  network: Pick<ClientNetwork, 'lookups'>,
  files: ResolverFiles,
  host: string,
  library: CLibrary = 'glibc',
): Resolved {
  if (IPV4.test(host)) return { type: 'found', addresses: [host], canonical: host, ms: 0, hops: [] };
  const own = inHosts(files.hosts, host);
  if (own !== undefined) return { type: 'found', ...own, ms: 0, hops: [] };
  const search = new Search(network, readResolvConf(files.resolvConf));
  return library === 'musl' ? searchAsMusl(search, host) : searchAsGlibc(search, host);
}

/** What the line of a hosts file says; the first name on the line is the proper one. */
function inHosts(hosts: string, host: string) {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  const found = hosts.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const isHit = address !== undefined && IPV4.test(address) && names.some((name) => name.toLowerCase() === wanted);
    return isHit ? [{ address, canonical: names[0] ?? host }] : [];
  });
  const [first] = found;
  return first && { addresses: [...new Set(found.map(({ address }) => address))], canonical: first.canonical };
}

/** What asking for one name came to. */
type Outcome =
  | { readonly type: 'found'; readonly addresses: readonly string[]; readonly canonical: string }
  | { readonly type: 'noData' | 'noName' | 'serverFailure' | 'refused' | 'timeout' };

/** How a search failed, in the words of DNS and of sockets. */
const WHY: Readonly<Record<Exclude<Outcome['type'], 'found'>, string>> = {
  noName: 'NXDOMAIN',
  noData: 'NOERROR',
  serverFailure: 'SERVFAIL',
  refused: 'connection refused',
  timeout: 'timed out',
};

/** A search for a name: what it took so far, and what happened. */
class Search {
  readonly #hops: Hop[] = [];
  #ms = 0;

  constructor(
    readonly network: Pick<ClientNetwork, 'lookups'>,
    readonly config: ResolverConfig,
  ) {}

  /** Addresses of both families at once, from one server. `limitMs` is how long it may take, and takes if nobody answers. */
  askServer(server: string, name: string, limitMs: number): Outcome {
    const params = { name: shown(name), type: 'A, AAAA', server };
    this.#tell({ key: 'lookup', params });
    const questions = [{ name, type: 'A' } as const, { name, type: 'AAAA' } as const];
    const both = this.network.lookups(server, questions);
    for (const { hops } of both) this.#hops.push(...hopsLater(hops, this.#ms));
    const [first] = both;
    if (first === undefined || first.type === 'lost' || first.ms > limitMs) {
      this.#ms += limitMs;
      this.#tell({ key: 'lookupTimeout', params });
      return { type: 'timeout' };
    }
    this.#ms += first.ms;
    return first.type === 'refused' ? { type: 'refused' } : outcomeOf(name, first.reply);
  }

  waits(ms: number): void {
    this.#ms += ms;
  }

  end(host: string, outcome: Outcome): Resolved {
    if (outcome.type === 'found') return { ...outcome, ms: this.#ms, hops: this.#hops };
    this.#tell({
      key: 'lookupFailed',
      params: { name: host, server: this.config.servers[0] ?? '', why: WHY[outcome.type] },
    });
    const rest = { ms: this.#ms, hops: this.#hops };
    if (outcome.type === 'noName') return { type: 'unknown', ...rest };
    return outcome.type === 'noData' ? { type: 'unknown', isThere: true, ...rest } : { type: 'noServer', ...rest };
  }

  #tell(rule: HopRule): void {
    this.#hops.push({ atMs: this.#ms, place: 'resolver', rule });
  }
}

function shown(name: string): string {
  return `${name}.`;
}

function outcomeOf(name: string, { rcode, answers }: DnsReply): Outcome {
  const found = answers.filter(({ type }) => type === 'A');
  const [first] = found;
  if (first !== undefined) {
    const canonical = first.name === '' ? name : first.name;
    return { type: 'found', addresses: found.map(({ data }) => data), canonical };
  }
  switch (rcode) {
    case 'NOERROR':
      return { type: 'noData' };
    case 'NXDOMAIN':
      return { type: 'noName' };
    case 'SERVFAIL':
    case 'REFUSED':
      return { type: 'serverFailure' };
    default:
      return rcode satisfies never;
  }
}

/** Server after server, as often as configured; a server that is not there or in trouble is passed over. */
function askAsGlibc(search: Search, name: string): Outcome {
  const { servers, attempts, timeoutMs } = search.config;
  let last: Outcome = { type: 'refused' };
  for (let attempt = 0; attempt < attempts; attempt++) {
    for (const [index, server] of servers.entries()) {
      const limitMs = index === 0 ? timeoutMs : Math.max(1000, (timeoutMs * 2 ** index) / servers.length);
      const outcome = search.askServer(server, name, limitMs);
      if (outcome.type !== 'refused' && outcome.type !== 'timeout' && outcome.type !== 'serverFailure') return outcome;
      if (outcome.type !== 'refused' || attempt === 0) last = outcome;
    }
    // Nobody listens anywhere: told at once.
    if (last.type === 'refused') break;
  }
  return last;
}

/**
 * The search list goes on after names that do not exist and servers in trouble. No answer at all ends it, but the name
 * as it stands is still tried.
 */
function searchAsGlibc(search: Search, host: string): Resolved {
  const { names, asItStands } = namesToAsk(host, search.config);
  let before: Outcome | undefined;
  let kept: Outcome | undefined;
  let outcome: Outcome = { type: 'noName' };
  let isOver = false;
  for (const name of names) {
    if (isOver && name !== asItStands) continue;
    outcome = askAsGlibc(search, name);
    if (outcome.type === 'found' || outcome.type === 'refused') return search.end(host, outcome);
    if (name === asItStands && before === undefined && name === names[0]) before = outcome;
    if (name !== asItStands) {
      if (outcome.type === 'noData' || (outcome.type === 'serverFailure' && kept === undefined)) kept = outcome;
      isOver = outcome.type === 'timeout';
    }
  }
  return search.end(host, before ?? kept ?? outcome);
}

/** All servers at once; a name without addresses ends the search, and so does a server in trouble. */
function searchAsMusl(search: Search, host: string): Resolved {
  const { names, asItStands } = namesToAsk(host, search.config);
  const asked = names[0] === asItStands ? [asItStands] : names;
  const { servers, timeoutMs } = search.config;
  let outcome: Outcome = { type: 'noName' };
  for (const name of asked) {
    outcome = search.askServer(servers[0] ?? '127.0.0.1', name, timeoutMs);
    // It hears neither of a closed port nor counts a failure as an answer, and waits.
    if (outcome.type === 'refused' || outcome.type === 'serverFailure') search.waits(timeoutMs);
    if (outcome.type !== 'noName') break;
  }
  return search.end(host, outcome);
}
