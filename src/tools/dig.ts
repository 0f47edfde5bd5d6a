/** dig and host of BIND 9.18, and getent. Models bin/dig/{dig,host}.c and the columns of lib/dns/masterdump.c. */
import { formatDate } from '../api/meta/time';
import type { DnsRecord, DnsReply, RecordType } from '../client/network';
import type { Asked } from './askServers';
import { askAsBind, endOfAliases, recordTypeOf, reverseName } from './dnsAsk';
import { namesOfBind, readResolvConf } from './resolvConf';
import type { Steps, Tool, ToolHost } from './tool';

const VERSION = '9.18.49-1~deb12u3-Debian';
const BUFFER = 1232;
/** What dig shows unless it is told otherwise. */
const PARTS = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats'];

/** dig's command line. */
interface DigOrder {
  readonly name: string;
  readonly type: RecordType;
  readonly server?: string;
  readonly shows: ReadonlySet<string>;
}

export const dig: Tool = function* (argv, host) {
  const order = readOrder(argv);
  const config = readResolvConf(yield* host.resolvConf());
  let { servers } = config;
  if (order.server !== undefined) {
    const resolved = yield* host.resolve(order.server);
    yield* host.sleep(resolved.ms);
    if (resolved.type !== 'found') {
      yield* host.err(`dig: couldn't get address for '${order.server}': not found\n`);
      return 10;
    }
    servers = [resolved.addresses[0] ?? ''];
  }
  const { type, shows } = order;
  const names = shows.has('search') ? namesOfBind(order.name, config) : [order.name.replace(/\.$/, '')];
  let asked: Asked | undefined;
  let name = order.name;
  for (name of names) {
    asked = yield* askAsBind(host, servers, { name, type, bufferSize: BUFFER }, 3);
    if (asked.got?.reply.rcode !== 'NXDOMAIN') break;
  }
  const { got, server, ms, hops } = asked ?? { got: undefined, server: '', ms: 0, hops: [] };
  const isShort = shows.has('short');
  if (!isShort && shows.has('cmd'))
    yield* host.out(`\n; <<>> DiG ${VERSION} <<>> ${argv.slice(1).join(' ')}\n;; global options: +cmd\n`);
  if (got === undefined) {
    yield* host.failed({ tool: 'dig', method: type, url: `dns://${order.name}`, error: 'dns', ms, hops });
    yield* host.out(';; no servers could be reached\n');
    return 9;
  }
  if (isShort) yield* host.out(got.reply.answers.map(({ data }) => `${data}\n`).join(''));
  else yield* host.out(textOf(got.reply, { name, type, id: got.id, server, ms: got.ms, now: host.now() }, shows));
  return 0;
};

function readOrder(argv: readonly string[]): DigOrder {
  const shows = new Set(PARTS);
  let name: string | undefined;
  let type: RecordType | undefined;
  let server: string | undefined;
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word.startsWith('@')) server = word.slice(1);
    else if (word === '-x') {
      name = reverseName(argv[++i] ?? '') ?? argv[i] ?? '';
      type ??= 'PTR';
    } else if (word === '-t' || word === '-q') {
      const value = argv[++i] ?? '';
      if (word === '-t') type = recordTypeOf(value);
      else name = value;
    } else if (word === '-p' || word === '-c' || word === '-b') i += 1;
    else if (word.startsWith('+')) {
      const part = word.slice(1).replace(/=.*$/, '');
      if (part === 'noall') for (const each of PARTS) shows.delete(each);
      else if (part === 'all') for (const each of PARTS) shows.add(each);
      else if (part.startsWith('no')) shows.delete(part.slice(2));
      else shows.add(part);
    } else if (!word.startsWith('-') && word.toUpperCase() !== 'IN') {
      const asType = recordTypeOf(word);
      if (asType !== undefined) type = asType;
      else name = word;
    }
  }
  return {
    name: name ?? '.',
    type: type ?? (name === undefined ? 'NS' : 'A'),
    shows,
    ...(server === undefined ? {} : { server }),
  };
}

interface Message {
  readonly name: string;
  readonly type: RecordType;
  readonly id: number;
  readonly server: string;
  readonly ms: number;
  readonly now: number;
}

function textOf(reply: DnsReply, message: Message, shows: ReadonlySet<string>): string {
  const { answers, authority = [], additional = [] } = reply;
  const { name, type, id, server, ms, now } = message;
  const hasComments = shows.has('comments');
  let text = '';
  if (hasComments) {
    const flags = `qr${reply.authoritative ? ' aa' : ''} rd${reply.recursionAvailable ? ' ra' : ''}`;
    text +=
      ';; Got answer:\n' +
      (/(^|\.)local$/.test(name)
        ? ';; WARNING: .local is reserved for Multicast DNS\n;; You are currently testing what happens when an mDNS query is leaked to DNS\n'
        : '') +
      `;; ->>HEADER<<- opcode: QUERY, status: ${reply.rcode}, id: ${id}\n` +
      `;; flags: ${flags}; QUERY: 1, ANSWER: ${answers.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + 1}\n` +
      (reply.recursionAvailable ? '' : ';; WARNING: recursion requested but not available\n') +
      `\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: ${BUFFER}\n; COOKIE: ${cookieOf(id)} (echoed)\n`;
  }
  if (shows.has('question')) {
    const columns = new Columns(`${name === '.' ? '' : name}.`).at(CLASS, 'IN').at(TYPE, type);
    text += `${hasComments ? ';; QUESTION SECTION:\n' : ''};${columns.text}\n\n`;
  }
  const section = (part: string, records: readonly DnsRecord[]) => {
    if (!shows.has(part) || records.length === 0) return;
    const lines = records.map((record) => `${lineOf(record)}\n`).join('');
    text += hasComments ? `;; ${part.toUpperCase()} SECTION:\n${lines}\n` : lines;
  };
  section('answer', answers);
  section('authority', authority);
  section('additional', additional);
  if (!shows.has('stats')) return text;
  const [day, date, month, year, time] = formatDate(Math.floor(now)).split(/[ ,]+/);
  return (
    `${text};; Query time: ${Math.floor(ms)} msec\n;; SERVER: ${server}#53(${server}) (UDP)\n` +
    `;; WHEN: ${day} ${month} ${date} ${time} UTC ${year}\n;; MSG SIZE  rcvd: ${sizeOf(name, reply)}\n\n`
  );
}

/** Sixteen digits that are the number's own. */
function cookieOf(id: number): string {
  const part = (seed: number) => (Math.imul(id + seed, 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return part(1) + part(77);
}

const TTL = 24;
const CLASS = 32;
const TYPE = 40;
const DATA = 48;

/** Text in columns, with tabs of eight where one is crossed, and one space at least. */
class Columns {
  #column: number;

  constructor(public text: string) {
    this.#column = text.length;
  }

  at(column: number, text: string): this {
    const to = Math.max(column, this.#column + 1);
    const tabs = Math.floor(to / 8) - Math.floor(this.#column / 8);
    const from = tabs > 0 ? Math.floor(to / 8) * 8 : this.#column;
    this.text += '\t'.repeat(tabs) + ' '.repeat(to - from) + text;
    this.#column = to + text.length;
    return this;
  }
}

const lineOf = ({ name, ttl, type, data }: DnsRecord) =>
  new Columns(`${name}.`).at(TTL, String(ttl)).at(CLASS, 'IN').at(TYPE, type).at(DATA, data).text;

/** Bytes of the message: names as they are, and dig's own EDNS with its cookie. */
function sizeOf(name: string, { answers, authority = [], additional = [] }: DnsReply): number {
  const wire = (text: string) => text.replace(/\.$/, '').length + 2;
  const dataSize = ({ type, data }: DnsRecord) => {
    const [first = '', ...rest] = data.split(' ');
    if (type === 'A') return 4;
    if (type === 'AAAA') return 16;
    if (type === 'SRV') return 6 + wire(rest.at(-1) ?? '');
    if (type === 'SOA') return wire(first) + wire(rest[0] ?? '') + 20;
    if (type === 'TXT') return data.length - 1;
    return type === 'MX' ? 2 + wire(rest.at(-1) ?? '') : wire(data);
  };
  const records = [...answers, ...authority, ...additional];
  return records.reduce((sum, record) => sum + wire(record.name) + 10 + dataSize(record), 12 + wire(name) + 4 + 23);
}

export const host: Tool = function* (argv, machine) {
  const words: string[] = [];
  let type: RecordType | undefined;
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '-t') type = recordTypeOf(argv[++i] ?? '');
    else if (!word.startsWith('-')) words.push(word);
  }
  const [given, server] = words;
  if (given === undefined) {
    yield* machine.err(
      'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n',
    );
    return 1;
  }
  const config = readResolvConf(yield* machine.resolvConf());
  const servers = server === undefined ? config.servers : [server];
  const reverse = type === undefined ? reverseName(given) : undefined;
  const names = reverse === undefined ? namesOfBind(given, config) : [reverse];
  const first = type ?? (reverse === undefined ? 'A' : 'PTR');
  for (const [index, name] of names.entries()) {
    const { got, ms, hops } = yield* askAsBind(machine, servers, { name, type: first }, 2);
    const failed = { tool: 'host', method: first, url: `dns://${given}`, error: 'dns', ms, hops } as const;
    if (got === undefined) {
      yield* machine.failed(failed);
      yield* machine.out(';; no servers could be reached\n');
      return 1;
    }
    const { rcode, answers } = got.reply;
    if (rcode === 'NXDOMAIN' && index < names.length - 1) continue;
    if (rcode !== 'NOERROR') {
      yield* machine.failed(failed);
      const number = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 }[rcode];
      yield* machine.out(`Host ${reverse === undefined ? given : `${reverse}.`} not found: ${number}(${rcode})\n`);
      return 1;
    }
    if (answers.length === 0 && type !== undefined) yield* machine.out(`${name} has no ${type} record\n`);
    yield* machine.out(answers.map(sentenceOf).join(''));
    if (type === undefined && reverse === undefined) yield* otherRecords(machine, servers, endOfAliases(name, answers));
    return 0;
  }
  return 1;
};

/** What `host` asks of a name that it has found. */
function* otherRecords(machine: ToolHost, servers: readonly string[], name: string): Steps<void> {
  for (const type of ['AAAA', 'MX'] as const) {
    const { got } = yield* askAsBind(machine, servers, { name, type }, 2);
    const found = got?.reply.answers.filter((record) => record.type === type) ?? [];
    yield* machine.out(found.map(sentenceOf).join(''));
  }
}

function sentenceOf({ name, type, data }: DnsRecord): string {
  const words: Readonly<Record<string, string>> = {
    A: 'has address',
    AAAA: 'has IPv6 address',
    CNAME: 'is an alias for',
    PTR: 'domain name pointer',
    MX: 'mail is handled by',
    NS: 'name server',
    TXT: 'descriptive text',
  };
  return `${name} ${words[type] ?? `has ${type} record`} ${data}\n`;
}

/** getent of glibc: `hosts`, `ahosts`. */
export const getent: Tool = function* (argv, machine) {
  const [database = '', name = ''] = argv.slice(1);
  if (!/^a?hosts(v4)?$/.test(database)) {
    yield* machine.err(
      `Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`,
    );
    return 1;
  }
  const resolved = yield* machine.resolve(name);
  yield* machine.sleep(resolved.ms);
  if (resolved.type !== 'found') {
    const { ms, hops } = resolved;
    yield* machine.failed({ tool: 'getent', method: 'A', url: `dns://${name}`, error: 'dns', ms, hops });
    return 2;
  }
  const { addresses, canonical } = resolved;
  if (database === 'hosts') yield* machine.out(addresses.map((ip) => `${ip.padEnd(15)} ${canonical}\n`).join(''));
  else {
    const kinds = ['STREAM', 'DGRAM ', 'RAW   '];
    const lines = addresses.flatMap((ip, at) =>
      kinds.map((kind, i) => `${ip.padEnd(15)} ${kind}${at + i === 0 ? ` ${canonical}` : ''}`),
    );
    yield* machine.out(lines.map((line) => `${line.trimEnd()}\n`).join(''));
  }
  return 0;
};
