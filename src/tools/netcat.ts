/**
 * nc of OpenBSD (1.219) and of busybox 1.36.1, and telnet: they open connections, and carry HTTP as text. Left out: UDP,
 * servers of OpenBSD's, file descriptors that go on after the first answer.
 */
import { utf8Length } from '../api/meta/base64';
import type { HttpAnswer, HttpAsk } from '../client/network';
import { readToolOptions, type ToolOptions } from './readOptions';
import { type Resolved, whyUnresolved } from './resolver';
import { connecting, limitOf, type SentAnswer, type Steps, type Tool, type ToolHost } from './tool';

const isAddress = (host: string) => /^\d+(\.\d+){3}$/.test(host);

/** OpenBSD's. */
export const nc: Tool = function* (argv, host) {
  const options = readToolOptions(argv, { flags: 'zvnuNk46ldDhrStUC', values: 'wpqsiIOTXxPVmMb' });
  const [name, range = ''] = options.operands;
  const ports = portsOf(range);
  if (name === undefined || ports === undefined) {
    yield* host.err(
      'usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n\t  [destination] [port]\n',
    );
    return 1;
  }
  const resolved = yield* host.resolve(name);
  yield* host.sleep(resolved.ms);
  if (resolved.type !== 'found') {
    const why = whyUnresolved(resolved);
    yield* told(host, 'nc', name, range, resolved);
    yield* host.err(`nc: getaddrinfo for host "${name}" port ${range}: ${why}\n`);
    return 1;
  }
  let status = 1;
  for (const port of ports) {
    for (const ip of resolved.addresses) {
      const limitMs = limitOf(options.value('w')) ?? Infinity;
      const { answer, asks } = yield* open(host, 'nc', { name, ip, port, limitMs }, options, resolved);
      const shown = isAddress(name) ? ip : `${name} (${ip})`;
      const end = yield* connecting(host, answer.dialled, limitMs);
      if (end.type === 'failed') {
        const why = end.isOwnLimit ? 'timed out: Operation now in progress' : `failed: ${end.error}`;
        if (options.has('v')) yield* host.err(`nc: connect to ${shown} port ${port} (tcp) ${why}\n`);
        continue;
      }
      status = 0;
      if (options.has('v'))
        yield* host.err(`Connection to ${shown} ${port} port [tcp/${SERVICES[port] ?? '*'}] succeeded!\n`);
      if (!options.has('z')) yield* talk(host, answer, asks, limitMs);
      break;
    }
    if (!options.has('z') && status === 0) break;
  }
  return status;
};

export const busyboxNc: Tool = function* (argv, host) {
  const options = readToolOptions(argv, { flags: 'zvnulk', values: 'wpiesg', stopAtOperand: true });
  const [name, port = ''] = options.operands;
  if (name === undefined || !/^\d+$/.test(port)) {
    yield* host.err(
      port === ''
        ? 'BusyBox v1.36.1 multi-call binary.\n\nUsage: nc [OPTIONS] HOST PORT  - connect\n'
        : `nc: bad port '${port}'\n`,
    );
    return 1;
  }
  const limitMs = limitOf(options.value('w')) ?? Infinity;
  const found = yield* find(host, 'nc', name, port);
  if (found === undefined) return 1;
  const to = { name, ip: found.ip, port: Number(port), limitMs };
  const { answer, asks } = yield* open(host, 'nc', to, options, found.resolved);
  const end = yield* connecting(host, answer.dialled, limitMs);
  const place = `${name} (${found.ip}:${port})`;
  if (end.type === 'failed') {
    // A refusal is told by the exit status alone, even with -v.
    const isTold = options.has('v') && end.error === 'Connection timed out';
    if (isTold) yield* host.err(`nc: ${place}: ${end.error}\n`);
    return 1;
  }
  if (options.has('v')) yield* host.err(`${place} open\n`);
  if (!options.has('z')) yield* talk(host, answer, asks, limitMs);
  return 0;
};

export const busyboxTelnet: Tool = function* (argv, host) {
  const [name, port = '23'] = readToolOptions(argv, { flags: 'a', values: 'l' }).operands;
  if (name === undefined) {
    yield* host.err('BusyBox v1.36.1 multi-call binary.\n\nUsage: telnet [-a] [-l USER] HOST [PORT]\n');
    return 1;
  }
  const found = yield* find(host, 'telnet', name, port);
  if (found === undefined) return 1;
  const to = { name, ip: found.ip, port: Number(port), limitMs: Infinity };
  const { answer, asks } = yield* open(host, 'telnet', to, undefined, found.resolved);
  const end = yield* connecting(host, answer.dialled, Infinity);
  if (end.type === 'failed') {
    yield* host.err(`telnet: can't connect to remote host (${found.ip}): ${end.error}\n`);
    return 1;
  }
  yield* host.out(`Connected to ${name}\n\nEntering character mode\nEscape character is '^]'.\n\n`);
  yield* talk(host, answer, asks, Infinity);
  return 1;
};

/** GNU's and Debian's. */
export const telnet: Tool = function* (argv, host) {
  const [name, port = '23'] = readToolOptions(argv, { flags: '468EKLacdfFrx', values: 'Xbelnk' }).operands;
  if (name === undefined) return 0;
  const resolved = yield* host.resolve(name);
  yield* host.sleep(resolved.ms);
  if (resolved.type !== 'found') {
    const why = whyUnresolved(resolved);
    yield* told(host, 'telnet', name, port, resolved);
    yield* host.err(`telnet: could not resolve ${name}/${port}: ${why}\n`);
    return 1;
  }
  const ip = resolved.addresses[0] ?? '';
  yield* host.out(`Trying ${ip}...\n`);
  const to = { name, ip, port: Number(port), limitMs: Infinity };
  const { answer, asks } = yield* open(host, 'telnet', to, undefined, resolved);
  const end = yield* connecting(host, answer.dialled, Infinity);
  if (end.type === 'failed') {
    yield* host.err(`telnet: Unable to connect to remote host: ${end.error}\n`);
    return 1;
  }
  yield* host.out(`Connected to ${name}.\nEscape character is '^]'.\n`);
  yield* talk(host, answer, asks, Infinity);
  yield* host.out('Connection closed by foreign host.\n');
  return 1;
};

/** busybox's way to an address; undefined: there is none, and that was said. */
function* find(
  host: ToolHost,
  tool: string,
  name: string,
  port: string,
): Steps<{ readonly ip: string; readonly resolved: Resolved } | undefined> {
  const resolved = yield* host.resolve(name);
  yield* host.sleep(resolved.ms);
  if (resolved.type === 'found') return { ip: resolved.addresses[0] ?? '', resolved };
  yield* told(host, tool, name, port, resolved);
  yield* host.err(`${tool}: bad address '${name}'\n`);
  return undefined;
}

function* told(host: ToolHost, tool: string, name: string, port: string, { ms, hops }: Resolved): Steps<void> {
  yield* host.failed({ tool, method: 'CONNECT', url: `tcp://${name}:${port}`, error: 'dns', ms, hops });
}

/** Connects, and sends what is on standard input if that is a request. */
function* open(
  host: ToolHost,
  tool: string,
  to: { readonly name: string; readonly ip: string; readonly port: number; readonly limitMs: number },
  options: ToolOptions | undefined,
  { ms, hops }: Resolved,
): Steps<{ readonly answer: SentAnswer; readonly asks: readonly HttpAsk[] }> {
  const text = options?.has('z') === true ? undefined : yield* host.stdin();
  const asks = requestsIn(text ?? '');
  const [ask] = asks;
  const answer = yield* host.send({
    tool,
    url: ask === undefined ? `tcp://${to.name}:${to.port}` : `http://${to.name}:${to.port}${ask.path}`,
    to: { ip: to.ip, port: to.port },
    before: { ms, hops },
    ...(to.limitMs === Infinity ? {} : { connectMs: to.limitMs }),
    ...(options?.has('u') === true ? { protocol: 'UDP' as const } : {}),
    ...(ask === undefined ? {} : { request: ask }),
  });
  return { answer, asks };
}

/** Prints what comes back, until the server closes or nothing more is said for so long. */
function* talk(host: ToolHost, first: SentAnswer, asks: readonly HttpAsk[], limitMs: number): Steps<void> {
  const connection = first.dialled?.type === 'connected' ? first.dialled.connection : undefined;
  let { exchanged } = first;
  for (const [index, ask] of asks.entries()) {
    if (index > 0 && connection !== undefined) {
      const { to } = connection;
      const url = `http://${to.ip}:${to.port}${ask.path}`;
      ({ exchanged } = yield* host.send({ tool: 'nc', url, to, over: connection, request: ask }));
    }
    if (exchanged === undefined || exchanged.type === 'silent') break;
    yield* host.sleep(exchanged.ms);
    if (exchanged.type !== 'response') return;
    yield* host.out(answerText(exchanged.response, ask.method));
    const { headers, version, ending } = exchanged.response;
    const isClosing = headers.some(([name, value]) => /^connection$/i.test(name) && /close/i.test(value));
    const isBroken = ending === 'closed' || ending === 'reset';
    if (isBroken || (ending === undefined && (version === 'HTTP/1.0' || isClosing))) return;
  }
  yield* host.sleep(limitMs === Infinity ? 'forever' : limitMs);
}

/** The requests that `text` is made of; a body belongs to the last one. */
function requestsIn(text: string): readonly HttpAsk[] {
  const parts = text.split(/(?<=\r?\n\r?\n)(?=[A-Z]+ \S+(?: HTTP\/1\.[01])?\r?\n)/);
  return parts.flatMap((part) => requestIn(part) ?? []);
}

/** The request that `text` begins with, if it is one. */
function requestIn(text: string): HttpAsk | undefined {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const match = /^([A-Z]+) (\S+)(?: (HTTP\/1\.[01]))?$/.exec(first.trim());
  if (match === null) return undefined;
  const [, method = 'GET', path = '/', version] = match;
  const headers = lines.map((line) => [line.replace(/:.*$/, ''), line.replace(/^[^:]*:\s*/, '')] as const);
  const body = rest.join('\r\n\r\n');
  return {
    method,
    path,
    headers,
    ...(version === 'HTTP/1.1' ? {} : { version: 'HTTP/1.0' }),
    ...(body === '' ? {} : { body }),
  };
}

/** An answer as bytes. */
function answerText({ version, status, reason, headers, body, ending }: HttpAnswer, method: string): string {
  const head = [`${version} ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  const isChunked = headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && /chunked/i.test(value));
  const chunk = body === '' ? '' : `${utf8Length(body).toString(16)}\r\n${body}\r\n`;
  const sent = method === 'HEAD' ? '' : isChunked ? chunk + (ending === undefined ? '0\r\n\r\n' : '') : body;
  return `${head}\r\n\r\n${sent}`;
}

/** `80`, `80-82`; undefined: no port. */
function portsOf(range: string): readonly number[] | undefined {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  if (from === undefined) return undefined;
  const first = Number(from);
  return Array.from({ length: Math.min(1000, Math.max(1, Number(to ?? from) - first + 1)) }, (_, i) => first + i);
}

/** Names of /etc/services. */
const SERVICES: Readonly<Record<number, string>> = {
  21: 'ftp',
  22: 'ssh',
  23: 'telnet',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  110: 'pop3',
  143: 'imap2',
  443: 'https',
  3306: 'mysql',
  5432: 'postgresql',
  6379: 'redis',
  8080: 'http-alt',
  9418: 'git',
};
