/**
 * What the controller's nginx writes of requests. Models `log_format upstreaminfo` of ingress-nginx 1.14 and the error log
 * of nginx 1.27.
 */
import type { ProxiedRequest, Tried } from './gateway';
import type { Target } from './upstreams';

/** Of one request. */
export interface LoggedRequest {
  readonly request: ProxiedRequest;
  readonly host: string;
  readonly isTls: boolean;
  readonly id: string;
  /** Since it came in, in virtual milliseconds. */
  readonly ms: number;
  /** The time of the request in a pattern of strftime. */
  format(pattern: string): string;
}

/** One pod that was asked, and what came of it. */
export interface TriedTarget {
  readonly target: Target;
  readonly result: Tried;
}

/** Who answered it. */
export interface Served {
  readonly upstream?: string;
  readonly alternative?: string;
  readonly tried?: readonly TriedTarget[];
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

/** One line of the access log. */
export function accessLine(logged: LoggedRequest, status: number, bytes: number, served: Served): string {
  const { request, isTls, id, ms, format } = logged;
  const { method, path, headers, from, body = '' } = request;
  const version = isTls ? 'HTTP/2.0' : 'HTTP/1.1';
  const sent = (request.sentHeaders ?? Object.entries(headers)).reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    `${method} ${path} ${version}\r\n\r\n`.length,
  );
  const tried = served.tried ?? [];
  const each = (of: (one: TriedTarget) => string) => (tried.length === 0 ? '-' : tried.map(of).join(', '));
  const length = ({ result }: TriedTarget) => (result.type === 'response' ? String(result.response.body.length) : '0');
  return [
    `${from} - - [${format('%d/%b/%Y:%H:%M:%S %z')}]`,
    `"${method} ${path} ${version}" ${status} ${bytes}`,
    `"${headers.referer ?? '-'}" "${headers['user-agent'] ?? '-'}"`,
    `${sent + body.length} ${seconds(ms)} [${served.upstream ?? ''}] [${served.alternative ?? ''}]`,
    each(({ target }) => `${target.ip}:${target.port}`),
    each(length),
    each(({ result }) => seconds(result.ms)),
    each(({ result }) => String(statusOf(result))),
    id,
  ].join(' ');
}

const statusOf = (result: Tried): number => {
  if (result.type === 'response') return result.response.status;
  return result.type === 'connectTimeout' || result.type === 'readTimeout' ? 504 : 502;
};

const WHILE_READING = 'while reading response header from upstream';
const WHILE_CONNECTING = 'while connecting to upstream';

const WORDS: Readonly<Record<Exclude<Tried['type'], 'response'>, string>> = {
  refused: `connect() failed (111: Connection refused) ${WHILE_CONNECTING}`,
  noRoute: `connect() failed (113: Host is unreachable) ${WHILE_CONNECTING}`,
  connectTimeout: `upstream timed out (110: Operation timed out) ${WHILE_CONNECTING}`,
  readTimeout: `upstream timed out (110: Operation timed out) ${WHILE_READING}`,
  closed: `upstream prematurely closed connection ${WHILE_READING}`,
  reset: `recv() failed (104: Connection reset by peer) ${WHILE_READING}`,
  notTls:
    'SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream',
};

/** One line of the error log: why an upstream that was asked for `path` did not answer. */
export function errorLine(logged: LoggedRequest, failed: TriedTarget & { readonly path: string }): string {
  const { request, host, isTls, format } = logged;
  const { target, result, path } = failed;
  const what = result.type === 'response' ? '' : WORDS[result.type];
  const asked = `${request.method} ${request.path} ${isTls ? 'HTTP/2.0' : 'HTTP/1.1'}`;
  const upstream = `${result.type === 'notTls' ? 'https' : 'http'}://${target.ip}:${target.port}${path}`;
  return (
    `${format('%Y/%m/%d %H:%M:%S')} [error] 31#31: *1 ${what}, client: ${request.from}, ` +
    `server: ${host.replace(/:\d+$/, '')}, request: "${asked}", upstream: "${upstream}", host: "${host}"`
  );
}
