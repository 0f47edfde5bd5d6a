/**
 * How an HTTP connection becomes a WebSocket, or is refused: subprotocols, a bearer token among them, answers as raw HTTP.
 * Models staging/src/k8s.io/apiserver/pkg/authentication/request/websocket/protocol.go and
 * k8s.io/streaming/pkg/httpstream/wsstream/conn.go, handshake (v1.36.3).
 */
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiResponse } from '../../client/transport';
import { commonHeaders } from '../http/answer';

/** A token may stand among the subprotocols, since a browser can send no header: base64url without padding follows. */
const BEARER = 'base64url.bearer.authorization.k8s.io.';
/** No client sends more in one message: kubectl takes 32 KiB. */
const MOST_MESSAGE_BYTES = 4 * 1024 * 1024;

/** What the client of a WebSocket offers. */
export interface Offer {
  /** Subprotocols by preference, without the one that carries a token. */
  readonly protocols: readonly string[];
  /** The token among the subprotocols. */
  readonly token?: string;
}

/** Reads the subprotocols; undefined if a token among them cannot be used, which is a 401. */
export function offerOf(request: IncomingMessage): Offer | undefined {
  const all = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '');
  const tokens = all.filter((protocol) => protocol.startsWith(BEARER));
  const protocols = all.filter((protocol) => !protocol.startsWith(BEARER));
  const [encoded] = tokens;
  if (encoded === undefined) return { protocols };
  // One that can be echoed back has to stand beside the token.
  if (tokens.length > 1 || protocols.length === 0) return undefined;
  const text = encoded.slice(BEARER.length);
  return /^[\w-]+$/.test(text) ? { protocols, token: Buffer.from(text, 'base64url').toString('utf8') } : undefined;
}

/** The first protocol of the client that the server knows; '' stands for none. Undefined: nothing fits. */
export function chosenProtocol<P extends string>(offered: readonly string[], known: readonly P[]): P | undefined {
  for (const protocol of offered.length === 0 ? [''] : offered) {
    const found = known.find((each) => each === protocol);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The protocol that is told to each client: `ws` itself takes none with a slash in its name. */
const chosen = new WeakMap<IncomingMessage, string>();

const sockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MOST_MESSAGE_BYTES,
});
sockets.on('headers', (headers, request) => {
  const protocol = chosen.get(request);
  if (protocol !== undefined && protocol !== '') headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
});

/** Upgrades the connection to a WebSocket that speaks `protocol`. `onOpen` is not called for a handshake that is none. */
export function accept(
  { request, socket, head }: Upgrade,
  protocol: string,
  onOpen: (socket: WebSocket) => void,
): void {
  chosen.set(request, protocol);
  delete request.headers['sec-websocket-protocol'];
  sockets.handleUpgrade(request, socket, head, (opened) => {
    // A broken frame closes this socket; `close` follows.
    opened.on('error', () => {});
    onOpen(opened);
  });
}

/** What Node hands out for a request that asks to upgrade its connection. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What the client sent behind its headers. */
  readonly head: Buffer;
}

/** Answers instead of upgrading, and hangs up. Text is sent as text, everything else as JSON. */
export function refuse(socket: Duplex, { code, body, warnings, headers }: ApiResponse): void {
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : `${JSON.stringify(body)}\n`);
  const all = {
    ...commonHeaders(warnings),
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': bytes.length,
    connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => `${name}: ${each}\r\n`),
  );
  // Headers are bytes; Node keeps them one character each.
  socket.write(`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}\r\n${lines.join('')}\r\n`, 'latin1');
  socket.end(bytes);
}
