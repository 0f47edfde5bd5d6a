/**
 * Exec, attach and port-forward over a WebSocket: messages of bytes, the first of which is the number of a channel.
 * Models staging/src/k8s.io/client-go/tools/remotecommand/{websocket,v5,v4}.go and, for forwarded ports,
 * k8s.io/cri-streaming/pkg/streaming/portforward/websocket.go (v1.36.3).
 * Left out: bytes that are no UTF-8 text.
 */
import { failure } from '../api/meta/status';
import type { ApiResponse, Stream, StreamHandlers, StreamMessage } from './transport';
import { type ClientSocket, listenTo, unopened } from './webSocket';

/** By preference. Only the first can say that the input has ended. */
const REMOTE_COMMAND = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;
const PORT_FORWARD = ['v4.channel.k8s.io'] as const;
const [WITH_CLOSE] = REMOTE_COMMAND;
/** Every channel of a forwarded port begins with the number of the port, in two bytes. */
const PORT_BYTES = 2;
const OVER: ApiResponse = { code: 200, body: '' };
/** The connection went away before the command told how it ended. */
const BROKEN: ApiResponse = { code: 500, body: failure(500, '', 'unexpected EOF') };

/** How a stream is opened and asked about. */
export interface StreamCarrier {
  /** Path and query. */
  readonly target: string;
  open(protocols: readonly string[]): ClientSocket;
  /** Asks at the same place without a WebSocket, to learn why there was none. */
  ask(): Promise<ApiResponse>;
}

/** Opens the exec, attach or port-forward that `carrier` leads to. */
export function openSocketStream(carrier: StreamCarrier, { onMessage, onEnd }: StreamHandlers): Stream {
  const isForward = /\/portforward(\?|$)/.test(carrier.target);
  const channels = isForward ? new ForwardChannels() : new CommandChannels();
  const encoder = new TextEncoder();
  let protocol = '';
  let isOver = false;
  let hasEnding = isForward;
  const tell = (message: StreamMessage | undefined): void => {
    if (message === undefined || message.data === '' || isOver) return;
    if (message.channel === 3) hasEnding = true;
    onMessage(message);
  };
  const end = (response: ApiResponse): void => {
    if (!isOver) onEnd(response);
    isOver = true;
  };
  const socket = listenTo(carrier.open(isForward ? PORT_FORWARD : REMOTE_COMMAND), {
    onOpen: (chosen) => {
      protocol = chosen;
    },
    onMessage: (data) => tell(channels.read(typeof data === 'string' ? encoder.encode(data) : data)),
    onClose: () => end(hasEnding ? OVER : BROKEN),
    onRefused: async (answer) => end(answer ?? (await reasonFor(carrier))),
  });
  const frameOf = ({ channel, data }: StreamMessage): Uint8Array<ArrayBuffer> =>
    channel === 255 ? Uint8Array.of(channel, Number(data)) : prefixed(channel, encoder.encode(data));
  return {
    send: (message) => {
      const isMute = message.channel === 255 && protocol !== '' && protocol !== WITH_CLOSE;
      const isForeign = isForward && message.channel !== 0;
      if (!isOver && !isMute && !isForeign) socket.send(frameOf(message));
    },
    close: () => {
      isOver = true;
      socket.close();
    },
  };
}

/** Why a socket did not open, where the socket does not say. */
async function reasonFor(carrier: StreamCarrier): Promise<ApiResponse> {
  try {
    const asked = await carrier.ask();
    // Who is told to upgrade may do it: then it was not the API server that refused.
    const isAllowed = asked.code < 300 || /upgrade request required/i.test(JSON.stringify(asked.body));
    return isAllowed ? unopened(carrier.target) : asked;
  } catch {
    return unopened(carrier.target);
  }
}

/** Standard output, standard error and the Status at the end. */
class CommandChannels {
  readonly #texts = { 1: textDecoder(), 2: textDecoder(), 3: textDecoder() };

  /** Undefined for a channel that nobody knows. */
  read(frame: Uint8Array): StreamMessage | undefined {
    const [channel] = frame;
    if (channel !== 1 && channel !== 2 && channel !== 3) return undefined;
    return { channel, data: this.#texts[channel].decode(frame.subarray(1), { stream: true }) };
  }
}

/** Channel 0 carries the bytes of the pod, channel 1 says what went wrong. */
class ForwardChannels {
  readonly #texts = [textDecoder(), textDecoder()] as const;
  readonly #headers = [PORT_BYTES, PORT_BYTES];

  read(frame: Uint8Array): StreamMessage | undefined {
    const [channel] = frame;
    if (channel !== 0 && channel !== 1) return undefined;
    const header = Math.min(this.#headers[channel] ?? 0, frame.length - 1);
    this.#headers[channel] = (this.#headers[channel] ?? 0) - header;
    const data = this.#texts[channel].decode(frame.subarray(1 + header), { stream: true });
    return { channel: channel === 0 ? 1 : 2, data };
  }
}

/** A character may begin in one message and end in the next one of its channel. */
function textDecoder(): TextDecoder {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

function prefixed(channel: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(data.length + 1);
  frame[0] = channel;
  frame.set(data, 1);
  return frame;
}
