/**
 * A WebSocket whose messages belong to numbered channels: the first byte, or the first digit of base64, is the number.
 * A client that does not read is cut off.
 * Models k8s.io/streaming/pkg/httpstream/wsstream/conn.go (v1.36.3).
 */
import type { RawData, WebSocket } from 'ws';

/** More unread bytes than that, and the client is given up. */
export const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

/** In v5 alone a client can close one channel: 255 and its number. */
const CLOSE = 255;
const ZERO = 48;

/** How messages look: bytes, or text in base64 behind a digit; whether a channel can be closed alone. */
export interface Framing {
  readonly isBase64: boolean;
  readonly hasClose: boolean;
}

interface ChannelEvents {
  onData(channel: number, data: Uint8Array): void;
  /** The client sends nothing more on `channel`. */
  onCloseChannel(channel: number): void;
  /** The client is gone. */
  onGone(): void;
}

/** The way to the client. */
export interface ChannelSocket {
  send(channel: number, data: string | Uint8Array): void;
  /** Says goodbye. */
  end(): void;
  /** Breaks the connection without a word. */
  cut(): void;
}

/** Splits what comes on `socket` into its channels. */
export function channelsOver(socket: WebSocket, { isBase64, hasClose }: Framing, events: ChannelEvents): ChannelSocket {
  socket.on('message', (data: RawData) => {
    const frame = bytesOf(data);
    const [first] = frame;
    if (first === undefined) return;
    if (hasClose && first === CLOSE) {
      const [, channel] = frame;
      // Who breaks the protocol is not listened to any more.
      if (frame.length !== 2 || channel === undefined || channel > 4) return socket.terminate();
      return events.onCloseChannel(channel);
    }
    const rest = frame.subarray(1);
    if (!isBase64) return events.onData(first, rest);
    events.onData(first - ZERO, Buffer.from(rest.toString('latin1'), 'base64'));
  });
  socket.on('close', () => events.onGone());
  return {
    send: (channel, data) => {
      if (socket.readyState !== socket.OPEN) return;
      const bytes = Buffer.from(data);
      if (isBase64) socket.send(`${channel}${bytes.toString('base64')}`);
      else socket.send(Buffer.concat([Buffer.from([channel]), bytes]));
      if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate();
    },
    end: () => closeGently(socket),
    cut: () => socket.terminate(),
  };
}

/** Closes `socket`; the client may take a while to read what is before. */
export function closeGently(socket: WebSocket): void {
  socket.close(1000);
}

/** The bytes of one message. */
export function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
