/**
 * Transport over HTTP, to any API server. How bytes get there is handed in: `fetch` in a browser, node:https with
 * certificates in Node.
 */
import { failure } from '../api/meta/status';
import type { ApiRequest, ApiResponse, Transport, WatchEvent } from './transport';

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

/** A transport that sends with `send`. */
export function createHttpTransport(send: HttpSend): Transport {
  return {
    request: async (request) => answerOf(await send(httpRequest(request))),
    watch: (request, onEvent) => {
      const abort = new AbortController();
      void follow(send, httpRequest(request, abort.signal), onEvent);
      return () => abort.abort();
    },
    stream: (request, { onMessage, onEnd }) => {
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
    },
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
      for (const line of lines) if (isOpen() && line !== '') onEvent(JSON.parse(line) as WatchEvent); // The server's line.
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

async function answerOf(response: HttpResponse): Promise<ApiResponse> {
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
