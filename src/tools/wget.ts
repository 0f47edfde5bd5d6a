/**
 * GNU wget 1.21 with GnuTLS, in the C locale: what it logs, when it tries again, how it ends. Models src/{http,connect,
 * host,retr}.c. Left out: recursion, cookies, proxies, resuming; the bar of a download is the one of a fast network.
 */
import { utf8Length } from '../api/meta/base64';
import { formatTime } from '../api/meta/time';
import type { Exchanged, Headers, HttpAnswer } from '../client/network';
import { hopsLater } from '../client/traffic';
import { isFor } from './curlTls';
import { readToolOptions, type ToolOptions } from './readOptions';
import { whyUnresolved } from './resolver';
import { connecting, limitOf, type Steps, type Tool, type ToolHost } from './tool';
import { parseUrl, redirectedTo, type Url } from './url';

const SPEC = {
  flags: 'qvSNcdbr46',
  values: 'OTtPUo',
  longs: {
    quiet: 'q',
    verbose: 'v',
    'no-verbose': 'nv',
    'server-response': 'S',
    'output-document': ':O',
    timeout: ':T',
    'connect-timeout': ':connect-timeout',
    'read-timeout': ':read-timeout',
    tries: ':t',
    'directory-prefix': ':P',
    'user-agent': ':U',
    header: ':header',
    method: ':method',
    'post-data': ':post-data',
    'body-data': ':post-data',
    spider: 'spider',
    'no-check-certificate': 'insecure',
    'max-redirect': ':max-redirect',
    'content-on-error': 'content-on-error',
    'retry-connrefused': 'retry-connrefused',
  },
};
const VERSION = '1.21.3';
/** Its own defaults. */
const READ_MS = 900_000;
const TRIES = 20;
const REDIRECTS = 20;

/** As retryable_socket_connect_error has it. */
const isHopeless = (error: string) => error === 'Connection refused' || error === 'No route to host';

/** How one attempt ended. */
type End =
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly status: number }
  | { readonly type: 'again' }
  | { readonly type: 'moved'; readonly to: string };

const NETWORK = { type: 'failed', status: 4 } as const;

export const wget: Tool = function* (given, host, memory) {
  const argv = given.map((word) => (word === '-nv' ? '--no-verbose' : word));
  const options = readToolOptions(argv, SPEC);
  if (options.operands.length === 0 || options.unknown.length > 0) {
    const [unknown] = options.unknown;
    const what = unknown === undefined ? 'missing URL' : unknownText(unknown);
    yield* host.err(`wget: ${what}\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.\n`);
    return unknown === undefined ? 1 : 2;
  }
  const tries =
    options.value('t') === '0' || options.value('t') === 'inf' ? Infinity : Number(options.value('t') ?? TRIES);
  const run = new Run(options, host);
  let status = Number(memory?.status ?? 0);
  let attempt = Number(memory?.attempt ?? 1);
  for (let index = Number(memory?.index ?? 0); index < options.operands.length; index++, attempt = 1) {
    let address = withScheme(options.operands[index] ?? '');
    let end = yield* run.attempt(address, attempt);
    for (let redirects = 0; end.type === 'moved'; redirects++) {
      if (redirects >= Number(options.value('max-redirect') ?? REDIRECTS)) {
        yield* run.log(`${REDIRECTS} redirections exceeded.\n`);
        end = { type: 'failed', status: 8 };
        break;
      }
      address = end.to;
      end = yield* run.attempt(address, 1);
    }
    if (end.type === 'again' && attempt < tries) {
      yield* run.log('Retrying.\n\n');
      const afterMs = Math.min(attempt, 10) * 1000;
      host.goOn({ afterMs, memory: { index, attempt: attempt + 1, status } });
      return 4;
    }
    if (end.type === 'again') yield* run.log('Giving up.\n\n');
    if (end.type === 'failed') ({ status } = end);
    else if (end.type === 'again') status = 4;
  }
  return status;
};

const unknownText = (word: string) =>
  word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word}'`;

function withScheme(address: string): string {
  const url = /^\w+:\/\//.test(address) ? address : `http://${address}`;
  return /^\w+:\/\/[^/]*$/.test(url) ? `${url}/` : url;
}

class Run {
  constructor(
    private readonly options: ToolOptions,
    private readonly host: ToolHost,
  ) {}

  get #isVerbose(): boolean {
    return !this.options.has('q') && !this.options.has('nv');
  }

  /** What only the full log has. */
  *log(text: string): Steps<void> {
    if (this.#isVerbose) yield* this.host.err(text);
  }
  /** What all but -q tells. */
  *tell(text: string): Steps<void> {
    if (!this.options.has('q')) yield* this.host.err(text);
  }

  #time(): string {
    return formatTime(Math.floor(this.host.now())).slice(0, 19).replace('T', ' ');
  }

  *attempt(address: string, attempt: number): Steps<End> {
    const { host, options } = this;
    const url = parseUrl(address);
    if (typeof url === 'string' || !/^https?$/.test(url.scheme)) {
      const why =
        typeof url === 'string' ? (url === 'port' ? 'Bad port number' : 'Invalid host name') : 'Unsupported scheme';
      yield* this.tell(`${address}: ${why}.\n`);
      return { type: 'failed', status: 1 };
    }
    yield* this.log(`--${this.#time()}--  ${attempt > 1 ? `(try:${String(attempt).padStart(2)})  ` : ''}${address}\n`);
    const isAddress = /^\d+(\.\d+){3}$/.test(url.host);
    const limitMs = limitOf(options.value('connect-timeout') ?? options.value('T')) ?? Infinity;
    const record = { tool: 'wget', method: this.#method(), url: address };
    const resolved = yield* host.resolve(url.host);
    if (!isAddress) yield* this.log(`Resolving ${url.host} (${url.host})... `);
    yield* host.sleep(resolved.ms);
    if (resolved.type !== 'found') {
      yield* host.failed({ ...record, error: 'dns', ms: resolved.ms, hops: resolved.hops });
      const why = whyUnresolved(resolved);
      yield* this.log(`failed: ${why}.\n`);
      yield* this.tell(`wget: unable to resolve host address '${url.host}'\n`);
      return NETWORK;
    }
    const { addresses } = resolved;
    if (!isAddress) yield* this.log(`${addresses.slice(0, 3).join(', ')}${addresses.length > 3 ? ', ...' : ''}\n`);
    const startedAt = host.now();
    let before = { ms: resolved.ms, hops: resolved.hops };
    const readMs = limitOf(options.value('read-timeout') ?? options.value('T')) ?? READ_MS;
    for (const [index, ip] of addresses.entries()) {
      const isTry = index < addresses.length - 1;
      const name = isAddress ? ip : `${url.host} (${url.host})|${ip}|`;
      yield* this.log(`Connecting to ${name}:${url.port}... `);
      const request = this.#request(url);
      const limits = limitMs === Infinity ? {} : { connectMs: limitMs };
      const answer = yield* host.send({ ...record, to: { ip, port: url.port }, request, before, isTry, ...limits });
      const end = yield* connecting(host, answer.dialled, limitMs);
      if (end.type === 'connected') {
        yield* this.log('connected.\n');
        return yield* this.#converse(address, url, answer.exchanged ?? { type: 'silent', hops: [] }, readMs);
      }
      const tried = hopsLater(answer.dialled?.hops ?? [], before.ms);
      before = { ms: resolved.ms + host.now() - startedAt, hops: [...before.hops, ...tried] };
      yield* this.log(`failed: ${end.error}.\n`);
      if (isTry) continue;
      const isFinal = isHopeless(end.error) && !options.has('retry-connrefused');
      return isFinal ? NETWORK : { type: 'again' };
    }
    return NETWORK;
  }

  #method(): string {
    return (
      this.options.value('method') ??
      (this.options.has('post-data') ? 'POST' : this.options.has('spider') ? 'HEAD' : 'GET')
    );
  }

  #request(url: Url) {
    const { options } = this;
    const data = options.value('post-data');
    const own = options.all('header').map((line): readonly [string, string] => {
      const [name = '', value = ''] = line.split(/:\s*(.*)/s);
      return [name, value];
    });
    const usual: Headers = [
      ['Host', url.port === (url.scheme === 'https' ? 443 : 80) ? url.host : `${url.host}:${url.port}`],
      ['User-Agent', options.value('U') ?? `Wget/${VERSION}`],
      ['Accept', '*/*'],
      ['Accept-Encoding', 'identity'],
      ['Connection', 'Keep-Alive'],
      ...(data === undefined
        ? []
        : [
            ['Content-Type', 'application/x-www-form-urlencoded'] as const,
            ['Content-Length', String(utf8Length(data))] as const,
          ]),
    ];
    const isReplaced = (name: string) => own.some(([other]) => other.toLowerCase() === name.toLowerCase());
    return {
      method: this.#method(),
      path: url.path,
      headers: [...usual.filter(([name]) => !isReplaced(name)), ...own],
      ...(data === undefined ? {} : { body: data }),
      ...(url.scheme === 'https'
        ? { tls: { serverName: url.host, ...(this.options.has('insecure') ? {} : { trusted: '' }) } }
        : {}),
    };
  }

  *#converse(address: string, url: Url, exchanged: Exchanged, readMs: number): Steps<End> {
    const { host } = this;
    if (exchanged.type === 'notTls') {
      yield* host.sleep(exchanged.ms);
      yield* this.tell('GnuTLS: An unexpected TLS packet was received.\nUnable to establish SSL connection.\n');
      return NETWORK;
    }
    if (url.scheme === 'https' && exchanged.type === 'response' && !(yield* this.#accepts(url, exchanged)))
      return { type: 'failed', status: 5 };
    yield* this.log(
      `${this.#isHead() ? 'Spider mode enabled. Check if remote file exists.\n' : ''}HTTP request sent, awaiting response... `,
    );
    if (exchanged.type === 'silent' || exchanged.ms > readMs) {
      yield* host.sleep(readMs);
      yield* this.log('Read error (Connection timed out) in headers.\n');
      return { type: 'again' };
    }
    yield* host.sleep(exchanged.ms);
    if (exchanged.type !== 'response') {
      const isClosed = exchanged.type === 'closed';
      yield* this.log(isClosed ? 'No data received.\n' : 'Read error (Connection reset by peer) in headers.\n');
      return { type: 'again' };
    }
    return yield* this.#receive(address, url, exchanged.response, readMs);
  }

  #isHead(): boolean {
    return this.options.has('spider');
  }

  /** Whether it goes on with this certificate: nothing but --no-check-certificate makes it take one of the cluster's. */
  *#accepts({ host: name }: Url, { certificate }: Extract<Exchanged, { type: 'response' }>): Steps<boolean> {
    const isTaken = this.options.has('insecure');
    const word = isTaken ? 'WARNING' : 'ERROR';
    const isForeign = certificate !== undefined && !isFor(certificate, name);
    yield* this.tell(
      `${word}: The certificate of '${name}' is not trusted.\n${word}: The certificate of '${name}' doesn't have a known issuer.\n` +
        (isForeign ? `The certificate's owner does not match hostname '${name}'\n` : ''),
    );
    return isTaken;
  }

  *#receive(address: string, url: Url, response: HttpAnswer, readMs: number): Steps<End> {
    const { host, options } = this;
    const { status, reason, headers, version } = response;
    const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
    const lines = headers.map(([name, value]) => `  ${name}: ${value}\n`).join('');
    if (options.has('S')) yield* this.tell(`\n  ${version} ${status} ${reason}\n${lines}`);
    else yield* this.log(`${status} ${reason}\n`);
    const location = status >= 300 && status < 400 ? header('location') : undefined;
    if (location !== undefined) {
      const to = redirectedTo(url, location);
      yield* this.log(`Location: ${location} [following]\n`);
      return { type: 'moved', to };
    }
    if (status >= 400) {
      if (options.has('nv')) yield* this.tell(`${address}:\n`);
      if (options.has('content-on-error')) yield* host.out(response.body);
      yield* this.tell(`${this.#time()} ERROR ${status}: ${reason}.\n`);
      yield* this.log('\n');
      return { type: 'failed', status: 8 };
    }
    if (this.#isHead()) {
      yield* this.log('Remote file exists.\n\n');
      return { type: 'done' };
    }
    return yield* this.#save(address, url, response, readMs);
  }

  *#save(address: string, url: Url, { headers, body, ending }: HttpAnswer, readMs: number): Steps<End> {
    const { host, options } = this;
    const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
    const own = url.path.replace(/\?.*$/, '').replace(/^.*\//, '') || 'index.html';
    const file = options.value('O') ?? `${options.has('P') ? `${options.value('P')}/` : ''}${own}`;
    const isOut = file === '-';
    const length = header('content-length');
    const type = header('content-type')?.replace(/;.*$/, '');
    yield* this.log(
      `Length: ${length ?? 'unspecified'}${type === undefined ? '' : ` [${type}]`}\nSaving to: '${isOut ? 'STDOUT' : file}'\n\n`,
    );
    const size = utf8Length(body);
    if (isOut) yield* host.out(body);
    else {
      const refusal = yield* host.writeFile(file, body);
      if (refusal !== undefined) {
        yield* this.tell(`${file}: ${refusal}\n\nCannot write to '${file}' (Success).\n`);
        return { type: 'failed', status: 3 };
      }
    }
    const shown = isOut ? '-' : file;
    const bar = length === undefined ? '    [ <=>                ]' : `100%[===================>]`;
    yield* this.log(`${shown.padEnd(19).slice(0, 19)}${bar}${String(size).padStart(8)}  --.-KB/s    in 0s      \n\n`);
    if (ending !== undefined) {
      if (ending === 'silent') yield* host.sleep(readMs);
      const why = ending === 'silent' ? 'Read error at byte' : 'Connection closed at byte';
      yield* this.log(`${this.#time()} (0.00 B/s) - ${why} ${size}${ending === 'silent' ? '/' : '. '}`);
      return { type: 'again' };
    }
    if (options.has('nv'))
      yield* this.tell(`${this.#time()} URL:${address} [${sizes(size, length)}] -> "${shown}" [1]\n`);
    yield* this.log(
      `${this.#time()} (${speed(size)}) - ${isOut ? 'written to stdout' : `'${file}' saved`} [${sizes(size, length)}]\n\n`,
    );
    return { type: 'done' };
  }
}

const sizes = (size: number, length: string | undefined) => (length === undefined ? `${size}` : `${size}/${length}`);
/** About what a cluster's own network gives. */
const speed = (size: number) => `${((size * 1000) / 2 ** 20 / 0.5).toFixed(2)} MB/s`;
