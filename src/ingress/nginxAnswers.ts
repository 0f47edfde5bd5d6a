/** Answers of ingress-nginx itself and of those that it has asked, with their heads, lines in the log and hops. */
import { utf8 } from '../api/meta/sha256';
import type { ClusterView } from '../client/clusterView';
import type { ClientNetwork, Headers, HttpAnswer } from '../client/network';
import type { Address, Hop, HopObject, HopRule } from '../client/traffic';
import type { ProxiedRequest } from './gateway';
import type { NginxConfig } from './nginxAnnotations';
import { accessLine, type LoggedRequest, type Served } from './nginxLog';
import { nginxHead, nginxPage, nginxReason } from './nginxPages';

/** What one request has of the controller that serves it. */
export interface Passage {
  readonly cluster: ClusterView;
  readonly network: ClientNetwork;
  /** The DNS server of its pod. */
  dnsServer(): string;
  readonly request: ProxiedRequest;
  /** As the client has written it. */
  readonly host: string;
  readonly isTls: boolean;
  /** The host has a certificate of its own. */
  readonly hasTls: boolean;
  readonly config: NginxConfig;
  /** 32 hex digits, never twice. */
  readonly id: string;
  /** The time of the request in a pattern of strftime. */
  format(pattern: string): string;
  log(line: string, stream?: 'stderr'): void;
  /** Counts up for each request to an upstream. */
  takeTurn(upstream: string): number;
  readonly hops: Hop[];
  /** Since the request came in, in virtual milliseconds. */
  ms: number;
}

/** What the client gets. */
export interface NginxAnswer {
  readonly status: number;
  readonly body: string;
  readonly head: Pick<HttpAnswer, 'version' | 'reason' | 'headers' | 'ending'>;
  readonly durationMs: number;
  readonly hops: readonly Hop[];
}

/** Notes a hop that the controller decides. */
export function told(passage: Passage, rule: HopRule, object?: HopObject, toAfter?: Address): void {
  const { ms: atMs, hops } = passage;
  const address = toAfter && { toAfter: { ip: toAfter.ip, port: toAfter.port } };
  hops.push({ atMs, place: 'ingress', rule, ...(object && { object }), ...address });
}

/** The request as the logs tell of it. */
export function lineOf({ request, host, isTls, id, ms, format }: Passage): LoggedRequest {
  return { request, host, isTls, id, ms, format };
}

/** Sends the client elsewhere. */
export function redirect(passage: Passage, status: number, to: string, served: Served = {}): NginxAnswer {
  told(passage, { key: 'ingressRedirect', params: { code: status, to } });
  return page(passage, status, served, [['Location', to]]);
}

/** A page of nginx itself; `silent`: no line in the log. */
export function page(passage: Passage, status: number, served: Served | 'silent', more: Headers = []): NginxAnswer {
  const head = nginxHead(headOf(passage, nginxReason(status)), pageHeaders(status), [...more, ...hsts(passage)]);
  return answered(passage, status, nginxPage(status), head, served);
}

/** What clients hear who speak plain HTTP where TLS is spoken. */
export function plainOnTls(passage: Passage): NginxAnswer {
  const what = 'The plain HTTP request was sent to HTTPS port';
  const options = { ...headOf(passage, nginxReason(400)), isTls: false, closes: true };
  return answered(passage, 400, nginxPage(400, what), nginxHead(options, pageHeaders(400, what), []), {});
}

/** Passes on what an upstream has answered. */
export function passedOn(passage: Passage, response: HttpAnswer, served: Served, cookie?: string): NginxAnswer {
  const { isTls } = passage;
  const { status, reason, headers, body, ending } = response;
  const given: Headers =
    cookie === undefined ? [] : [['Set-Cookie', `${cookie}; Path=/; ${isTls ? 'Secure; ' : ''}HttpOnly`]];
  const head = nginxHead(headOf(passage, reason), headers, [...given, ...hsts(passage)]);
  return answered(passage, status, body, { ...head, ...(ending && { ending }) }, served);
}

function answered(
  passage: Passage,
  status: number,
  text: string,
  head: NginxAnswer['head'],
  served: Served | 'silent',
): NginxAnswer {
  const { request, hops, ms, log } = passage;
  const body = request.method === 'HEAD' ? '' : text;
  if (served !== 'silent') log(accessLine(lineOf(passage), status, utf8(body).length, served));
  return { status, body, head, durationMs: ms, hops };
}

function pageHeaders(status: number, more?: string): Headers {
  return [
    ['Content-Type', 'text/html'],
    ['Content-Length', String(utf8(nginxPage(status, more)).length)],
  ];
}

const hsts = ({ isTls, hasTls, config }: Passage): Headers =>
  isTls && hasTls && config.hsts !== undefined ? [['Strict-Transport-Security', config.hsts]] : [];

const headOf = ({ isTls, format, request }: Passage, reason: string) => ({
  date: format('%a, %d %b %Y %H:%M:%S GMT'),
  isTls,
  reason,
  ...(request.version === 'HTTP/1.0' && { closes: true }),
});
