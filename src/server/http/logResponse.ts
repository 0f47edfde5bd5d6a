/**
 * A followed log over HTTP: text as the container writes it, until the container ends or the client hangs up.
 * A client that leaves more than MOST_WAITING characters unread is cut off.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/writers.go, StreamObject (v1.36.3).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiRequest, Transport } from '../../client/transport';
import { commonHeaders, sendAnswer } from './answer';

const MOST_WAITING = 16 * 1024 * 1024;

/** Serves the log that `request` asks for. `settled` resolves once what was asked before has begun or was refused. */
export function serveLog(
  transport: Pick<Transport, 'stream'>,
  request: ApiRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  settled: () => Promise<unknown>,
): void {
  const begin = (): void => {
    if (outgoing.headersSent) return;
    outgoing.writeHead(200, { ...commonHeaders(), 'content-type': 'text/plain' });
    outgoing.flushHeaders();
  };
  const stream = transport.stream(request, {
    onMessage: ({ channel, data }) => {
      if (channel !== 1) return;
      begin();
      outgoing.write(data);
      if (outgoing.writableLength > MOST_WAITING) outgoing.destroy();
    },
    onEnd: (response) => {
      if (outgoing.headersSent) outgoing.end();
      else if (response.code === 200) {
        begin();
        outgoing.end();
      } else sendAnswer(incoming, outgoing, response);
    },
  });
  outgoing.once('close', () => stream.close());
  // A client waits for the headers, also of a container that says nothing.
  void settled().then(() => {
    if (!outgoing.writableEnded && !outgoing.destroyed) begin();
  });
}
