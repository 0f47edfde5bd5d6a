/** What one client of a worker follows, and what it has not been told of it yet: watches and streams, coalesced. */
import type { Status } from '../api/meta/status';
import { Outbox } from './outbox';
import type { StreamNews } from './protocol';
import { StreamOutbox } from './streamOutbox';
import type { Stream, StreamHandlers, StreamMessage, Unsubscribe, WatchEvent } from './transport';

/** Most objects handed out at once: about 4 ms of structured clone. */
export const OBJECTS_PER_FRAME = 300;

/** What came since the last look: watch id and its events, coalesced per object; and the streams. */
export interface Mail {
  readonly watches: readonly (readonly [number, readonly WatchEvent[]])[];
  readonly streams: readonly StreamNews[];
}

interface Watched {
  readonly outbox: Outbox;
  stop: Unsubscribe;
}
interface Streamed {
  readonly outbox: StreamOutbox;
  readonly stream: Stream;
}

export class Mailbox {
  readonly #watched = new Map<number, Watched>();
  readonly #streamed = new Map<number, Streamed>();

  /** `onNews` is called, often, when there is something to take. */
  constructor(private readonly onNews: () => void = () => {}) {}

  watch(id: number, open: (onEvent: (event: WatchEvent) => void) => Unsubscribe): void {
    const outbox = new Outbox();
    const stop = open((event) => {
      outbox.add(event);
      this.onNews();
    });
    this.#watched.set(id, { outbox, stop });
  }

  unwatch(id: number): void {
    this.#watched.get(id)?.stop();
    this.#watched.delete(id);
  }

  /** Follows no more for now; what was to be told already stays. */
  halt(id: number): void {
    this.#watched.get(id)?.stop();
  }

  /** Follows again, by `open`, after `events`. */
  resume(id: number, events: readonly WatchEvent[], open: (onEvent: (event: WatchEvent) => void) => Unsubscribe): void {
    const watched = this.#watched.get(id);
    if (watched === undefined) return;
    const add = (event: WatchEvent): void => {
      watched.outbox.add(event);
      this.onNews();
    };
    for (const event of events) add(event);
    watched.stop = open(add);
  }

  stream(id: number, open: (handlers: StreamHandlers) => Stream): void {
    const outbox = new StreamOutbox();
    const stream = open({
      onMessage: (message) => {
        outbox.add(message);
        this.onNews();
      },
      onEnd: (response) => {
        outbox.end(response);
        this.onNews();
      },
    });
    this.#streamed.set(id, { outbox, stream });
  }

  streamInput(id: number, message: StreamMessage): void {
    this.#streamed.get(id)?.stream.send(message);
  }

  unstream(id: number): void {
    this.#streamed.get(id)?.stream.close();
    this.#streamed.delete(id);
  }

  get hasNews(): boolean {
    for (const { outbox } of this.#watched.values()) if (outbox.size > 0) return true;
    for (const { outbox } of this.#streamed.values()) if (outbox.hasNews) return true;
    return false;
  }

  /** What was followed is over, and whoever follows it is told why. */
  expire(why: Status): void {
    for (const { outbox, stop } of this.#watched.values()) {
      stop();
      outbox.add({ type: 'ERROR', object: why });
    }
    for (const { outbox } of this.#streamed.values()) outbox.end({ code: why.code ?? 500, body: why });
  }

  /** Takes out what has come, of objects at most OBJECTS_PER_FRAME. */
  take(): Mail {
    let room = OBJECTS_PER_FRAME;
    const watches: [number, readonly WatchEvent[]][] = [];
    for (const [id, { outbox }] of this.#watched) {
      const events = outbox.take(room);
      if (events.length > 0) watches.push([id, events]);
      room -= events.length;
    }
    return { watches, streams: this.#streamNews() };
  }

  /** Lets go of everything: the client is gone. */
  close(): void {
    for (const id of [...this.#watched.keys()]) this.unwatch(id);
    for (const id of [...this.#streamed.keys()]) this.unstream(id);
  }

  #streamNews(): readonly StreamNews[] {
    const news: StreamNews[] = [];
    for (const [id, { outbox }] of this.#streamed) {
      if (!outbox.hasNews) continue;
      const taken = outbox.take();
      if (taken.end !== undefined) this.#streamed.delete(id);
      news.push({ id, ...taken });
    }
    return news;
  }
}
