/**
 * Frames of SPDY/3.1, as many of them as a tunnel for ports needs.
 * Source: section 2.2 and 2.6 of the SPDY protocol, draft 3.1; github.com/moby/spdystream/spdy/types.go (v0.5.1).
 * Left out: windows: Kubernetes' clients neither send nor heed them.
 */

/** Types of control frames. */
export const SYN_STREAM = 1;
export const SYN_REPLY = 2;
export const RST_STREAM = 3;
export const PING = 6;
export const GOAWAY = 7;
export const HEADERS = 8;

/** The flag of a frame after which its sender says nothing more on the stream. */
export const FLAG_FIN = 1;
/** Why a stream is reset. */
export const PROTOCOL_ERROR = 1;
export const CANCEL = 5;

const VERSION = 3;
const HEAD_BYTES = 8;
const MOST_FRAME_BYTES = 1024 * 1024;

export type Frame =
  | { readonly type: 'data'; readonly streamId: number; readonly flags: number; readonly payload: Buffer }
  | { readonly type: 'control'; readonly kind: number; readonly flags: number; readonly payload: Buffer };

/** Puts bytes together until they are frames. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;

  /** The frames that `bytes` completes. Throws RangeError for what is no SPDY/3. */
  take(bytes: Buffer): readonly Frame[] {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#wanted()) return [];
    let rest = Buffer.concat(this.#pieces);
    const frames: Frame[] = [];
    while (rest.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + payloadLength(rest);
      if (rest.length < end) break;
      frames.push(frameOf(rest.subarray(0, end)));
      rest = rest.subarray(end);
    }
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return frames;
  }

  /** How many bytes the first frame needs, as far as that is known. */
  #wanted(): number {
    const [first] = this.#pieces;
    return first === undefined || first.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + payloadLength(first);
  }
}

function payloadLength(bytes: Buffer): number {
  const length = bytes.readUIntBE(5, 3);
  if (length > MOST_FRAME_BYTES) throw new RangeError(`a frame of ${length} bytes`);
  return length;
}

function frameOf(bytes: Buffer): Frame {
  const word = bytes.readUInt32BE(0);
  const flags = bytes.readUInt8(4);
  const payload = bytes.subarray(HEAD_BYTES);
  if (word < 0x8000_0000) return { type: 'data', streamId: word, flags, payload };
  const version = (word >>> 16) & 0x7fff;
  if (version !== VERSION) throw new RangeError(`version ${version} of SPDY`);
  return { type: 'control', kind: word & 0xffff, flags, payload };
}

/** A data frame. */
export function dataFrame(streamId: number, payload: Uint8Array, flags = 0): Buffer {
  return framed(streamId, flags, payload);
}

/** A control frame of type `kind`. */
export function controlFrame(kind: number, payload: Uint8Array, flags = 0): Buffer {
  return framed(0x8000_0000 + VERSION * 0x1_0000 + kind, flags, payload);
}

/** Numbers of 32 bits, one behind the other. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

function framed(word: number, flags: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(word, 0);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}
