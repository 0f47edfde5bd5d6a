/** Passes requests and upgrades on to the API server, and its answers back. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import { failure, type Status } from '../../api/meta/status';
import { WAY_HEADER, type RemoteWay } from '../../client/remote';
import { isReading, READ_ONLY_MESSAGE } from './readOnly';
import type { Upstream } from './upstream';

/** Of one connection, not of the answer; and what would make a browser ask for a password, or remember things of this host. */
const KEPT_BACK: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'strict-transport-security',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
];
/** A DELETE's options are read before it passes; they are small. */
const OPTIONS_BYTES = 64 * 1024;

export interface PassOn {
  readonly upstream: Upstream;
  readonly isReadOnly: boolean;
  /** What the page is told of the way, beside `/version`. */
  readonly way: RemoteWay;
}

/** Answers a request of the API. */
export async function passRequest(incoming: IncomingMessage, outgoing: ServerResponse, pass: PassOn): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  try {
    // Node frames the bodies of these three by itself; others are read whole, or there are none.
    const isPiped = method === 'POST' || method === 'PUT' || method === 'PATCH';
    const body = method === 'DELETE' ? await textOf(incoming) : undefined;
    const { 'content-length': length, ...others } = incoming.headers;
    const framed = isPiped ? length : body === undefined || body === '' ? undefined : String(Buffer.byteLength(body));
    const headers = { ...others, ...(framed === undefined ? {} : { 'content-length': framed }) };
    if (pass.isReadOnly && !isReading({ method, target: url, ...(body === undefined ? {} : { body }) })) {
      return sendStatus(outgoing, failure(403, 'Forbidden', READ_ONLY_MESSAGE));
    }
    const call = await pass.upstream.begin({ method, target: url, headers }, false);
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) call.destroy(); // Else the connection is kept for the next one.
    });
    call.once('error', (error) => lost(outgoing, error));
    call.once('response', (answer) => {
      if (answer.statusCode === 401) pass.upstream.credentials.refused();
      outgoing.writeHead(answer.statusCode ?? 502, answerHeaders(answer, wayHeaders(url, pass.way)));
      // What ends early on one side ends on the other: there is nobody left to tell.
      pipeline(answer, outgoing, () => {});
    });
    if (isPiped) pipeline(incoming, call, () => {});
    else call.end(body);
  } catch (error) {
    if (error instanceof RangeError) sendStatus(outgoing, failure(400, 'BadRequest', error.message));
    else lost(outgoing, error);
  }
}

/** Joins the sockets of an upgrade. */
export async function passUpgrade(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { upstream, isReadOnly }: PassOn,
): Promise<void> {
  const { url = '/', headers } = incoming;
  socket.on('error', () => socket.destroy());
  try {
    if (isReadOnly && !isReading({ method: 'GET', target: url })) {
      return refuseUpgrade(socket, failure(403, 'Forbidden', READ_ONLY_MESSAGE));
    }
    const call = await upstream.begin({ method: 'GET', target: url, headers }, true);
    socket.once('close', () => call.destroy());
    call.once('error', (error) => refuseUpgrade(socket, unreachable(error)));
    call.once('response', (answer) => void declined(answer, socket));
    call.once('upgrade', (answer, other, first) => join({ socket, head }, { socket: other, head: first }, answer));
    call.end();
  } catch (error) {
    const why = error instanceof RangeError ? failure(400, 'BadRequest', error.message) : unreachable(error);
    refuseUpgrade(socket, why);
  }
}

interface End {
  readonly socket: Duplex;
  readonly head: Buffer;
}

function join(ours: End, theirs: End, answer: IncomingMessage): void {
  const lines = ['HTTP/1.1 101 Switching Protocols'];
  for (const [name, value] of Object.entries(answer.headers)) {
    if (name !== 'set-cookie' && value !== undefined) lines.push(`${name}: ${String(value)}`);
  }
  ours.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  ours.socket.write(theirs.head);
  theirs.socket.write(ours.head);
  pipeline(ours.socket, theirs.socket, () => theirs.socket.destroy());
  pipeline(theirs.socket, ours.socket, () => ours.socket.destroy());
}

/** The server answered instead of upgrading: the browser is told as well as it can be. */
async function declined(answer: IncomingMessage, socket: Duplex): Promise<void> {
  const text = await textOf(answer).catch(() => '');
  const type = answer.headers['content-type'] ?? 'text/plain';
  endWith(socket, `${answer.statusCode} ${answer.statusMessage ?? ''}`, type, text);
}

function refuseUpgrade(socket: Duplex, status: Status): void {
  endWith(socket, `${status.code} ${status.reason}`, 'application/json', JSON.stringify(status));
}

function endWith(socket: Duplex, line: string, type: string, text: string): void {
  if (!socket.writable) return;
  const head = [
    `HTTP/1.1 ${line}`,
    `content-type: ${type}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

function answerHeaders({ headers }: IncomingMessage, more: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const passed = Object.entries(headers).filter(([name]) => !KEPT_BACK.includes(name));
  return {
    ...Object.fromEntries(passed),
    'cache-control': 'no-store',
    // A page that a pod serves through the API server must not act as ours.
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    ...more,
  };
}

function wayHeaders(url: string, way: RemoteWay): OutgoingHttpHeaders {
  return /^\/version\/?$/.test(url) ? { [WAY_HEADER]: encodeURIComponent(JSON.stringify(way)) } : {};
}

/** Sends a refusal of ours as the API server would. */
export function sendStatus(outgoing: ServerResponse, status: Status): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  outgoing.writeHead(status.code ?? 500, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    connection: 'close',
  });
  outgoing.end(JSON.stringify(status));
}

function lost(outgoing: ServerResponse, error: unknown): void {
  sendStatus(outgoing, unreachable(error));
}

function unreachable(error: unknown): Status {
  const { message, code } = error as NodeJS.ErrnoException; // Node's errors have one or both.
  return failure(503, 'ServiceUnavailable', `the API server cannot be reached: ${message || code || String(error)}`);
}

/** The body as text. Rejects if it is larger than options ever are. */
async function textOf(from: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of from) {
    bytes += (piece as Buffer).length; // No encoding is set: pieces are bytes.
    if (bytes > OPTIONS_BYTES) throw new RangeError('the body is too large');
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}
