/**
 * Transport over HTTP, to any API server. How bytes get there is handed in: `fetch` in a browser, node:https with
 * certificates in Node; WebSockets likewise.
 */
import { failure } from '../api/meta/status';
import type { ApiRequest, ApiResponse, Stream, StreamHandlers, Transport, WatchEvent } from './transport';
import { type OpenSocket, listenTo } from './webSocket';
import { openSocketStream } from './webSocketStreams';

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Hang up when it says so. */
  readonly signal?: AbortSignal;
}
export interface HttpResponse {
  readonly status: number;
  /** Undefined where the server sent none; several are joined by `, `. Names in lower case. */
  header(name: string): string | undefined;
  readonly body: AsyncIterable<string>;
}
/** Rejects if no answer comes. */
export type HttpSend = (request: HttpRequest) => Promise<HttpResponse>;

export interface HttpOptions {
  /** Opens WebSockets: without it there is no exec, attach or port-forward. */
  readonly openSocket?: OpenSocket;
  /**
   * Watches go over WebSockets too, where one opens: a browser keeps six connections of HTTP/1.1 to a server, a page
   * watches a dozen kinds.
   */
  readonly watchesOverSockets?: boolean;
}

/** A transport that sends with `send`. */
export function createHttpTransport(send: HttpSend, options: HttpOptions = {}): Transport {
  return {
    request: async (request) => answerOf(await send(httpRequest(request))),
    watch: (request, onEvent) => {
      const abort = new AbortController();
      const { openSocket } = options;
      if (openSocket === undefined || options.watchesOverSockets !== true) {
        void follow(send, httpRequest(request, abort.signal), onEvent);
        return () => abort.abort();
      }
      return watchOverSocket(openSocket, request, onEvent, () => {
        void follow(send, httpRequest(request, abort.signal), onEvent);
        return () => abort.abort();
      });
    },
    stream: (request, handlers) =>
      request.method === 'GET' ? followText(send, request, handlers) : upgraded(send, options, request, handlers),
  };
}

/** A log that grows. */
function followText(send: HttpSend, request: ApiRequest, { onMessage, onEnd }: StreamHandlers): Stream {
  const abort = new AbortController();
  void (async () => {
    try {
      const response = await send(httpRequest(request, abort.signal));
      if (response.status >= 300) return onEnd(await answerOf(response));
      for await (const data of response.body) if (!abort.signal.aborted) onMessage({ channel: 1, data });
      if (!abort.signal.aborted) onEnd({ code: 200, body: '' });
    } catch (error) {
      if (!abort.signal.aborted) onEnd(lost(error));
    }
  })();
  return { send: () => {}, close: () => abort.abort() };
}

/** A WebSocket begins with a GET, whatever verb it stands for. */
function upgraded(send: HttpSend, { openSocket }: HttpOptions, request: ApiRequest, handlers: StreamHandlers): Stream {
  const { target, headers } = httpRequest({ ...request, method: 'GET' });
  // A kubelet answers 406 to who accepts JSON alone.
  const { accept: _accept, ...socketHeaders } = headers;
  try {
    if (openSocket === undefined) throw new Error('there are no WebSockets here');
    return openSocketStream(
      {
        target,
        open: (protocols) => openSocket(target, protocols, socketHeaders),
        ask: async () => answerOf(await send({ method: 'GET', target, headers })),
      },
      handlers,
    );
  } catch (error) {
    // Nobody expects an end before this has returned.
    void Promise.resolve().then(() => handlers.onEnd(lost(error)));
    return { send: () => {}, close: () => {} };
  }
}

/** One event in each message. `instead` is what is done where no WebSocket opens: it tells why, or works without. */
function watchOverSocket(
  openSocket: OpenSocket,
  request: ApiRequest,
  onEvent: (event: WatchEvent) => void,
  instead: () => () => void,
): () => void {
  const { target, headers } = httpRequest(request);
  let stop = (): void => {};
  let isStopped = false;
  let isOver = false;
  const tell = (event: WatchEvent): void => {
    if (!isOver) onEvent(event);
    isOver ||= event.type === 'ERROR';
  };
  const begin = (): void => {
    if (!isStopped) stop = instead();
  };
  try {
    const socket = listenTo(openSocket(target, [], headers), {
      onMessage: (data) => tell(JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data))),
      onClose: () => tell({ type: 'ERROR', object: failure(410, 'Expired', 'the watch has ended') }),
      onRefused: begin,
    });
    stop = socket.close;
  } catch {
    begin();
  }
  return () => {
    isStopped = true;
    stop();
  };
}

async function follow(send: HttpSend, request: HttpRequest, onEvent: (event: WatchEvent) => void): Promise<void> {
  const isOpen = (): boolean => request.signal?.aborted !== true;
  const gone = (status = failure(410, 'Expired', 'the watch has ended')): void => {
    if (isOpen()) onEvent({ type: 'ERROR', object: status });
  };
  try {
    const response = await send(request);
    if (response.status >= 300) {
      const { body } = await answerOf(response);
      return gone(typeof body === 'object' ? (body as never) : failure(response.status, 'Unknown', String(body))); // A refusal is a Status.
    }
    let rest = '';
    for await (const text of response.body) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!isOpen() || line === '') continue;
        const event = JSON.parse(line) as WatchEvent; // The server's line.
        onEvent(event);
        if (event.type === 'ERROR') return;
      }
    }
    gone();
  } catch (error) {
    gone(failure(500, 'InternalError', error instanceof Error ? error.message : String(error)));
  }
}

function httpRequest(request: ApiRequest, signal?: AbortSignal): HttpRequest {
  const { method, path, query = {}, headers = {}, body } = request;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === 'string' ? [value] : value) search.append(name, one);
  }
  const text = search.toString();
  const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    target: text === '' ? path : `${path}?${text}`,
    headers: {
      accept: 'application/json',
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** Reads all of a response. JSON becomes a value. */
export async function answerOf(response: HttpResponse): Promise<ApiResponse> {
  let text = '';
  for await (const piece of response.body) text += piece;
  const isJson = (response.header('content-type') ?? '').includes('json');
  const warnings = warningsOf(response.header('warning') ?? '');
  return {
    code: response.status,
    body: isJson ? (JSON.parse(text) as unknown) : text,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

/** Texts of `299 - "text"`, several joined by commas. */
function warningsOf(header: string): readonly string[] {
  return [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}

function lost(error: unknown): ApiResponse {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 0, body: failure(500, 'InternalError', message) };
}
