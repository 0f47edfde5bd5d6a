/**
 * wget of busybox 1.36.1, as the busybox image has it. Models networking/wget.c. Left out: FTP, resuming, proxies; its
 * TLS, which the recorded servers reset.
 */
import { utf8Length } from '../api/meta/base64';
import type { Headers, HttpAnswer, HttpAsk } from '../client/network';
import { readToolOptions, type ToolOptions } from './readOptions';
import { connecting, limitOf, type Steps, type Tool, type ToolHost } from './tool';
import { parseUrl, redirectedTo, type Url } from './url';

const SPEC = {
  flags: 'qSc',
  values: 'OTPUtY',
  longs: {
    quiet: 'q',
    'server-response': 'S',
    continue: 'c',
    'output-document': ':O',
    timeout: ':T',
    'directory-prefix': ':P',
    'user-agent': ':U',
    tries: ':t',
    header: ':header',
    'post-data': ':post-data',
    spider: 'spider',
    'no-check-certificate': 'insecure',
    proxy: ':Y',
  },
};
/** Its own default of -T. */
const LIMIT_S = '900';
const MOST_REDIRECTS = 20;
const USAGE =
  'BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n' +
  '\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...\n';

export const busyboxWget: Tool = function* (argv, host) {
  const options = readToolOptions(argv, SPEC);
  const [first] = options.operands;
  if (first === undefined || options.unknown.length > 0) {
    yield* host.err(USAGE);
    return 1;
  }
  for (const address of options.operands) {
    let next: string | undefined = address;
    for (let redirects = 0; next !== undefined; redirects++) {
      const from: string = next;
      const got: string | false | undefined =
        redirects > MOST_REDIRECTS
          ? yield* fail(host, 'too many redirections')
          : yield* download(from, address, options, host);
      if (got === false) return 1;
      next = got;
    }
  }
  return 0;
};

function* fail(host: ToolHost, text: string): Steps<false> {
  yield* host.err(`wget: ${text}\n`);
  return false;
}

/** Fetches one address; a text is where it leads on to, false: it failed. */
function* download(
  address: string,
  named: string,
  options: ToolOptions,
  host: ToolHost,
): Steps<string | false | undefined> {
  const url = parseUrl(address);
  if (typeof url === 'string') return yield* fail(host, `bad address '${address.replace(/^\w+:\/\//, '')}'`);
  if (url.scheme !== 'http' && url.scheme !== 'https') return yield* fail(host, `not an http or ftp url: ${address}`);
  const isQuiet = options.has('q');
  const limitMs = limitOf(options.value('T') ?? LIMIT_S) ?? Infinity;
  const request = requestOf(url, options);
  const record = { tool: 'wget', method: request.method, url: `${url.scheme}://${url.authority}${url.path}` };
  const resolved = yield* host.resolve(url.host);
  yield* host.sleep(resolved.ms);
  if (resolved.type !== 'found') {
    yield* host.failed({ ...record, error: 'dns', ms: resolved.ms, hops: resolved.hops });
    return yield* fail(host, `bad address '${url.authority}'`);
  }
  const ip = resolved.addresses[0] ?? '';
  if (!isQuiet) yield* host.err(`Connecting to ${url.authority} (${ip}:${url.port})\n`);
  const before = { ms: resolved.ms, hops: resolved.hops };
  const limits = limitMs === Infinity ? {} : { connectMs: limitMs, limitMs: limitMs + resolved.ms };
  const answer = yield* host.send({ ...record, to: { ip, port: url.port }, request, before, ...limits });
  const end = yield* connecting(host, answer.dialled, limitMs);
  if (end.type === 'failed') {
    if (end.isOwnLimit) return yield* fail(host, 'download timed out');
    return yield* fail(host, `can't connect to remote host (${ip}): ${end.error}`);
  }
  if (url.scheme === 'https') {
    if (!options.has('insecure') && !isQuiet)
      yield* host.err('wget: note: TLS certificate validation not implemented\n');
    return yield* fail(host, 'error getting response: Connection reset by peer');
  }
  const exchanged = answer.exchanged ?? { type: 'silent', hops: [] };
  if (exchanged.type === 'silent' || exchanged.ms > limitMs) {
    yield* host.sleep(limitMs === Infinity ? 'forever' : limitMs);
    return yield* fail(host, 'download timed out');
  }
  yield* host.sleep(exchanged.ms);
  if (exchanged.type !== 'response') {
    const why = exchanged.type === 'closed' ? '' : ': Connection reset by peer';
    return yield* fail(host, `error getting response${why}`);
  }
  return yield* receive(url, named, exchanged.response, options, host);
}

function requestOf(url: Url, options: ToolOptions): HttpAsk {
  const data = options.value('post-data');
  const own = options.all('header').map((line): readonly [string, string] => {
    const [name = '', value = ''] = line.split(/:\s*(.*)/s);
    return [name, value];
  });
  const has = (wanted: string) => own.some(([name]) => name.toLowerCase() === wanted);
  const headers: Headers = [
    ...(has('host') ? [] : [['Host', url.authority] as const]),
    ...(has('user-agent') ? [] : [['User-Agent', options.value('U') ?? 'Wget'] as const]),
    ['Connection', 'close'],
    ...own,
    ...(data === undefined || has('content-type')
      ? []
      : [['Content-Type', 'application/x-www-form-urlencoded'] as const]),
    ...(data === undefined ? [] : [['Content-Length', String(utf8Length(data))] as const]),
  ];
  const tls = url.scheme === 'https' ? { tls: { serverName: url.host } } : {};
  return {
    method: data === undefined ? 'GET' : 'POST',
    path: url.path,
    headers,
    ...(data === undefined ? {} : { body: data }),
    ...tls,
  };
}

/** What becomes of an answer. */
function* receive(
  url: Url,
  named: string,
  response: HttpAnswer,
  options: ToolOptions,
  host: ToolHost,
): Steps<string | false | undefined> {
  const { version, status, reason, headers, body, ending } = response;
  const first = `${version} ${status} ${reason}`;
  if (options.has('S')) yield* host.err(`  ${first}\n`);
  const isRedirect = [300, 301, 302, 303, 307, 308].includes(status);
  if (!isRedirect && (status < 200 || status > 206)) return yield* fail(host, `server returned error: ${first}`);
  if (options.has('S')) yield* host.err([...headers.map(([name, value]) => `  ${name}: ${value}\n`), '  \n'].join(''));
  const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const location = isRedirect ? header('location') : undefined;
  if (location !== undefined) return redirectedTo(url, location);
  if (options.has('spider')) return undefined;
  const isQuiet = options.has('q');
  const own = (parsed(named)?.path ?? '').replace(/\?.*$/, '').replace(/^.*\//, '');
  const file = options.value('O') ?? `${options.has('P') ? `${options.value('P')}/` : ''}${own || 'index.html'}`;
  const isOut = file === '-';
  if (!isOut && !options.has('O') && (yield* host.readFile(file)) !== undefined)
    return yield* fail(host, `can't open '${file}': File exists`);
  if (!isQuiet) yield* host.err(isOut ? 'writing to stdout\n' : `saving to '${file}'\n`);
  const refusal = isOut ? yield* print(host, body) : yield* host.writeFile(file, body);
  if (refusal !== undefined) return yield* fail(host, `can't open '${file}': ${refusal}`);
  const length = header('content-length');
  const bar = isQuiet ? '' : progress(file, utf8Length(body), ending === undefined ? undefined : Number(length ?? 0));
  if (ending === undefined) {
    if (!isQuiet) yield* host.err(`${bar}\n${isOut ? 'written to stdout' : `'${file}' saved`}\n`);
    return undefined;
  }
  if (ending === 'silent') yield* host.sleep(limitOf(options.value('T') ?? LIMIT_S) ?? 'forever');
  yield* host.err(bar);
  if (ending === 'silent') return yield* fail(host, 'download timed out');
  return yield* fail(
    host,
    ending === 'closed' ? 'connection closed prematurely' : 'read error: Connection reset by peer',
  );
}

function parsed(address: string): Url | undefined {
  const url = parseUrl(address);
  return typeof url === 'string' ? undefined : url;
}

function* print(host: ToolHost, text: string): Steps<undefined> {
  yield* host.out(text);
  return undefined;
}

/** The bar of a download; `promised`: it broke off. */
function progress(name: string, bytes: number, promised: number | undefined): string {
  const isWhole = promised === undefined || promised <= 0;
  const percent = isWhole ? 100 : Math.floor((100 * bytes) / promised);
  const stars = isWhole ? 32 : Math.floor((32 * bytes) / promised);
  const left = isWhole || bytes === 0 ? 0 : Math.floor((promised - bytes) / bytes);
  const eta = `0:00:${String(Math.min(59, left)).padStart(2, '0')}`;
  const bar = `${'*'.repeat(stars)}${' '.repeat(32 - stars)}`;
  return `${name.slice(0, 20).padEnd(20)} ${String(percent).padStart(3)}% |${bar}|${String(bytes).padStart(6)}  ${eta} ETA`;
}
