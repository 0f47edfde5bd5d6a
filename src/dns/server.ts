/**
 * A CoreDNS server with what its Corefile sets up: a query goes through the plugins in their fixed order, is answered,
 * kept and logged. Models the plugin chain of CoreDNS 1.14.2 (plugin.cfg) and its errors, log, loadbalance, cache,
 * rewrite, hosts and forward plugins. Left out: health checks of upstreams, retries within the five seconds of a query.
 */
import type { ClusterView } from '../client/clusterView';
import type { DnsQuery, DnsQuestion, DnsRecord, DnsReply, DnsServed, Lookup } from '../client/network';
import { type Hop, hopsLater } from '../client/traffic';
import { answer } from './answers';
import { questionSize, replySize } from './messageSize';
import { isIn } from './names';
import type { Forward, ServerBlock } from './plugins';
import { rewriteName } from './rewrite';

/** Answers that are kept, by name and type. Plain data. */
export type DnsCache = Readonly<
  Record<string, { readonly at: number; readonly ttl: number; readonly reply: DnsReply }>
>;

/** What the server runs in. */
export interface DnsServerHost {
  readonly blocks: readonly ServerBlock[];
  readonly cluster: ClusterView;
  readonly ownIP: string;
  /** Virtual milliseconds since the epoch. */
  readonly now: number;
  cache: DnsCache;
  random(): number;
  log(line: string): void;
  /** Asks another server, `ip` or `ip:port`. */
  lookup(server: string, question: DnsQuestion): Lookup;
}

/** How a query goes on: an answer, or an error of a plugin. */
interface Outcome {
  readonly reply: DnsReply;
  readonly error?: string;
}
/** One client's query, with what it has cost so far. */
interface Work {
  readonly host: DnsServerHost;
  readonly block: ServerBlock;
  readonly query: DnsQuery;
  ms: number;
  readonly hops: Hop[];
}

const FAILURE: DnsReply = { rcode: 'SERVFAIL', authoritative: false, recursionAvailable: false, answers: [] };
const REFUSED: DnsReply = { ...FAILURE, rcode: 'REFUSED' };
/** How long an upstream may take. */
const UPSTREAM_MS = 2000;
/** More is not kept; the oldest go. */
const MOST_KEPT = 100;

/** Answers one query. */
export function serve(host: DnsServerHost, query: DnsQuery): DnsServed {
  const zones = host.blocks.flatMap((block) => block.zones.map((zone) => ({ zone, block })));
  const fitting = zones.filter(({ zone }) => isIn(query.name, zone)).sort((a, b) => b.zone.length - a.zone.length);
  const [best] = fitting;
  if (best === undefined) return { reply: REFUSED };
  const work: Work = { host, block: best.block, query, ms: 0, hops: [] };
  const reply = withLog(work, query);
  return { reply, ms: work.ms, hops: work.hops };
}

/** errors and log: around everything else; also around what the server asks itself. */
function withLog(work: Work, question: DnsQuestion): DnsReply {
  const { host, block, query } = work;
  const before = work.ms;
  // What a server of this kind takes for an answer of its own: a tenth of a millisecond, now and then three.
  work.ms += 0.04 + host.random() * 0.26;
  const { reply, error } = withCache(work, question);
  const { name, type } = question;
  if (error !== undefined && block.errors) host.log(`[ERROR] plugin/errors: 2 ${name}. ${type}: ${error}`);
  if (block.log?.zones.some((zone) => isIn(name, zone)) && isLogged(block.log.classes, reply)) {
    const asked = { ...question, bufferSize: query.bufferSize };
    const { ip, port } = query.from;
    host.log(
      `[INFO] ${ip}:${port} - ${query.id} "${type} IN ${name}. udp ${questionSize(asked)} false ${query.bufferSize ?? 512}" ` +
        `${reply.rcode} ${flagsOf(reply)} ${replySize(question, reply)} ${seconds(work.ms - before)}s`,
    );
  }
  return reply;
}

function isLogged(classes: readonly string[], { rcode, answers }: DnsReply): boolean {
  if (classes.length === 0 || classes.includes('all')) return true;
  if (rcode === 'SERVFAIL' || rcode === 'REFUSED') return classes.includes('error');
  return classes.includes(rcode === 'NXDOMAIN' || answers.length === 0 ? 'denial' : 'success');
}

function flagsOf({ authoritative, recursionAvailable }: DnsReply): string {
  return `qr${authoritative ? ',aa' : ''},rd${recursionAvailable ? ',ra' : ''}`;
}

/** As Go prints a number of seconds: nanoseconds without zeros at the end. */
function seconds(ms: number): string {
  return (Math.max(1, Math.round(ms * 1_000_000)) / 1e9).toFixed(9).replace(/0+$/, '');
}

/** loadbalance and cache. */
function withCache(work: Work, question: DnsQuestion): Outcome {
  const { host, block } = work;
  const { cache } = block;
  if (cache === undefined) return balanced(work, withNames(work, question));
  const key = `${question.type} ${question.name.toLowerCase()}`;
  const kept = host.cache[key];
  const age = kept === undefined ? 0 : Math.floor((host.now - kept.at) / 1000);
  if (kept !== undefined && age < kept.ttl) {
    const left = withTtl(kept.reply, kept.ttl - age);
    return balanced(work, { reply: { ...left, authoritative: true } });
  }
  const outcome = withNames(work, question);
  const { reply } = outcome;
  if (outcome.error !== undefined) return outcome;
  const isDenial = reply.rcode !== 'NOERROR' || reply.answers.length === 0;
  const all = [...reply.answers, ...(reply.authority ?? []), ...(reply.additional ?? [])];
  const ttl = Math.max(5, Math.min(isDenial ? cache.denial : cache.success, ...all.map((record) => record.ttl)));
  const isExcepted = (isDenial ? cache.noDenial : cache.noSuccess).some((zone) => isIn(question.name, zone));
  const capped = withTtl(reply, ttl);
  if (!isExcepted && reply.rcode !== 'SERVFAIL') keep(host, key, { at: host.now, ttl, reply: capped });
  return balanced(work, { reply: capped });
}

function keep(host: DnsServerHost, key: string, entry: DnsCache[string]): void {
  const live = Object.entries(host.cache).filter(([other, { at, ttl }]) => other !== key && host.now < at + ttl * 1000);
  host.cache = Object.fromEntries([...live.slice(-MOST_KEPT), [key, entry]]);
}

function withTtl(reply: DnsReply, ttl: number): DnsReply {
  const of = (records: readonly DnsRecord[]) => records.map((record) => ({ ...record, ttl }));
  const { answers, authority, additional } = reply;
  return {
    ...reply,
    answers: of(answers),
    ...(authority === undefined ? {} : { authority: of(authority) }),
    ...(additional === undefined ? {} : { additional: of(additional) }),
  };
}

/** Addresses in another order each time, after the aliases that lead to them. */
function balanced({ host, block }: Work, outcome: Outcome): Outcome {
  const { answers } = outcome.reply;
  const addresses = answers.filter(({ type }) => type === 'A');
  if (!block.loadbalance || addresses.length < 2) return outcome;
  for (let index = 0; index < addresses.length; index++) {
    const other = index + Math.floor(host.random() * (addresses.length - index));
    const [a, b] = [addresses[index], addresses[other]];
    if (a !== undefined && b !== undefined) [addresses[index], addresses[other]] = [b, a];
  }
  const rest = answers.filter(({ type }) => type !== 'A');
  return { ...outcome, reply: { ...outcome.reply, answers: [...rest, ...addresses] } };
}

/** rewrite, hosts, kubernetes, forward. */
function withNames(work: Work, question: DnsQuestion): Outcome {
  const { name, back } = rewriteName(work.block.rewrite, question.name);
  const outcome = answerOf(work, { ...question, name });
  if (name === question.name) return outcome;
  const answers = outcome.reply.answers.map((record) => ({ ...record, name: back(record.name) }));
  return { ...outcome, reply: { ...outcome.reply, answers } };
}

function answerOf(work: Work, question: DnsQuestion): Outcome {
  const { host, block } = work;
  const own = fromHosts(block, question);
  if (own !== undefined) return { reply: own };
  const found =
    block.kubernetes &&
    answer(question, {
      cluster: host.cluster,
      zones: block.kubernetes,
      ownIP: host.ownIP,
      serial: Math.floor(host.now / 1000),
      ask: (asked) => withLog(work, asked),
    });
  if (found !== undefined) return { reply: found };
  const { name } = question;
  const way = block.forward.find(({ from, except }) => isIn(name, from) && !except.some((zone) => isIn(name, zone)));
  if (way !== undefined) return forwarded(work, way, question);
  return block.kubernetes === undefined && block.hosts === undefined
    ? { reply: REFUSED }
    : { reply: FAILURE, error: 'plugin/kubernetes: no next plugin found' };
}

function fromHosts({ hosts }: ServerBlock, { name, type }: DnsQuestion): DnsReply | undefined {
  const data = hosts?.names[name.toLowerCase()];
  if (hosts === undefined) return undefined;
  if (data === undefined) {
    const goesOn = type === 'PTR' || hosts.fallthrough?.some((zone) => isIn(name, zone)) === true;
    return goesOn ? undefined : FAILURE;
  }
  const isAsked = type === (name.toLowerCase().endsWith('.arpa') ? 'PTR' : 'A');
  const answers = isAsked ? data.map((each) => ({ name, ttl: hosts.ttl, type, data: each })) : [];
  return { rcode: 'NOERROR', authoritative: true, recursionAvailable: false, answers };
}

/** One upstream after the other, the first at random; an error once none has answered. */
function forwarded(work: Work, { to }: Forward, { name, type }: DnsQuestion): Outcome {
  const { host } = work;
  const first = to.length < 2 ? 0 : Math.floor(host.random() * to.length);
  let error = 'no healthy proxies';
  for (const server of [...to.slice(first), ...to.slice(0, first)]) {
    const got = host.lookup(server, { name, type });
    work.hops.push(...hopsLater(got.hops, work.ms));
    if (got.type === 'reply' && got.ms <= UPSTREAM_MS) {
      work.ms += got.ms;
      return { reply: got.reply };
    }
    work.ms += got.type === 'refused' ? got.ms : UPSTREAM_MS;
    const port = 32_768 + ((work.query.from.port * 31) % 28_232);
    const why = got.type === 'refused' ? 'read: connection refused' : 'i/o timeout';
    error = `read udp ${host.ownIP}:${port}->${server.includes(':') ? server : `${server}:53`}: ${why}`;
  }
  return { reply: FAILURE, error };
}
