/**
 * ping of iputils 20221126 and of busybox 1.36.1: one echo request a second, each answered or not in its own time, and
 * the sums at the end or at Ctrl-C. Left out: sizes, floods, routes; every name in an answer is the one that was found.
 */
import type { Echoed } from '../client/network';
import { reverseName } from './dnsAsk';
import { readToolOptions, type ToolOptions } from './readOptions';
import { readResolvConf } from './resolvConf';
import { whyUnresolved } from './resolver';
import type { Steps, Tool, ToolHost, ToolMemory } from './tool';

/** Answers that come later than this are not waited for, unless -W says so. */
const LINGER_S = '10';
/** What the interval grows by, as it was measured. */
const DRIFT_MS = 20;

/** Nobody has asked yet what an address is called. */
const UNASKED = '?';

/** What the sums are made of. Times in milliseconds. */
interface Tally extends ToolMemory {
  readonly sent: number;
  readonly received: number;
  readonly errors: number;
  readonly least: number;
  readonly most: number;
  readonly sum: number;
  readonly squares: number;
  readonly ip: string;
  /** As it is shown. */
  readonly name: string;
  /** The name that answers come from; empty if there is none. */
  readonly from: string;
}

/** The words of one of the two programs. */
interface Words {
  readonly firstSeq: number;
  /** `hasBegun`: it notices only when it sends. */
  readonly noRoute: { readonly hasBegun: boolean; readonly text: string; readonly status: number };
  start(name: string, ip: string): string;
  reply(name: string, ip: string, seq: number, ttl: number, ms: number): string;
  /** Absent: it says nothing. */
  unreachable?(by: string, seq: number, what: string): string;
  sums(tally: Tally, intervalMs: number): string;
}

const time = (ms: number) => ms.toFixed(3);
const lossOf = ({ sent, received }: Tally) => (sent === 0 ? 0 : Math.floor((100 * (sent - received)) / sent));

const iputils: Words = {
  firstSeq: 1,
  noRoute: { hasBegun: false, text: 'ping: connect: No route to host\n', status: 2 },
  start: (name, ip) => `PING ${name} (${ip}) 56(84) bytes of data.\n`,
  reply: (name, ip, seq, ttl, ms) =>
    `64 bytes from ${name === '' ? ip : `${name} (${ip})`}: icmp_seq=${seq} ttl=${ttl} time=${short(ms)} ms\n`,
  unreachable: (by, seq, what) => `From ${by} icmp_seq=${seq} ${what}\n`,
  sums: (tally, intervalMs) => {
    const { name, sent, received, errors, least, most, sum, squares } = tally;
    const between = sent > 1 ? (sent - 1) * (intervalMs + DRIFT_MS) : 0;
    const failed = errors > 0 ? `, +${errors} errors` : '';
    const head = `\n--- ${name} ping statistics ---\n${sent} packets transmitted, ${received} received${failed}, ${lossOf(tally)}% packet loss, time ${Math.round(between)}ms\n`;
    if (received === 0) return `${head}${tally.isFar === 1 ? `pipe ${Math.min(4, errors)}` : ''}\n`;
    const average = sum / received;
    const deviation = Math.sqrt(Math.max(0, squares / received - average * average));
    return `${head}rtt min/avg/max/mdev = ${[least, average, most, deviation].map(time).join('/')} ms\n`;
  },
};

/** Three significant digits below 100, as iputils prints times. */
const short = (ms: number) =>
  ms < 1 ? ms.toFixed(3) : ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0);

const busybox: Words = {
  firstSeq: 0,
  noRoute: { hasBegun: true, text: 'ping: sendto: No route to host\n', status: 1 },
  start: (name, ip) => `PING ${name} (${ip}): 56 data bytes\n`,
  reply: (_name, ip, seq, ttl, ms) => `64 bytes from ${ip}: seq=${seq} ttl=${ttl} time=${time(ms)} ms\n`,
  sums: (tally) => {
    const { name, sent, received, least, most, sum } = tally;
    const head = `\n--- ${name} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${lossOf(tally)}% packet loss\n`;
    if (received === 0) return head;
    return `${head}round-trip min/avg/max = ${[least, sum / received, most].map(time).join('/')} ms\n`;
  },
};

/** iputils'. */
export const ping: Tool = function* (argv, host, memory) {
  const options = readToolOptions(argv, { flags: 'qn4vbDOaAfr', values: 'cWwiIst' });
  const [name] = options.operands;
  if (name === undefined) {
    yield* host.err('ping: usage error: Destination address required\n');
    return 1;
  }
  if (memory !== undefined) return yield* round(iputils, options, host, memory as Tally); // Its own, from the last round.
  const resolved = yield* host.resolve(name);
  yield* host.sleep(resolved.ms);
  if (resolved.type !== 'found') {
    const why = whyUnresolved(resolved);
    yield* host.err(`ping: ${name}: ${why}\n`);
    return 2;
  }
  const ip = resolved.addresses[0] ?? '';
  const isNumeric = options.has('n') || ip === name;
  return yield* begin(iputils, options, host, { ip, name: resolved.canonical, from: isNumeric ? '' : UNASKED });
};

export const busyboxPing: Tool = function* (argv, host, memory) {
  const options = readToolOptions(argv, { flags: 'q46A', values: 'cWwiIst' });
  const [name] = options.operands;
  if (name === undefined || options.unknown.length > 0) {
    yield* host.err(
      'BusyBox v1.36.1 multi-call binary.\n\nUsage: ping [OPTIONS] HOST\n\nSend ICMP ECHO_REQUESTs to HOST\n',
    );
    return 1;
  }
  if (memory !== undefined) return yield* round(busybox, options, host, memory as Tally); // Its own, from the last round.
  const resolved = yield* host.resolve(name);
  yield* host.sleep(resolved.ms);
  if (resolved.type !== 'found') {
    yield* host.err(`ping: bad address '${name}'\n`);
    return 1;
  }
  return yield* begin(busybox, options, host, { ip: resolved.addresses[0] ?? '', name, from: '' });
};

/** What DNS calls an address; empty if it has no name. */
function* nameOf(host: ToolHost, ip: string): Steps<string> {
  const reverse = reverseName(ip);
  const [server] = readResolvConf(yield* host.resolvConf()).servers;
  if (reverse === undefined || server === undefined) return '';
  const [lookup] = yield* host.lookups(server, [{ name: reverse, type: 'PTR' }]);
  const answers = lookup?.type === 'reply' ? lookup.reply.answers : [];
  return answers.find(({ type }) => type === 'PTR')?.data.replace(/\.$/, '') ?? '';
}

function* begin(
  words: Words,
  options: ToolOptions,
  host: ToolHost,
  to: Pick<Tally, 'ip' | 'name' | 'from'>,
): Steps<number> {
  const echoed = yield* host.ping(to.ip);
  const isNowhere = echoed.type === 'noRoute';
  if (!isNowhere || words.noRoute.hasBegun) yield* host.out(words.start(to.name, to.ip));
  if (isNowhere) {
    yield* host.err(words.noRoute.text);
    return words.noRoute.status;
  }
  const none = { sent: 0, received: 0, errors: 0, least: 0, most: 0, sum: 0, squares: 0, isFar: 0 };
  return yield* round(words, options, host, { ...none, ...to }, echoed);
}

/** One echo request, and what comes of it. */
function* round(words: Words, options: ToolOptions, host: ToolHost, before: Tally, first?: Echoed): Steps<number> {
  const count = Number(options.value('c') ?? Infinity) || Infinity;
  const seconds = Number.parseFloat(options.value('i') ?? '1');
  const intervalMs = Math.max(2, Number.isNaN(seconds) ? 1000 : Math.round(seconds * 1000));
  const deadlineMs = Number(options.value('w') ?? Infinity) * 1000;
  const started = host.now();
  const seq = words.firstSeq + before.sent;
  const { ip } = before;
  const isQuiet = options.has('q');
  const echoed = first ?? (yield* host.ping(ip));
  const lingerMs = Number.parseFloat(options.value('W') ?? LINGER_S) * 1000;
  let tally: Tally = { ...before, sent: before.sent + 1 };
  let restMs = echoed.type === 'lost' ? lingerMs : 0;
  if (echoed.type === 'reply') {
    const { ms, ttl } = echoed;
    yield* host.sleep(ms);
    if (tally.from === UNASKED) tally = { ...tally, from: yield* nameOf(host, ip) };
    if (!isQuiet) yield* host.out(words.reply(tally.from, ip, seq, ttl, ms));
    tally = {
      ...tally,
      received: tally.received + 1,
      least: tally.received === 0 ? ms : Math.min(tally.least, ms),
      most: Math.max(tally.most, ms),
      sum: tally.sum + ms,
      squares: tally.squares + ms * ms,
    };
  } else if (echoed.type === 'unreachable') {
    const isFar = echoed.what.includes('Host') ? 1 : 0;
    tally = { ...tally, errors: tally.errors + 1, isFar };
    restMs = isFar === 1 ? 3_060 : 0;
    if (!isQuiet && words.unreachable) yield* host.out(words.unreachable(echoed.by, seq, echoed.what));
    else if (!words.unreachable) restMs = lingerMs;
  }
  const status = tally.received === 0 ? 1 : 0;
  const elapsedMs = (tally.sent - 1) * intervalMs;
  if (tally.sent < count && elapsedMs + intervalMs <= deadlineMs) {
    const out = words.sums(tally, intervalMs);
    const afterMs = intervalMs - (host.now() - started);
    host.goOn({ afterMs: Math.max(0, afterMs), memory: tally, interrupted: { out, status } });
    return status;
  }
  // What was not answered is waited for, though not beyond the deadline.
  yield* host.sleep(
    Math.max(0, Math.min(tally.received === 0 || echoed.type === 'lost' ? restMs : 0, deadlineMs - elapsedMs)),
  );
  yield* host.out(words.sums(tally, intervalMs));
  return status;
}
