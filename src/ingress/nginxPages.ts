/** What nginx answers by itself, byte for byte, and in which order it sends headers. Models nginx 1.27 with `server_tokens off`. */
import type { Headers, HttpAnswer } from '../client/network';

/** Status lines of HTTP/1.1 that differ from the titles of the pages. */
const REASONS: Readonly<Record<number, string>> = { 302: 'Moved Temporarily' };
const TITLES: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** The page for a status; `more` stands below its title and names it in the head. */
export function nginxPage(status: number, more?: string): string {
  const title = `${status} ${TITLES[status] ?? ''}`;
  const lines = [
    '<html>',
    `<head><title>${more === undefined ? title : `${status} ${more}`}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    ...(more === undefined ? [] : [`<center>${more}</center>`]),
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** What stands beside a status in HTTP/1.1. */
export function nginxReason(status: number): string {
  return REASONS[status] ?? TITLES[status] ?? '';
}

/** Headers of one connection that nginx does not pass on, or writes itself. */
const OWN = new Set([
  'date',
  'server',
  'connection',
  'keep-alive',
  'content-type',
  'content-length',
  'transfer-encoding',
]);

/** The head of an answer of nginx: `given` are the headers of whoever answered, `more` its own behind them. */
export function nginxHead(
  { date, isTls, reason, closes = false }: HeadOptions,
  given: Headers,
  more: Headers,
): Pick<HttpAnswer, 'version' | 'reason' | 'headers'> {
  const find = (name: string) => given.filter(([each]) => each.toLowerCase() === name);
  const length = find('content-length');
  const rest = given.filter(([name]) => !OWN.has(name.toLowerCase()) && !name.toLowerCase().startsWith('x-accel-'));
  const named = (list: Headers, name: string): Headers => list.map(([, value]) => [name, value]);
  const headers: Headers = [
    ['Date', date],
    ...named(find('content-type'), 'Content-Type'),
    ...named(length, 'Content-Length'),
    ...(isTls || closes || length.length > 0 ? [] : [['Transfer-Encoding', 'chunked'] as const]),
    ...(isTls ? [] : [['Connection', closes ? 'close' : 'keep-alive'] as const]),
    ...rest,
    ...more,
  ];
  if (!isTls) return { version: 'HTTP/1.1', reason, headers };
  return { version: 'HTTP/2', reason: '', headers: headers.map(([name, value]) => [name.toLowerCase(), value]) };
}

export interface HeadOptions {
  readonly date: string;
  /** HTTP/2, as every client takes it. */
  readonly isTls: boolean;
  readonly reason: string;
  readonly closes?: boolean;
}
