/** DNS queries on their way: from where their first packet came to, to whoever answers there, and back. */
import type { DnsQuery, DnsQuestion, DnsServed, Lookup } from '../client/network';
import type { Hop } from '../client/traffic';
import { LATENCY } from './latency';

/** What a DNS server does with a query: `unreachable` where nobody has the address. */
export type DnsServer = (query: DnsQuery) => DnsServed | 'refused' | 'unreachable';

/** Where the first packet came to. */
export interface LookupRoute {
  /** Anything but `delivered`, `outside` and `refused`: it never came to anybody. */
  readonly type: string;
  /** The client's address as it arrives. */
  readonly source: string;
  readonly ms: number;
  readonly hops: readonly Hop[];
}

/** Numbers of queries: spread over all that there are, without chance. */
const STEP = 20_011;
const IDS = 65_536;

/** Brings `questions`, sent together from `port`, to `server`. The way is told with the first one's hops. */
export function lookupsOver(
  { type, source, ms, hops }: LookupRoute,
  port: number,
  server: DnsServer | undefined,
  questions: readonly DnsQuestion[],
): Lookup[] {
  return questions.map((question, index) => {
    const way = index === 0 ? hops : [];
    if (type === 'refused') return { type, ms, hops: way };
    const id = (port * STEP + index * STEP * 7) % IDS;
    const isThere = type === 'delivered' || type === 'outside';
    const served = isThere ? server?.({ ...question, from: { ip: source, port }, id }) : undefined;
    if (served === 'refused') return { type: served, ms, hops: way };
    if (served === undefined || typeof served === 'string') return { type: 'lost', hops: way };
    const all = [...way, ...(served.hops ?? [])];
    return { type: 'reply', ms: ms + (served.ms ?? LATENCY.dnsServer), id, reply: served.reply, hops: all };
  });
}
