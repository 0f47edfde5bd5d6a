/** nslookup of BIND 9.18: the search list one name after the other, A first, AAAA of the name that was found. Models bin/dig/nslookup.c. */
import type { DnsRecord, DnsReply, RecordType } from '../client/network';
import { askAsBind, endOfAliases, recordTypeOf, reverseName } from './dnsAsk';
import { namesOfBind, readResolvConf, type ResolverConfig } from './resolvConf';
import type { Steps, Tool, ToolHost } from './tool';

const TRIES = 3;

export const nslookup: Tool = function* (argv, host) {
  const given = argv.slice(1).filter((word) => !word.startsWith('-'));
  const [name, server] = given;
  if (name === undefined) return 0;
  const wanted = argv.slice(1).flatMap((word) => /^-(?:type|query|querytype|q|ty)=(.+)$/i.exec(word)?.[1] ?? []);
  const type = recordTypeOf(wanted.at(-1) ?? '');
  const config = readResolvConf(yield* host.resolvConf());
  const at: ResolverConfig = server === undefined ? config : { ...config, servers: [yield* addressOf(host, server)] };
  const reverse = type === undefined ? reverseName(name) : undefined;
  if (reverse !== undefined) return yield* lookUpAddress(host, at, reverse);
  const status = yield* lookUp(host, at, name, type);
  yield* host.out('\n');
  return status;
};

/** The server to ask, by its name. */
function* addressOf(host: ToolHost, name: string): Steps<string> {
  const resolved = yield* host.resolve(name);
  yield* host.sleep(resolved.ms);
  return resolved.type === 'found' ? (resolved.addresses[0] ?? name) : name;
}

function* lookUp(host: ToolHost, config: ResolverConfig, name: string, type: RecordType | undefined): Steps<number> {
  const names = namesOfBind(name, config);
  for (const [index, each] of names.entries()) {
    const asked = yield* askAsBind(host, config.servers, { name: each, type: type ?? 'A' }, TRIES);
    const { got, server, ms, hops } = asked;
    const failed = { tool: 'nslookup', method: type ?? 'A', url: `dns://${name}`, error: 'dns', ms, hops } as const;
    if (got === undefined) {
      yield* host.failed(failed);
      yield* host.out(';; no servers could be reached\n');
      return 1;
    }
    const { reply } = got;
    yield* remark(host, reply, server);
    if (reply.rcode === 'NXDOMAIN' && index < names.length - 1) continue;
    yield* host.out(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
    if (reply.rcode !== 'NOERROR') {
      yield* host.failed(failed);
      yield* host.out(`** server can't find ${name}: ${reply.rcode}\n`);
      return 1;
    }
    if (!reply.authoritative && reply.answers.length > 0) yield* host.out('Non-authoritative answer:\n');
    yield* host.out(reply.answers.map(lineOf).join(''));
    if (type !== undefined) {
      if (reply.answers.length === 0) yield* host.out(`*** Can't find ${name}: No answer\n`);
      return 0;
    }
    if (host.flavour.bind === '9.9') return 0;
    return yield* alsoIPv6(host, config, { asked: name, end: endOfAliases(each, reply.answers) }, reply);
  }
  return 1;
}

/** The second question: the same name's IPv6 addresses. */
function* alsoIPv6(
  host: ToolHost,
  config: ResolverConfig,
  { asked: name, end }: { readonly asked: string; readonly end: string },
  first: DnsReply,
): Steps<number> {
  const { got, server } = yield* askAsBind(host, config.servers, { name: end, type: 'AAAA' }, TRIES);
  if (got === undefined) {
    yield* host.out(';; no servers could be reached\n');
    return 1;
  }
  yield* remark(host, got.reply, server);
  if (got.reply.rcode !== 'NOERROR') {
    yield* host.out(`** server can't find ${end}: ${got.reply.rcode}\n`);
    return 1;
  }
  yield* host.out(
    got.reply.answers
      .filter(({ type }) => type === 'AAAA')
      .map(lineOf)
      .join(''),
  );
  if (first.answers.length + got.reply.answers.length === 0) yield* host.out(`*** Can't find ${name}: No answer\n`);
  return 0;
}

function* lookUpAddress(host: ToolHost, { servers }: ResolverConfig, name: string): Steps<number> {
  const { got, server } = yield* askAsBind(host, servers, { name, type: 'PTR' }, TRIES);
  if (got === undefined) {
    yield* host.out(';; no servers could be reached\n\n');
    return 1;
  }
  yield* remark(host, got.reply, server);
  const { rcode, answers } = got.reply;
  if (rcode === 'NOERROR') yield* host.out(`${answers.map(lineOf).join('')}\n`);
  else yield* host.out(`** server can't find ${name}: ${rcode}\n\n`);
  return rcode === 'NOERROR' ? 0 : 1;
}

function* remark(host: ToolHost, { rcode, recursionAvailable }: DnsReply, server: string): Steps<void> {
  if (rcode === 'SERVFAIL') yield* host.out(`;; Got SERVFAIL reply from ${server}\n`);
  else if (!recursionAvailable && host.flavour.bind !== '9.9')
    yield* host.out(`;; Got recursion not available from ${server}\n`);
}

function lineOf({ name, type, data }: DnsRecord): string {
  switch (type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${name}\nAddress: ${data}\n`;
    case 'CNAME':
      return `${name}\tcanonical name = ${dotted(data)}\n`;
    case 'PTR':
      return `${name}\tname = ${dotted(data)}\n`;
    case 'SRV':
      return `${name}\tservice = ${data}\n`;
    case 'TXT':
      return `${name}\ttext = ${data}\n`;
    case 'MX':
      return `${name}\tmail exchanger = ${data}\n`;
    case 'NS':
      return `${name}\tnameserver = ${data}\n`;
    case 'SOA': {
      const [origin, mail, serial, refresh, retry, expire, minimum] = data.split(' ');
      return `${name}\n\torigin = ${origin}\n\tmail addr = ${mail}\n\tserial = ${serial}\n\trefresh = ${refresh}\n\tretry = ${retry}\n\texpire = ${expire}\n\tminimum = ${minimum}\n`;
    }
    default:
      return `${name}\t${type}\t${data}\n`;
  }
}

const dotted = (name: string) => `${name.replace(/\.$/, '')}.`;
