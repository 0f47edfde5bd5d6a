/** Messages of one stream on their way to its client: neighbours of one channel become one, so that a frame costs little. */
import type { ApiResponse, StreamMessage } from '../client/transport';

export class StreamOutbox {
  #channel: StreamMessage['channel'] = 1;
  /** Pieces of the last message; joined when taken, since joining at every line is quadratic in some engines. */
  #pieces: string[] = [];
  #messages: StreamMessage[] = [];
  #end: ApiResponse | undefined;
  #isOver = false;

  get hasNews(): boolean {
    return this.#pieces.length > 0 || this.#end !== undefined;
  }

  add({ channel, data }: StreamMessage): void {
    if (this.#isOver) return;
    if (this.#pieces.length > 0 && (channel !== this.#channel || !isText(channel))) this.#flush();
    this.#channel = channel;
    this.#pieces.push(data);
  }

  /** The last word. What comes after it is dropped. */
  end(response: ApiResponse): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#end = response;
  }

  /** Takes out everything, oldest first. */
  take(): { readonly messages: readonly StreamMessage[]; readonly end?: ApiResponse } {
    if (this.#pieces.length > 0) this.#flush();
    const messages = this.#messages;
    const end = this.#end;
    this.#messages = [];
    this.#end = undefined;
    return end === undefined ? { messages } : { messages, end };
  }

  #flush(): void {
    this.#messages.push({ channel: this.#channel, data: this.#pieces.join('') });
    this.#pieces = [];
  }
}

const isText = (channel: StreamMessage['channel']) => channel === 1 || channel === 2;
