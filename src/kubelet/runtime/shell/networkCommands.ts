/**
 * Commands that talk to other addresses, in the words of busybox 1.36 and curl 8 as recorded.
 * Left out: TLS, redirects, proxies, keep-alive, IPv6.
 */
import { curl } from '../../../tools/curl';
import { resolveHost } from '../../../tools/resolver';
import { commandOf } from './podHost';
import { reasonPhrases } from '../httpText';
import type { HttpProbeResult } from '../containerRuntime';
import {
  absolute,
  type Command,
  type CommandContext,
  type CommandFamily,
  type CommandResult,
  failure,
  options,
} from './command';

/** How long the kernel tries to connect before it gives up. */
const CONNECT_MS = 134_000;

interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** As written, for messages. */
  readonly authority: string;
  readonly isTls: boolean;
}

function parseUrl(url: string): Target | undefined {
  const match = /^(?:(https?):\/\/)?([^/:?]+)(?::(\d+))?([/?].*)?$/.exec(url);
  if (!match) return undefined;
  const isTls = match[1] === 'https';
  const host = match[2] ?? '';
  const path = match[4] === undefined ? '/' : match[4].startsWith('/') ? match[4] : `/${match[4]}`;
  const authority = match[3] === undefined ? host : `${host}:${match[3]}`;
  return { host, port: Number(match[3] ?? (isTls ? 443 : 80)), path, authority, isTls };
}

/** The address that a name stands for inside this pod. */
function addressOf(context: CommandContext, host: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host.startsWith('127.') ? context.process.ip : host;
  if (host === 'localhost' || host === context.process.hostname) return context.process.ip;
  const { files } = context;
  const own = { hosts: files.read('/etc/hosts') ?? '', resolvConf: files.read('/etc/resolv.conf') ?? '' };
  const resolved = resolveHost(context.process.network, own, host);
  return resolved.type === 'found' ? resolved.addresses[0] : undefined;
}

function request(
  context: CommandContext,
  target: Target,
  ip: string,
  options_: {
    readonly method?: string;
    readonly agent: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  },
): Exclude<HttpProbeResult, { readonly type: 'closed' | 'reset' }> {
  const headers = { host: target.authority, 'user-agent': options_.agent, accept: '*/*', ...options_.headers };
  const { network } = context.process;
  const dialled = network.dial({ ip, port: target.port });
  if (dialled.type === 'lost') return { type: 'unreachable' };
  if (dialled.type !== 'connected') return { type: 'refused' };
  const exchanged = network.exchange(dialled.connection, {
    method: options_.method ?? 'GET',
    path: target.path,
    headers: Object.entries(headers),
    ...(target.isTls ? { tls: { serverName: target.host } } : {}),
    ...(options_.body === undefined ? {} : { body: options_.body }),
    ...(context.stands === undefined ? {} : { stands: context.stands }),
  });
  if (exchanged.type !== 'response') return { type: 'hang' };
  const { status, body, headers: answered } = exchanged.response;
  return {
    type: 'response',
    status,
    body,
    headers: Object.fromEntries(answered),
    durationMs: Math.floor(exchanged.ms),
  };
}

const wget: Command = (argv, context) => {
  const { flags, values, rest } = options(argv, 'OTtPSU');
  const target = parseUrl(rest[0] ?? '');
  if (!target) return failure('wget: missing URL');
  const isQuiet = flags.has('q');
  const limitMs = Number(values.T ?? values.timeout ?? '900') * 1000;
  const ip = addressOf(context, target.host);
  if (ip === undefined) return failure(`wget: bad address '${target.authority}'`);
  const start = isQuiet ? '' : `Connecting to ${target.authority} (${ip}:${target.port})\n`;
  const result = request(context, target, ip, { agent: 'Wget' });
  const end = (text: string, waitMs: number): CommandResult => ({
    status: 1,
    err: start,
    waitMs,
    late: { out: '', err: `${text}\n` },
  });
  switch (result.type) {
    case 'refused':
      return { status: 1, err: `${start}wget: can't connect to remote host (${ip}): Connection refused\n` };
    case 'unreachable':
      return limitMs < CONNECT_MS
        ? end('wget: download timed out', limitMs)
        : end(`wget: can't connect to remote host (${ip}): Connection timed out`, CONNECT_MS);
    case 'hang':
      return end('wget: download timed out', limitMs);
    case 'response': {
      const durationMs = result.durationMs ?? 0;
      if (durationMs > limitMs) return end('wget: download timed out', limitMs);
      const status = `${result.status} ${reasonPhrases[result.status] ?? ''}`.trim();
      if (result.status >= 400) return end(`wget: server returned error: HTTP/1.1 ${status}`, durationMs);
      return saved(context, {
        target,
        body: result.body,
        durationMs,
        start,
        isQuiet,
        file: values.O,
        isSpider: flags.has('spider'),
      });
    }
  }
};

function saved(
  context: CommandContext,
  got: {
    target: Target;
    body: string;
    durationMs: number;
    start: string;
    isQuiet: boolean;
    file?: string;
    isSpider: boolean;
  },
): CommandResult {
  if (got.isSpider) return { status: 0, err: got.start, waitMs: got.durationMs };
  if (got.file === '-') {
    const before = got.isQuiet ? '' : 'writing to stdout\n';
    const after = got.isQuiet ? '' : `${progress('-', got.body)}written to stdout\n`;
    return { status: 0, err: got.start + before, waitMs: got.durationMs, late: { out: got.body, err: after } };
  }
  const name = got.file ?? (got.target.path.replace(/^.*\//, '') || 'index.html');
  const refusal = context.files.write(absolute(context, name), got.body);
  if (refusal) return failure(`wget: can't open '${name}': ${refusal}`);
  const note = got.isQuiet ? '' : `saving to '${name}'\n${progress(name, got.body)}'${name}' saved\n`;
  return { status: 0, err: got.start + note, waitMs: got.durationMs };
}

/** The bar of a download that is complete. */
function progress(name: string, body: string): string {
  return `${name.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}|${String(body.length).padStart(6)}  0:00:00 ETA\n`;
}

const nc: Command = (argv, context) => {
  const { flags, values, rest } = options(argv, 'wpeis');
  if (flags.has('l')) {
    const port = Number(values.p ?? rest.at(-1) ?? '0');
    return { status: 0, waitMs: 'forever', server: { port } };
  }
  const [host = '', port = '0'] = rest;
  const ip = addressOf(context, host);
  if (ip === undefined) return failure(`nc: bad address '${host}'`);
  const isVerbose = flags.has('v');
  const answer = context.process.network.dial({ ip, port: Number(port) });
  if (answer.type === 'connected') {
    const text = isVerbose ? `${host} (${ip}:${port}) open\n` : '';
    return flags.has('z') || context.input !== undefined
      ? { status: 0, err: text }
      : { status: 0, err: text, waitMs: 'forever' };
  }
  // As recorded: a refusal is told by the exit status alone.
  if (answer.type === 'refused') return { status: 1 };
  const waitMs = values.w === undefined ? CONNECT_MS : Number(values.w) * 1000;
  const err = isVerbose ? `nc: ${host} (${ip}:${port}): Connection timed out\n` : '';
  return { status: 1, waitMs, late: { out: '', err } };
};

const nslookup: Command = (argv, context) => {
  const name = argv[1] ?? '';
  const server = /nameserver (\S+)/.exec(context.files.read('/etc/resolv.conf') ?? '')?.[1] ?? '10.96.0.10';
  const head = `Server:\t\t${server}\nAddress:\t${server}:53\n\n`;
  const resolved = addressOf(context, name);
  const addresses = resolved === undefined ? [] : [resolved];
  if (addresses.length === 0) return { status: 1, out: `${head}** server can't find ${name}: NXDOMAIN\n\n` };
  return { status: 0, out: `${head}${addresses.map((ip) => `Name:\t${name}\nAddress: ${ip}\n`).join('')}\n` };
};

const ping: Command = (argv, context) => {
  const { values, rest } = options(argv, 'cWwi');
  const host = rest[0] ?? '';
  const ip = addressOf(context, host);
  if (ip === undefined) return failure(`ping: bad address '${host}'`);
  const start = `PING ${host} (${ip}): 56 data bytes\n`;
  const answers = context.process.network.ping(ip).type === 'reply';
  const line = (i: number) => `64 bytes from ${ip}: seq=${i} ttl=63 time=0.078 ms\n`;
  if (values.c === undefined) return { status: 0, out: start + (answers ? line(0) : ''), waitMs: 'forever' };
  const count = Math.min(Number(values.c) || 1, 1000);
  const lines = answers ? Array.from({ length: count }, (_, i) => line(i)).join('') : '';
  const loss = answers ? '0' : '100';
  const round = answers ? 'round-trip min/avg/max = 0.063/0.074/0.081 ms\n' : '';
  const end =
    `${lines}\n--- ${host} ping statistics ---\n` +
    `${count} packets transmitted, ${answers ? count : 0} packets received, ${loss}% packet loss\n${round}`;
  const waitMs = answers ? (count - 1) * 1000 : count * 1000;
  return { status: answers ? 0 : 1, out: start, waitMs, late: { out: end, err: '' } };
};

const httpd: Command = (argv, context) => {
  const { flags, values } = options(argv, 'phcur');
  const port = Number((values.p ?? '80').replace(/^.*:/, ''));
  const server = { port, root: absolute(context, values.h ?? '.') };
  // Without -f it goes into the background by itself.
  return flags.has('f') ? { status: 0, waitMs: 'forever', server } : { status: 0, server };
};

/** Clients and the small servers of busybox. */
export const networkCommands: CommandFamily = {
  wget: (argv, context) => ({ ...wget(argv, context), isRequest: true }),
  curl: commandOf(curl),
  nc,
  nslookup,
  ping,
  httpd,
};
