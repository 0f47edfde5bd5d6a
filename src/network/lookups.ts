/** DNS queries on their way: from where their first packet came to, to whoever answers there, and back. */
import type { DnsQuery, DnsQuestion, DnsReply, DnsServed, Lookup } from '../client/network';
import { type Address, type Hop, hopsLater } from '../client/traffic';
import { LATENCY } from './latency';
import { objectOf } from './route';
import type { Owner } from './topology';

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
  readonly to: Address;
  /** Who answers there. */
  readonly owner?: Owner;
}

/** Numbers of queries: spread over all that there are, without chance. */
const STEP = 20_011;
const IDS = 65_536;

/** Brings `questions`, sent together from `port`, to `server`. The way is told with the first one's hops. */
export function lookupsOver(
  route: LookupRoute,
  port: number,
  server: DnsServer | undefined,
  questions: readonly DnsQuestion[],
): Lookup[] {
  const { type, source, ms, hops } = route;
  return questions.map((question, index) => {
    const way = index === 0 ? hops : [];
    if (type === 'refused') return { type, ms, hops: way };
    const id = (port * STEP + index * STEP * 7) % IDS;
    const isThere = type === 'delivered' || type === 'outside';
    const served = isThere ? server?.({ ...question, from: { ip: source, port }, id }) : undefined;
    if (served === 'refused') return { type: served, ms, hops: way };
    if (served === undefined || typeof served === 'string') return { type: 'lost', hops: way };
    const whole = ms + (served.ms ?? LATENCY.dnsServer);
    // Of the two families of one name the first tells enough.
    const isTold = index === 0 || question.name !== questions[0]?.name;
    const onward = hopsLater(served.hops ?? [], ms);
    const told = isTold ? [...way, ...onward, answering(route, question, served.reply, whole)] : way;
    return { type: 'reply', ms: whole, id, reply: served.reply, hops: told };
  });
}

function answering({ to, owner }: LookupRoute, { name, type }: DnsQuestion, reply: DnsReply, atMs: number): Hop {
  const answer = reply.answers.map(({ data }) => data).join(', ');
  const rule = {
    key: 'answersName',
    params: { name: `${name}.`, type, rcode: reply.rcode, server: to.ip, answer },
  } as const;
  const who = owner === undefined ? {} : { object: objectOf(owner), node: owner.node };
  return { atMs, place: 'dns', rule, ...who, to };
}
