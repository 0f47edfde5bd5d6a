/**
 * nslookup of busybox 1.36.1 (FEATURE_NSLOOKUP_BIG): a name without a dot is asked with every suffix at once and never as
 * it is, one with a dot only as it is; every answer is printed. Models networking/nslookup.c.
 */
import type { DnsQuestion, DnsRecord, Lookup } from '../client/network';
import { recordTypeOf, reverseName } from './dnsAsk';
import { readResolvConf } from './resolvConf';
import type { Steps, Tool, ToolHost } from './tool';

/** How long it waits for its answers, and how often it asks meanwhile. */
const TIMEOUT_MS = 5000;

export const busyboxNslookup: Tool = function* (argv, host) {
  const words = argv.slice(1).filter((word) => !word.startsWith('-'));
  const [name, at] = words;
  if (name === undefined) {
    yield* host.err(
      'BusyBox v1.36.1 multi-call binary.\n\nUsage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n',
    );
    return 1;
  }
  const wanted = argv.slice(1).flatMap((word) => /^-(?:type|q|querytype)=(.+)$/i.exec(word)?.[1] ?? []);
  const type = recordTypeOf(wanted.at(-1) ?? '');
  if (wanted.length > 0 && type === undefined) {
    yield* host.err(`nslookup: invalid query type "${wanted.at(-1)}"\n`);
    return 1;
  }
  const config = readResolvConf(yield* host.resolvConf());
  let server = config.servers[0] ?? '127.0.0.1';
  if (at !== undefined) {
    const resolved = yield* host.resolve(at.replace(/:\d+$/, ''));
    yield* host.sleep(resolved.ms);
    if (resolved.type !== 'found') {
      yield* host.err(`nslookup: bad address '${at}'\n`);
      return 1;
    }
    server = resolved.addresses[0] ?? server;
  }
  const plain = name.replace(/\.$/, '');
  const names =
    plain === name && !name.includes('.') && config.search.length > 0
      ? config.search.map((each) => `${name}.${each}`)
      : [plain];
  const reverse = type === undefined ? reverseName(name) : undefined;
  const questions: readonly DnsQuestion[] =
    reverse !== undefined
      ? [{ name: reverse, type: 'PTR' }]
      : names.flatMap((each) =>
          (type === undefined ? (['A', 'AAAA'] as const) : [type]).map((one) => ({ name: each, type: one })),
        );
  const lookups = yield* host.lookups(server, questions);
  return yield* show(host, { name, server, questions, lookups });
};

function* show(
  host: ToolHost,
  asked: {
    readonly name: string;
    readonly server: string;
    readonly questions: readonly DnsQuestion[];
    readonly lookups: readonly Lookup[];
  },
): Steps<number> {
  const { name, server, questions, lookups } = asked;
  const replies = lookups.flatMap((lookup, index) =>
    lookup.type === 'reply' ? [{ lookup, question: questions[index] }] : [],
  );
  const ms = Math.max(0, ...replies.map(({ lookup }) => lookup.ms));
  const hops = lookups.flatMap((lookup) => lookup.hops);
  const failed = { tool: 'nslookup', method: 'A', url: `dns://${name}`, error: 'dns', hops } as const;
  yield* host.sleep(replies.length < lookups.length ? TIMEOUT_MS : ms);
  if (replies.length === 0) {
    yield* host.failed({ ...failed, ms: TIMEOUT_MS });
    yield* host.out(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  let errors = 0;
  let text = `Server:\t\t${server}\nAddress:\t${server}:53\n\n`;
  for (const { lookup, question } of replies) {
    const { rcode, answers } = lookup.reply;
    if (rcode === 'NOERROR') text += `${answers.map(lineOf).join('')}\n`;
    else {
      errors += 1;
      text += `** server can't find ${question?.name ?? name}: ${rcode}\n\n`;
    }
  }
  yield* host.out(text);
  if (errors === replies.length) yield* host.failed({ ...failed, ms });
  return errors > 0 ? 1 : 0;
}

function lineOf({ name, type, data }: DnsRecord): string {
  const bare = data.replace(/\.$/, '');
  switch (type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${name}\nAddress: ${data}\n`;
    case 'CNAME':
      return `${name}\tcanonical name = ${bare}\n`;
    case 'PTR':
      return `${name}\tname = ${bare}\n`;
    case 'SRV':
      return `${name}\tservice = ${bare}\n`;
    case 'TXT':
      return `${name}\ttext = ${data}\n`;
    case 'MX':
      return `${name}\tmail exchanger = ${bare}\n`;
    case 'NS':
      return `${name}\tnameserver = ${bare}\n`;
    default:
      return `${name}\t${type} = ${data}\n`;
  }
}
