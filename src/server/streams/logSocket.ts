/**
 * A log over a WebSocket: text as the container writes it.
 * Models k8s.io/streaming/pkg/httpstream/wsstream/stream.go and
 * staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/writers.go, StreamObject (v1.36.3).
 */
import type { WebSocket } from 'ws';
import type { ApiRequest, Transport } from '../../client/transport';
import { MOST_UNREAD_BYTES, closeGently } from './channelSocket';

/** Subprotocols of a log; '' is none. */
export const logProtocols = ['', 'binary.k8s.io', 'base64.binary.k8s.io'] as const;

type LogProtocol = (typeof logProtocols)[number];

/** Sends the log that `request` follows until it ends or the client goes. */
export function serveFollowedLog(
  socket: WebSocket,
  protocol: LogProtocol,
  transport: Pick<Transport, 'stream'>,
  request: ApiRequest,
): void {
  const stream = transport.stream(request, {
    onMessage: ({ channel, data }) => {
      if (channel === 1) sendText(socket, protocol, data);
    },
    onEnd: () => closeGently(socket),
  });
  socket.on('close', () => stream.close());
}

/** Sends what a log holds, and says goodbye. */
export function serveLogText(socket: WebSocket, protocol: LogProtocol, text: string): void {
  sendText(socket, protocol, text);
  closeGently(socket);
}

function sendText(socket: WebSocket, protocol: LogProtocol, text: string): void {
  if (socket.readyState !== socket.OPEN || text === '') return;
  const bytes = Buffer.from(text);
  socket.send(protocol === 'base64.binary.k8s.io' ? bytes.toString('base64') : bytes);
  if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate();
}
