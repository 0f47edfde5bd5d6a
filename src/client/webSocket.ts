/**
 * A WebSocket to an API server, whoever opens it: a browser, or `ws` in Node with certificates and a token.
 * Models staging/src/k8s.io/client-go/transport/websocket/roundtripper.go (v1.36.3).
 */
import { failure } from '../api/meta/status';
import type { ApiResponse, Unsubscribe } from './transport';

/** What the WebSocket of a browser and that of `ws` have in common, as far as it is used here. */
export interface ClientSocket {
  binaryType: 'arraybuffer' | string;
  /** The subprotocol that the server has chosen; empty before it is open. */
  readonly protocol: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'open' | 'error' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  /** What the server answered instead of opening it. Absent where nobody is told, as in browsers. */
  refusal?(): Promise<ApiResponse | undefined>;
}

/**
 * Starts to open a WebSocket at `target` (path and query). `headers` are those of the request; a browser cannot send
 * any. Throws if there can be none.
 */
export type OpenSocket = (
  target: string,
  protocols: readonly string[],
  headers: Readonly<Record<string, string>>,
) => ClientSocket;

/** What the owner of a socket hears. */
export interface SocketEvents {
  /** The server agreed, to this subprotocol. */
  onOpen?(protocol: string): void;
  /** Text as text, bytes as bytes. */
  onMessage(data: string | Uint8Array): void;
  /** Last: it is over after it was open. */
  onClose(): void;
  /** Last: it was never open. Undefined if the server's answer cannot be had. */
  onRefused(answer: ApiResponse | undefined): void;
}

/** A socket that holds back what is sent until it is open. */
export interface LiveSocket {
  send(data: Uint8Array<ArrayBuffer>): void;
  /** Nothing is heard after it. */
  readonly close: Unsubscribe;
}

/** Tells `events` what happens on `socket`, exactly one ending at most. */
export function listenTo(socket: ClientSocket, events: SocketEvents): LiveSocket {
  let state: 'opening' | 'open' | 'over' = 'opening';
  const held: Uint8Array<ArrayBuffer>[] = [];
  socket.binaryType = 'arraybuffer';
  const end = (): void => {
    const wasOpen = state === 'open';
    if (state === 'over') return;
    state = 'over';
    if (wasOpen) return events.onClose();
    void (async () => events.onRefused(await socket.refusal?.()))();
  };
  socket.addEventListener('open', () => {
    if (state !== 'opening') return;
    state = 'open';
    events.onOpen?.(socket.protocol);
    for (const data of held.splice(0)) socket.send(data);
  });
  socket.addEventListener('message', ({ data }) => {
    if (state !== 'open') return;
    events.onMessage(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer)); // By the binaryType.
  });
  // An error is always followed by a close; browsers tell no more about it than that.
  socket.addEventListener('error', () => {});
  socket.addEventListener('close', end);
  return {
    send: (data) => {
      if (state === 'open') socket.send(data);
      else if (state === 'opening') held.push(data);
    },
    close: () => {
      state = 'over';
      socket.close();
    },
  };
}

/** The answer where the server's own cannot be had. */
export function unopened(target: string): ApiResponse {
  const message = `the connection for ${target.replace(/\?.*$/, '')} was not upgraded to a WebSocket`;
  return { code: 500, body: failure(500, 'InternalError', message) };
}
