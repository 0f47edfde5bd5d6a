/**
 * curl: options, one transfer after the other, retries, what is written at the end. Messages and exit codes as recorded
 * of 7.88.1, 8.12.1 and 8.23.0. Models tool_operate.c, tool_writeout.c. Left out: the progress meter, uploads of files,
 * forms, proxies, cookies that are kept.
 */
import type { Headers } from '../client/network';
import { encodeBase64, utf8Length } from '../api/meta/base64';
import { type CurlOptions, readCurlOptions } from './curlOptions';
import { CERTIFICATE_HELP, curlTexts } from './curlText';
import { CurlOutput } from './curlOutput';
import { newSession, type Session, type Transfer } from './curlSession';
import { transfer } from './curlTransfer';
import { written } from './curlWriteOut';
import { limitOf, type Steps, type Tool, type ToolHost, type ToolMemory } from './tool';

const USAGE = "curl: try 'curl --help' or 'curl --manual' for more information\n";
/** Answers after which --retry tries again. */
const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
/** The longest pause between two attempts that curl makes by itself. */
const MOST_RETRY_MS = 600_000;

export const curl: Tool = function* (argv, host, memory) {
  const options = readCurlOptions(argv);
  const text = curlTexts[host.flavour.curl];
  if (typeof options === 'string') {
    yield* host.err(`curl: ${options}\n${USAGE}`);
    return 2;
  }
  if (options.has('version')) {
    yield* host.out(`curl ${text.version} (x86_64-pc-linux-gnu) libcurl/${text.version} OpenSSL/3.0.19\n`);
    return 0;
  }
  if (options.urls.length === 0) {
    yield* host.err(USAGE);
    return 2;
  }
  const trusted = yield* trustedBy(options, host);
  if (trusted === undefined) {
    const path = options.value('cacert') ?? '';
    yield* host.err(`curl: (77) error setting certificate verify locations:  CAfile: ${path} CApath: /etc/ssl/certs\n`);
    return 77;
  }
  const session = newSession(host, options, text, { trusted, ask: yield* askOf(options, host, text.version) });
  let status = Number(memory?.status ?? 0);
  for (let index = Number(memory?.index ?? 0); index < options.urls.length; index++) {
    const isFirst = index === Number(memory?.index ?? 0);
    const output = new CurlOutput(host, options, index);
    const done = yield* transfer(session, options.urls[index] ?? '', output);
    status = done.code;
    if (yield* retries(session, done, { index, ...(isFirst ? memory : {}) })) return status;
    status = yield* ended(session, done, output);
  }
  return status;
};

/** Tells what went wrong, writes what was asked for with -w. */
function* ended({ host, options }: Session, done: Transfer, output: CurlOutput): Steps<number> {
  const isTold = !options.has('silent') || options.has('show-error');
  let { code } = done;
  let message = code === 0 ? '' : `curl: (${code}) ${done.message}\n`;
  if (code === 60) message += CERTIFICATE_HELP;
  const refusal = yield* output.save();
  if (refusal !== undefined && code === 0) {
    code = 23;
    message = `curl: (23) Failure writing output to destination\n`;
    if (isTold) message = `Warning: Failed to open the file ${output.file}: ${refusal}\n${message}`;
  }
  if (isTold && message !== '') yield* host.err(message);
  yield* output.flush();
  const format = options.value('write-out');
  if (format !== undefined) yield* host.out(written(format, { ...done, code }));
  return code;
}

/** Whether it goes on with the same URL later. */
function* retries(
  { host, options }: Session,
  { code, status, isTimeout }: Transfer,
  memory: ToolMemory & { readonly index: number },
): Steps<boolean> {
  const tries = Number(memory.tries ?? 0);
  const left = Number(options.value('retry') ?? '0') - tries;
  if (left <= 0) return false;
  const why =
    options.has('retry-all-errors') && code !== 0
      ? '(retrying all errors)'
      : isTimeout
        ? 'timeout'
        : code === 7 && options.has('retry-connrefused')
          ? 'connection refused'
          : TRANSIENT.has(status) && (code === 0 || code === 22)
            ? 'HTTP error'
            : undefined;
  if (why === undefined) return false;
  const own = limitOf(options.value('retry-delay'));
  const delayMs = own ?? Math.min(Number(memory.delayMs ?? 1000), MOST_RETRY_MS);
  const seconds = Math.floor(delayMs / 1000);
  const isEight = host.flavour.curl !== '7.88.1';
  const unit = isEight && seconds === 1 ? 'second' : 'seconds';
  const times = isEight && left === 1 ? 'retry' : 'retries';
  if (!options.has('silent'))
    yield* host.err(`Warning: Problem: ${why}. Will retry in ${seconds} ${unit}. ${left} ${times} left.\n`);
  host.goOn({
    afterMs: delayMs,
    memory: {
      index: memory.index,
      tries: tries + 1,
      delayMs: (own ?? delayMs) * (own === undefined ? 2 : 1),
      status: code,
    },
  });
  return true;
}

/** What --cacert holds; undefined: it cannot be read. */
function* trustedBy(options: CurlOptions, host: ToolHost): Steps<string | undefined> {
  const path = options.value('cacert');
  return path === undefined ? '' : yield* host.readFile(path);
}

/** What every request of this call is like. */
export interface CurlAsk {
  readonly method: string;
  readonly headers: Headers;
  /** Without a host of its own it gets that of the URL. */
  readonly ownHost: string | undefined;
  readonly body?: string;
  /** To be added to the URL. */
  readonly query: string;
}

function* askOf(options: CurlOptions, host: ToolHost, version: string): Steps<CurlAsk> {
  const parts: string[] = [];
  for (const [option, value] of options.data) parts.push(yield* dataOf(option, value, host));
  const isJson = options.has('json');
  const data = parts.join(isJson ? '' : '&');
  const isQuery = options.has('get') || options.has('head');
  const hasBody = parts.length > 0 && !isQuery;
  const method = options.value('request') ?? (options.has('head') ? 'HEAD' : hasBody ? 'POST' : 'GET');
  const own = options.all('header').map(headerOf);
  const has = (name: string) => own.some(([each]) => each.toLowerCase() === name);
  const value = (name: string) => own.find(([each]) => each.toLowerCase() === name)?.[1];
  const user = options.value('user');
  const headers: (readonly [string, string | undefined])[] = [
    ...(user === undefined ? [] : [['Authorization', `Basic ${encodeBase64(user)}`] as const]),
    ...(has('user-agent') ? [] : [['User-Agent', options.value('user-agent') ?? `curl/${version}`] as const]),
    ...(has('accept') ? [] : [['Accept', isJson ? 'application/json' : '*/*'] as const]),
    ...(options.has('compressed') ? [['Accept-Encoding', 'deflate, gzip, br, zstd'] as const] : []),
    ...(options.has('referer') ? [['Referer', options.value('referer')] as const] : []),
    ...(options.has('cookie') ? [['Cookie', options.value('cookie')] as const] : []),
    ...own.filter(([name]) => name.toLowerCase() !== 'host'),
    ...(hasBody ? [['Content-Length', String(utf8Length(data))] as const] : []),
    ...(hasBody && !has('content-type')
      ? [['Content-Type', isJson ? 'application/json' : 'application/x-www-form-urlencoded'] as const]
      : []),
  ];
  return {
    method,
    headers: headers.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])),
    ownHost: value('host'),
    ...(hasBody ? { body: data } : {}),
    query: isQuery ? data : '',
  };
}

/** `Name: value`; `Name:` takes a header away, `Name;` sends an empty one. */
function headerOf(text: string): readonly [string, string | undefined] {
  const [, name = '', value = ''] = /^([^:]*):\s*(.*)$/s.exec(text) ?? [];
  if (name === '') return [text.replace(/;$/, ''), text.endsWith(';') ? '' : undefined];
  return [name, value === '' ? undefined : value];
}

function* dataOf(option: string, value: string, host: ToolHost): Steps<string> {
  if (option === 'data-urlencode') {
    const [, name = '', text = ''] = /^([^=@]*=)?(.*)$/s.exec(value) ?? [];
    return (name === '=' ? '' : name) + encodeURIComponent(text);
  }
  if (option === 'data-raw' || !value.startsWith('@')) return value;
  const text = value === '@-' ? ((yield* host.stdin()) ?? '') : ((yield* host.readFile(value.slice(1))) ?? '');
  return option === 'data-binary' || option === 'json' ? text : text.replace(/[\r\n]/g, '');
}
