/**
 * A transport whose clients hear nothing that a crash could take back: answers, watch events and what comes on streams
 * wait until the journal holds all that has been done so far.
 */
import { failure } from '../../api/meta/status';
import type { ApiResponse, StreamMessage, Transport, WatchEvent } from '../../client/transport';

/** What is written down, see JournalFile. */
export interface Acknowledging {
  readonly isFlushed: boolean;
  flushed(): Promise<void>;
}

/** `transport` with every word held back until `journal` is flushed. `onFailure` hears, each time, that it cannot be. */
export function durableTransport(
  transport: Transport,
  journal: Acknowledging,
  onFailure: (error: unknown) => void,
): Transport {
  return {
    request: async (request) => {
      const response = await transport.request(request);
      try {
        await journal.flushed();
        return response;
      } catch (error) {
        onFailure(error);
        return unwritten(error);
      }
    },
    watch: (request, onEvent) => {
      const words = new Withheld<WatchEvent>(journal, onEvent, (error) => {
        onFailure(error);
        onEvent({ type: 'ERROR', object: unwritten(error).body });
      });
      let isOpening = true;
      const stop = transport.watch(request, (event) => {
        // A refusal tells of nothing that was done, and what stands there already is kept already.
        if (isOpening && (event.type === 'ERROR' || journal.isFlushed)) onEvent(event);
        else words.add(event);
      });
      isOpening = false;
      return () => {
        stop();
        words.drop();
      };
    },
    stream: (request, { onMessage, onEnd }) => {
      type Word = { readonly message: StreamMessage } | { readonly end: ApiResponse };
      const say = (word: Word): void => ('end' in word ? onEnd(word.end) : onMessage(word.message));
      const words = new Withheld<Word>(journal, say, (error) => {
        onFailure(error);
        onEnd(unwritten(error));
      });
      const stream = transport.stream(request, {
        onMessage: (message) => words.add({ message }),
        onEnd: (end) => words.add({ end }),
      });
      return {
        send: (message) => stream.send(message),
        close: () => {
          words.drop();
          stream.close();
        },
      };
    },
  };
}

function unwritten(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 500, body: failure(500, 'InternalError', `Internal error occurred: ${message}`) };
}

/** Words in their order, each said once the journal has caught up with it. */
class Withheld<T> {
  #waiting: T[] = [];
  #isWaiting = false;
  #isOver = false;

  constructor(
    private readonly journal: Acknowledging,
    private readonly say: (word: T) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  add(word: T): void {
    if (this.#isOver) return;
    this.#waiting.push(word);
    if (!this.#isWaiting) void this.#wait();
  }

  drop(): void {
    this.#isOver = true;
    this.#waiting = [];
  }

  async #wait(): Promise<void> {
    this.#isWaiting = true;
    // A write is told to its watchers before it is told to the journal, and both in one turn.
    await new Promise((resolve) => void setImmediate(resolve));
    const words = this.#waiting;
    this.#waiting = [];
    try {
      if (!this.journal.isFlushed) await this.journal.flushed();
      for (const word of words) if (!this.#isOver) this.say(word);
    } catch (error) {
      if (!this.#isOver) this.fail(error);
      this.drop();
    }
    this.#isWaiting = false;
    if (this.#waiting.length > 0) void this.#wait();
  }
}
