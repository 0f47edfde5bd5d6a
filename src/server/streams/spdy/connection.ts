/**
 * The server's end of a SPDY/3.1 connection whose streams the client opens.
 * Models github.com/moby/spdystream (v0.5.1) and k8s.io/streaming/pkg/httpstream/spdy/connection.go (v1.36.3).
 */
import {
  CANCEL,
  FLAG_FIN,
  type Frame,
  FrameReader,
  GOAWAY,
  HEADERS,
  PING,
  PROTOCOL_ERROR,
  RST_STREAM,
  SYN_REPLY,
  SYN_STREAM,
  controlFrame,
  dataFrame,
  words,
} from './frames';
import { HeaderReader, HeaderWriter, type SpdyHeaders } from './headerBlock';

/** One client has no use for more at a time. */
const MOST_STREAMS = 4_096;
const PIECE_BYTES = 32 * 1024;
const STREAM_ID = 0x7fff_ffff;

/** What the owner of a stream hears. */
export interface SpdyStreamEvents {
  onData(data: Buffer): void;
  /** The client sends nothing more, but may listen. */
  onEnd(): void;
  /** Last: the client has given the stream up, or is gone. */
  onReset(): void;
}

/** A stream that the client has opened. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  /** Tells `events` what has come and what comes. What comes to a stream that nobody listens to is kept. */
  listen(events: SpdyStreamEvents): void;
  write(data: string | Uint8Array): void;
  /** The server sends nothing more. */
  end(): void;
}

interface ConnectionEvents {
  send(bytes: Buffer): void;
  /** Whether a stream with these headers is taken; otherwise it is reset. */
  takes(headers: SpdyHeaders): boolean;
  onStream(stream: SpdyStream): void;
  /** The client says goodbye, or something that is no SPDY. */
  onOver(): void;
}

type Happening = (events: SpdyStreamEvents) => void;

interface OpenStream extends SpdyStream {
  tell(happening: Happening): void;
  isRemoteOpen: boolean;
  isLocalOpen: boolean;
}

export class SpdyConnection {
  readonly #frames = new FrameReader();
  readonly #reader = new HeaderReader();
  readonly #writer = new HeaderWriter();
  readonly #streams = new Map<number, OpenStream>();
  #lastId = 0;
  #isOver = false;
  /** Frames are handled one after the other, though headers take a while. */
  #handled: Promise<void> = Promise.resolve();

  constructor(private readonly events: ConnectionEvents) {}

  /** Takes bytes as they come. */
  receive(bytes: Buffer): void {
    if (this.#isOver) return;
    try {
      for (const frame of this.#frames.take(bytes)) {
        this.#handled = this.#handled.then(() => this.#handle(frame));
      }
    } catch {
      this.#finish(); // It is no SPDY.
    }
  }

  /** The client is gone: every stream hears that it was reset. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const stream of this.#streams.values()) stream.tell((events) => events.onReset());
    this.#streams.clear();
    void this.#handled.then(() => {
      this.#reader.close();
      this.#writer.close();
    });
  }

  #finish(): void {
    if (this.#isOver) return;
    this.close();
    this.events.onOver();
  }

  async #handle(frame: Frame): Promise<void> {
    if (this.#isOver) return;
    try {
      if (frame.type === 'data') this.#data(frame.streamId, frame.payload, frame.flags);
      else await this.#control(frame.kind, frame.payload, frame.flags);
    } catch {
      this.#finish(); // A frame that is cut off, or headers that are none.
    }
  }

  async #control(kind: number, payload: Buffer, flags: number): Promise<void> {
    switch (kind) {
      case SYN_STREAM:
        return this.#open(payload, flags);
      case RST_STREAM:
        return this.#reset(payload.readUInt32BE(0) & STREAM_ID);
      case PING:
        // Odd numbers are the client's; there are no others here.
        if (payload.readUInt32BE(0) % 2 === 1) this.events.send(controlFrame(PING, payload));
        return;
      case GOAWAY:
        return this.#finish();
      case HEADERS:
        // Nobody asks for them, but every block has to go through the one stream of zlib.
        await this.#reader.read(payload.subarray(4));
        return;
      default:
        return;
    }
  }

  async #open(payload: Buffer, flags: number): Promise<void> {
    const id = payload.readUInt32BE(0) & STREAM_ID;
    const headers = await this.#reader.read(payload.subarray(10));
    if (this.#isOver) return;
    const isValid = id % 2 === 1 && id > this.#lastId && this.#streams.size < MOST_STREAMS;
    if (!isValid) return this.#sendReset(id, PROTOCOL_ERROR);
    this.#lastId = id;
    if (!this.events.takes(headers)) return this.#sendReset(id, CANCEL);
    // The client drops what comes before the reply.
    const block = await this.#writer.write(new Map());
    if (this.#isOver) return;
    this.events.send(controlFrame(SYN_REPLY, Buffer.concat([words(id), block])));
    const stream = this.#streamOf(id, headers);
    this.#streams.set(id, stream);
    this.events.onStream(stream);
    if ((flags & FLAG_FIN) !== 0) this.#remoteEnd(stream);
  }

  #streamOf(id: number, headers: SpdyHeaders): OpenStream {
    let listener: SpdyStreamEvents | undefined;
    const kept: Happening[] = [];
    const stream: OpenStream = {
      id,
      headers,
      isRemoteOpen: true,
      isLocalOpen: true,
      tell: (happening) => {
        if (listener === undefined) kept.push(happening);
        else happening(listener);
      },
      listen: (events) => {
        listener = events;
        for (const happening of kept.splice(0)) happening(events);
      },
      write: (data) => this.#write(stream, Buffer.from(data)),
      end: () => this.#end(stream),
    };
    return stream;
  }

  #data(id: number, payload: Buffer, flags: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined || !stream.isRemoteOpen) return;
    if (payload.length > 0) stream.tell((events) => events.onData(payload));
    if ((flags & FLAG_FIN) !== 0) this.#remoteEnd(stream);
  }

  #reset(id: number): void {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    if (stream === undefined) return;
    stream.isLocalOpen = false;
    stream.tell((events) => events.onReset());
  }

  #remoteEnd(stream: OpenStream): void {
    if (!stream.isRemoteOpen) return;
    stream.isRemoteOpen = false;
    if (!stream.isLocalOpen) this.#streams.delete(stream.id);
    stream.tell((events) => events.onEnd());
  }

  #write(stream: OpenStream, data: Buffer): void {
    if (!stream.isLocalOpen || this.#isOver) return;
    for (let at = 0; at < data.length; at += PIECE_BYTES) {
      this.events.send(dataFrame(stream.id, data.subarray(at, at + PIECE_BYTES)));
    }
  }

  #end(stream: OpenStream): void {
    if (!stream.isLocalOpen || this.#isOver) return;
    stream.isLocalOpen = false;
    this.events.send(dataFrame(stream.id, Buffer.alloc(0), FLAG_FIN));
    if (!stream.isRemoteOpen) this.#streams.delete(stream.id);
  }

  #sendReset(id: number, status: number): void {
    this.events.send(controlFrame(RST_STREAM, words(id, status)));
  }
}
