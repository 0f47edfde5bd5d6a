/**
 * Streams of the API server: followed logs, exec, attach and port-forward. Which node serves an open stream is state;
 * who listens to it is not, so a restore ends every stream for its listener.
 * Models pkg/registry/core/pod/rest/{log,subresources}.go (v1.36.3). Left out: the upgrade to WebSocket or SPDY.
 */
import { ApiError, type Status } from '../api/meta/status';
import type { ApiResponse, StreamHandlers, StreamMessage, Unsubscribe } from '../client/transport';
import type { StateMap, StateSpace } from '../sim/clock';
import { type Call, type KubeletApi, respond } from './call';
import { unknownPath } from './errors';
import { routeOf } from './paths';
import { followTarget, streamTarget } from './podProxy';
import { authorize } from './authorization/authorize';

/** A stream that a kubelet serves. */
interface OpenStream {
  readonly node: string;
}

/** The open streams of a run: those of a kubelet are part of its state, followed logs are not. */
export class Streams {
  readonly #open: StateMap<OpenStream>;
  /** One entry: how many streams were opened in this run, refused ones included. */
  readonly #count: StateMap<number>;
  readonly #handlers = new Map<number, StreamHandlers>();
  readonly #followed = new Map<number, Unsubscribe>();
  #nextFollowed = -1;

  constructor(
    state: StateSpace,
    private readonly kubelet: KubeletApi | undefined,
  ) {
    this.#open = state.map('kube-apiserver/streams');
    this.#count = state.map('kube-apiserver/streamCount');
  }

  /** Opens what `call` asks for; its number: positive, or negative for a followed log, which leaves no trace. */
  open(call: Call, handlers: StreamHandlers): number {
    const isRead = call.request.method === 'GET';
    const id = isRead ? this.#nextFollowed-- : (this.#count.get('streams') ?? 0) + 1;
    if (!isRead) this.#count.set('streams', id);
    this.#handlers.set(id, handlers);
    const refusal = this.#begin(call, id, isRead);
    if (refusal !== undefined) this.end(id, refusal);
    return id;
  }

  /** The person sends something. A stream that is over hears nothing. */
  input(id: number, message: StreamMessage): void {
    const open = this.#open.get(String(id));
    if (open !== undefined) this.kubelet?.streamInput(open.node, id, message);
  }

  /** The person hangs up. */
  close(id: number): void {
    this.#handlers.delete(id);
    this.#followed.get(id)?.();
    this.#followed.delete(id);
    const open = this.#open.get(String(id));
    this.#open.delete(String(id));
    if (open !== undefined) this.kubelet?.closeStream(open.node, id);
  }

  /** Numbers of the streams that kubelets serve now, in their order. */
  served(): readonly number[] {
    return [...this.#open.keys()].map(Number).sort((a, b) => a - b);
  }

  /** Something came on stream `id`. */
  message(id: number, message: StreamMessage): void {
    this.#handlers.get(id)?.onMessage(message);
  }

  end(id: number, response: ApiResponse): void {
    const handlers = this.#handlers.get(id);
    this.#handlers.delete(id);
    this.#followed.delete(id);
    this.#open.delete(String(id));
    handlers?.onEnd(response);
  }

  /** Ends every stream for its listener. */
  endAll(why: Status): void {
    const all = [...this.#handlers.values()];
    this.#handlers.clear();
    for (const stop of this.#followed.values()) stop();
    this.#followed.clear();
    for (const { onEnd } of all) onEnd({ code: why.code ?? 500, body: why });
  }

  #begin(call: Call, id: number, isRead: boolean): ApiResponse | undefined {
    try {
      const route = routeOf(call.request.path);
      if (route.type !== 'item' || route.kind !== 'Pod' || this.kubelet === undefined) throw unknownPath();
      authorize(call, route);
      const { namespace, name, subresource } = route;
      if (!isRead) {
        const { node, request } = streamTarget(call, namespace, name, subresource);
        this.#open.set(String(id), { node });
        return this.kubelet.stream(node, id, request);
      }
      if (subresource !== 'log') throw unknownPath();
      const target = followTarget(call, namespace, name);
      if (target === undefined) return { code: 204, body: '' };
      return this.#follow(id, target);
    } catch (error) {
      if (error instanceof ApiError) return respond(call, error.code, error.status);
      throw error;
    }
  }

  #follow(id: number, { node, request }: ReturnType<typeof streamTarget>): ApiResponse | undefined {
    const followed = this.kubelet?.follow(node, request, {
      onMessage: (message) => this.message(id, message),
      onEnd: (response) => this.end(id, response),
    });
    if (typeof followed !== 'function') return followed;
    // It may be over by now: a container that has ended says nothing more.
    if (this.#handlers.has(id)) this.#followed.set(id, followed);
    return undefined;
  }
}
