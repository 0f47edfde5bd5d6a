/**
 * Answers of the API as bytes of HTTP: headers, JSON as the client likes to read it, gzip.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/writers.go (v1.36.3).
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable, type Transform, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { type Status, failure } from '../../api/meta/status';
import type { ApiRequest, ApiResponse } from '../../client/transport';
import { jsonPieces } from './jsonPieces';

/** How long a client may take nothing of a long answer: it is kept for it. */
const STUCK_MS = 60_000;
/** A shorter answer is not worth the work. */
const GZIP_FROM_BYTES = 128 * 1024;

/** The headers that name the objects of API Priority and Fairness which a request falls under. */
export type Fairness = (request: ApiRequest) => Readonly<Record<string, string>>;

/** Headers of every answer. */
export function commonHeaders(warnings: readonly string[] = []): OutgoingHttpHeaders {
  return {
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    ...(warnings.length === 0 ? {} : { Warning: warnings.map(warningHeader) }),
  };
}

/** The value of a Warning header. Models staging/src/k8s.io/apimachinery/pkg/util/net, NewWarningHeader (v1.36.3). */
export function warningHeader(text: string): string {
  // Line breaks and control characters would end the header.
  const plain = text.replace(/\p{Cc}/gu, ' ').replace(/[\\"]/g, '\\$&');
  // A header is bytes; Node takes them one character each.
  return `299 - "${Buffer.from(plain, 'utf8').toString('latin1')}"`;
}

/** Sends a whole answer. */
export function sendAnswer(incoming: IncomingMessage, outgoing: ServerResponse, response: ApiResponse): void {
  const { code, body, warnings, headers } = response;
  if (code === 304) {
    // Clients merge its headers into those that they have kept: a type or a length would spoil them.
    outgoing.writeHead(code, { ...commonHeaders(), ...headers }).end();
    return;
  }
  if (body instanceof Uint8Array) return sendBytes(outgoing, { ...response, body });
  const isText = typeof body === 'string';
  const own = { ...commonHeaders(warnings), ...(isForbidden(response) ? NO_SNIFFING : {}) };
  const type = isText ? textHeaders(incoming, body) : { 'content-type': 'application/json' };
  const all: OutgoingHttpHeaders = { ...own, ...type, ...headers };
  const pieces = isText ? [body][Symbol.iterator]() : jsonPieces(body, isPretty(incoming));
  send(incoming, outgoing, code, all, pieces);
}

function sendBytes(
  outgoing: ServerResponse,
  { code, body, warnings, headers }: ApiResponse & { body: Uint8Array },
): void {
  outgoing.writeHead(code, {
    ...commonHeaders(warnings),
    ...headers,
    'content-length': body.length,
  });
  outgoing.end(body);
}

/** Sends a refusal that no handler has made. */
export function sendStatus(incoming: IncomingMessage, outgoing: ServerResponse, status: Status): void {
  sendAnswer(incoming, outgoing, { code: status.code ?? 500, body: status });
}

/** Says that we made a mistake, and nothing about which. */
export function sendInternalError(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (outgoing.headersSent) outgoing.destroy();
  else sendStatus(incoming, outgoing, failure(500, 'InternalError', 'Internal Server Error'));
}

function textHeaders({ headers }: IncomingMessage, body: string): OutgoingHttpHeaders {
  if (body === '') return {};
  const wantsYaml = headers.accept?.includes('yaml') === true && /^[\w-]+:/.test(body);
  if (wantsYaml) return { 'content-type': 'application/yaml' };
  return { 'content-type': 'text/plain; charset=utf-8', ...NO_SNIFFING };
}

const NO_SNIFFING = { 'x-content-type-options': 'nosniff' };

/** Refused for who asks. What admission forbids is told without that header. */
function isForbidden({ code, body }: ApiResponse): boolean {
  if (code !== 403 || typeof body !== 'object' || body === null) return false;
  return String((body as Partial<Status>).message).includes('User "'); // A refusal is a Status.
}

/** What is written for people in the first place. */
const INDENTED: ReadonlySet<string> = new Set(['/', '/version', '/version/']);

/** People who look with a browser or curl get lines. */
function isPretty({ url = '', headers }: IncomingMessage): boolean {
  if (INDENTED.has(url.replace(/\?.*/, ''))) return true;
  const asked = /[?&]pretty=([^&]*)/.exec(url)?.[1];
  if (asked !== undefined) return ['true', '1', 't', 'T', 'TRUE', 'True', ''].includes(asked);
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '');
}

function takesGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers['accept-encoding'];
  return String(accepted ?? '')
    .split(',')
    .some((token) => token.trim() === 'gzip');
}

/** Small answers go at once with their length; larger ones piece by piece, as the client reads. */
function send(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  code: number,
  headers: OutgoingHttpHeaders,
  pieces: Iterator<string>,
): void {
  let text = '';
  let next = pieces.next();
  while (!next.done && text.length <= GZIP_FROM_BYTES) {
    text += next.value;
    next = pieces.next();
  }
  // Bytes, not text: beside text Node would write the headers in the encoding of the text.
  const bytes = Buffer.from(text);
  if (next.done && (!takesGzip(incoming) || bytes.length <= GZIP_FROM_BYTES)) {
    outgoing.writeHead(code, { ...headers, 'content-length': bytes.length });
    outgoing.end(bytes);
    return;
  }
  const isZipped = takesGzip(incoming);
  outgoing.writeHead(code, {
    ...headers,
    ...(isZipped ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {}),
  });
  const rest = (function* () {
    yield text;
    if (next.done !== true) yield next.value;
    yield* { [Symbol.iterator]: () => pieces };
  })();
  const zip: Transform[] = isZipped ? [createGzip({ level: 1 })] : [];
  outgoing.setTimeout(STUCK_MS, () => outgoing.destroy());
  // A client that hangs up in between is not an error of ours.
  pipeline([Readable.from(takingTurns(rest)), ...zip, outgoing], () => {});
}

/** Lets others have their turn between pieces. */
async function* takingTurns(pieces: Iterable<string>): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    yield Buffer.from(piece);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
