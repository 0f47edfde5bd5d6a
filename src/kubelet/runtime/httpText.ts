/**
 * HTTP/1.1 as text, for clients that bring their own bytes through a forwarded port.
 * Left out: chunked bodies, pipelining beyond one request after the other, upgrades.
 */
import { formatDate } from './calendar';
import type { HttpAnswer, HttpAsk } from '../../client/network';
import type { HttpProbeRequest, HttpProbeResult } from './containerRuntime';
import { utf8 } from '../../api/meta/sha256';

/** What the beginning of a buffer holds. */
export type ReadRequest =
  /** `isLast`: the server is to close the connection after its answer. */
  | { readonly type: 'request'; readonly request: HttpProbeRequest; readonly rest: string; readonly isLast: boolean }
  /** More has to come. */
  | { readonly type: 'part' }
  /** This is no HTTP. */
  | { readonly type: 'foreign' };

/** Reads the first request of `text`. */
export function readRequest(text: string): ReadRequest {
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end);
  const [first = '', ...lines] = head.split('\r\n');
  const start = /^([A-Z]+) (\S+) HTTP\/1\.([01])$/.exec(first);
  if (end === -1) return /^[A-Z]{0,7}( |$)/.test(text) ? { type: 'part' } : { type: 'foreign' };
  if (start === null) return { type: 'foreign' };
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const rest = text.slice(end + 4);
  const length = Number(headers['content-length'] ?? '0') || 0;
  const body = firstBytes(rest, length);
  if (body === undefined) return { type: 'part' };
  const [, method = 'GET', path = '/', minor] = start;
  const request = { method, path, headers, from: '127.0.0.1', ...(length === 0 ? {} : { body }) };
  const connection = (headers.connection ?? '').toLowerCase();
  const isLast = minor === '0' ? connection !== 'keep-alive' : connection === 'close';
  return { type: 'request', request, rest: rest.slice(body.length), isLast };
}

/** The first `length` bytes of `text`, in whole characters; undefined if there are fewer. */
function firstBytes(text: string, length: number): string | undefined {
  let used = 0;
  let at = 0;
  while (used < length && at < text.length) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    used += utf8(char).length;
    at += char.length;
  }
  return used < length ? undefined : text.slice(0, at);
}

/** An answer as bytes on the wire, written at virtual time `now`; after the last one the server closes. */
export function responseText(
  { method }: HttpProbeRequest,
  response: Extract<HttpProbeResult, { readonly type: 'response' }>,
  now: number,
  isLast = false,
): string {
  const { status, body, headers = {}, head: whole } = response;
  const given = Object.entries(headers).map(([name, value]) => [titled(name), value] as const);
  const usual = [
    ...given,
    ['Date', formatDate(now, '%a, %d %b %Y %H:%M:%S GMT')] as const,
    ['Connection', isLast ? 'close' : 'keep-alive'] as const,
  ];
  // A whole body has a length, whatever the server says of it.
  const kept = whole?.headers.filter(([name]) => !/^(transfer-encoding|content-length)$/i.test(name)) ?? usual;
  const lines = [...kept, ['Content-Length', String(utf8(body).length)] as const];
  const reason = whole?.reason ?? reasonPhrases[status] ?? 'Unknown';
  const head = `HTTP/1.1 ${status} ${reason}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`;
  return `${head}\r\n${method === 'HEAD' ? '' : body}`;
}

const titled = (name: string) => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** What servers say beside a status. */
export const reasonPhrases: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  418: "I'm a teapot",
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** What a client asks, as a server gets it from the address `from`. */
export function requestOf(ask: HttpAsk, from: string): HttpProbeRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of ask.headers) headers[name.toLowerCase()] = value;
  const { method, path, body, stands, tls, version } = ask;
  return {
    method,
    path,
    headers,
    sentHeaders: ask.headers,
    from,
    ...(tls === undefined ? {} : { tls }),
    scheme: ask.tls === undefined ? 'HTTP' : 'HTTPS',
    ...(body === undefined ? {} : { body }),
    ...(version === undefined ? {} : { version }),
    ...(stands === undefined ? {} : { stands }),
  };
}

/** What a server answers, as the client reads it. */
export function answerOf(response: Extract<HttpProbeResult, { readonly type: 'response' }>, ask: HttpAsk): HttpAnswer {
  const { status, body, headers = {}, head } = response;
  return {
    status,
    ...(head ?? {
      version: 'HTTP/1.1',
      reason: reasonPhrases[status] ?? '',
      headers: Object.entries(headers).map(([name, value]) => [titled(name), value] as const),
    }),
    body: ask.method === 'HEAD' ? '' : body,
  };
}
