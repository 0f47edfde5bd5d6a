/**
 * Blocks of names and values as SPDY/3.1 carries them: compressed, all blocks of a direction as one stream of zlib.
 * Source: sections 2.6.10 and 2.6.10.1 of the SPDY protocol, draft 3.1.
 */
import { type Deflate, type Inflate, constants, createDeflate, createInflate } from 'node:zlib';
import { dictionary } from './dictionary';

export type SpdyHeaders = ReadonlyMap<string, string>;

/** No client names more than a handful of short headers. */
const MOST_BYTES = 64 * 1024;

/** Reads the blocks of one connection, in their order. */
export class HeaderReader {
  readonly #inflate: Inflate = createInflate({ dictionary, flush: constants.Z_SYNC_FLUSH });
  #pieces: Buffer[] = [];
  #length = 0;
  #fail = (_error: Error): void => {};

  constructor() {
    this.#inflate.on('data', (piece: Buffer) => {
      this.#length += piece.length;
      if (this.#length > MOST_BYTES) this.#inflate.destroy(new Error('headers are too long'));
      else this.#pieces.push(piece);
    });
    this.#inflate.on('error', (error) => this.#fail(error));
  }

  /** Names in lower case. Rejects for what is no block: then the connection is of no use any more. */
  async read(block: Buffer): Promise<SpdyHeaders> {
    this.#pieces = [];
    this.#length = 0;
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      this.#inflate.write(block, (error) => (error ? reject(error) : resolve()));
    });
    return parse(Buffer.concat(this.#pieces));
  }

  close(): void {
    this.#inflate.close();
  }
}

/** Writes the blocks of one connection, in their order. */
export class HeaderWriter {
  readonly #deflate: Deflate = createDeflate({ dictionary });
  #pieces: Buffer[] = [];

  constructor() {
    this.#deflate.on('data', (piece: Buffer) => this.#pieces.push(piece));
  }

  async write(headers: SpdyHeaders): Promise<Buffer> {
    this.#pieces = [];
    this.#deflate.write(Buffer.concat([uint32(headers.size), ...[...headers].flat().map(text)]));
    await new Promise<void>((resolve) => this.#deflate.flush(constants.Z_SYNC_FLUSH, resolve));
    return Buffer.concat(this.#pieces);
  }

  close(): void {
    this.#deflate.close();
  }
}

function parse(bytes: Buffer): SpdyHeaders {
  let at = 0;
  const number = (): number => {
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
  const next = (): string => {
    const length = number();
    if (length > bytes.length - at) throw new RangeError('a header is cut off');
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const headers = new Map<string, string>();
  for (let left = number(); left > 0; left -= 1) headers.set(next().toLowerCase(), next());
  return headers;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint32(bytes.length), bytes]);
}
