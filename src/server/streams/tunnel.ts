/**
 * Port-forward as kubectl does it: SPDY/3.1 inside a WebSocket, two streams for each connection, errors and data.
 * Models k8s.io/cri-streaming/pkg/streaming/portforward/httpstream.go and
 * staging/src/k8s.io/apiserver/pkg/util/proxy/streamtunnel.go (v1.36.3).
 */
import type { RawData, WebSocket } from 'ws';
import type { ApiRequest, Transport } from '../../client/transport';
import { MOST_UNREAD_BYTES, bytesOf, closeGently } from './channelSocket';
import { type ForwardedPort, forwardPort } from './forwardPort';
import { SpdyConnection, type SpdyStream } from './spdy/connection';
import type { SpdyHeaders } from './spdy/headerBlock';

/** The subprotocol of a tunnel for ports. */
export const TUNNEL = 'SPDY/3.1+portforward.k8s.io';
/** How long the second stream of a pair may take: the kubelet's --stream-creation-timeout. */
const PAIR_MS = 30_000;

interface Pair {
  readonly error?: SpdyStream;
  readonly data?: SpdyStream;
  readonly timeout: NodeJS.Timeout;
}

/** Carries the connections of a tunnel to the ports of the pod until the client goes. */
export function serveTunnel(socket: WebSocket, transport: Pick<Transport, 'stream'>, request: ApiRequest): void {
  const pairs = new Map<string, Pair>();
  const connection = new SpdyConnection({
    send: (bytes) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(bytes);
      if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate();
    },
    takes: areComplete,
    onStream: (stream) => pairUp(pairs, stream, (pair) => join(transport, request, pair)),
    onOver: () => closeGently(socket),
  });
  socket.on('message', (data: RawData) => connection.receive(bytesOf(data)));
  socket.on('close', () => {
    for (const { timeout } of pairs.values()) clearTimeout(timeout);
    connection.close();
  });
}

/** Whether they name a port and one of the two kinds of streams. */
function areComplete(headers: SpdyHeaders): boolean {
  const port = headers.get('port') ?? '';
  const isPort = /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  return isPort && ['error', 'data'].includes(headers.get('streamtype') ?? '');
}

function pairUp(pairs: Map<string, Pair>, stream: SpdyStream, onComplete: (pair: Required<Pair>) => void): void {
  const type = stream.headers.get('streamtype') === 'error' ? 'error' : 'data';
  // A client that gives no number opens both streams one after the other.
  const id = stream.headers.get('requestid') ?? String(type === 'error' ? stream.id : stream.id - 2);
  const before = pairs.get(id);
  if (before?.[type] !== undefined) {
    before.error?.write(`error processing stream for request ${id}: ${type} stream already assigned`);
    return;
  }
  if (before === undefined) {
    const timeout = setTimeout(() => expire(pairs, id), PAIR_MS);
    pairs.set(id, type === 'error' ? { error: stream, timeout } : { data: stream, timeout });
    return;
  }
  const { timeout, error = stream, data = stream } = before;
  clearTimeout(timeout);
  pairs.delete(id);
  onComplete({ error, data, timeout });
}

function expire(pairs: Map<string, Pair>, id: string): void {
  pairs.get(id)?.error?.write(`(request=${id}) timed out waiting for streams`);
  pairs.delete(id);
}

function join(transport: Pick<Transport, 'stream'>, request: ApiRequest, { error, data }: Required<Pair>): void {
  const forwarded: ForwardedPort = forwardPort(transport, request, Number(data.headers.get('port')), {
    onData: (text) => data.write(text),
    onError: (message) => error.write(message),
    onEnd: () => {
      data.end();
      error.end();
    },
  });
  data.listen({
    onData: (bytes) => forwarded.send(bytes),
    onEnd: () => forwarded.finish(),
    onReset: () => {
      forwarded.close();
      error.end();
    },
  });
}
