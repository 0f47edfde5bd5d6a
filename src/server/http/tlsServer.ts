/**
 * An HTTPS server on the loopback address that outlives broken clients: limits on headers, connections and time, and an
 * answer for those who speak plain HTTP.
 * The limits are those of a real kube-apiserver where it has them: a minute for a request, a MiB of headers.
 */
import { type Server as HttpsServer, createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** First byte of a TLS record that opens a connection. */
const HANDSHAKE = 22;
const HANDSHAKE_MS = 10_000;
const REQUEST_MS = 60_000;
const IDLE_MS = 90_000;
const HEADER_BYTES = 1024 * 1024;
const MOST_CONNECTIONS = 2_000;
/** A connection whose other end has vanished is noticed by probes. */
const PROBE_MS = 30_000;

export interface TlsServerOptions {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly onRequest: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  readonly onUpgrade?: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface TlsServer {
  readonly port: number;
  /** Hangs up on everybody. */
  close(): Promise<void>;
}

/** Starts to listen. Rejects with Node's error if the port cannot be had. */
export async function listenTls(options: TlsServerOptions): Promise<TlsServer> {
  const inner = httpsServer(options);
  const sockets = new Set<Socket>();
  const outer = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.setKeepAlive(true, PROBE_MS);
    socket.on('error', () => socket.destroy());
    welcome(inner, socket);
  });
  outer.maxConnections = MOST_CONNECTIONS;
  await listen(outer, options.port);
  const { port } = outer.address() as AddressInfo; // It listens on TCP.
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        outer.close(() => resolve());
        for (const socket of sockets) socket.destroy();
        inner.close();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // Out of file descriptors: this connection is lost, the next may not be.
      server.on('error', () => {});
      resolve();
    });
  });
}

function httpsServer({ certificate, key, onRequest, onUpgrade }: TlsServerOptions): HttpsServer {
  const server = createHttpsServer(
    {
      cert: certificate,
      key,
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_MS,
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: REQUEST_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: 5_000,
    },
    onRequest,
  );
  server.maxHeadersCount = 0;
  if (onUpgrade !== undefined) server.on('upgrade', onUpgrade);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket));
  return server;
}

/** Hands a connection on if it speaks TLS. */
function welcome(inner: HttpsServer, socket: Socket): void {
  socket.setTimeout(HANDSHAKE_MS, () => socket.destroy());
  socket.once('data', (first) => {
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    if (first[0] !== HANDSHAKE) {
      socket.end('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n');
      return;
    }
    socket.pause();
    socket.unshift(first);
    inner.emit('connection', socket);
  });
}

/** What Go's server says to requests that are none. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const line =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${line}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${line}`);
}
