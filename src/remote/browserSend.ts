/** Requests and WebSockets of a browser to the API server at the page's own origin. */
import type { HttpResponse, HttpSend } from '../client/http';
import type { OpenSocket } from '../client/webSocket';

/** Headers that a browser sends by itself and lets nobody else set. */
const OWN_HEADERS: readonly string[] = ['user-agent', 'accept-encoding', 'connection', 'host'];

/** Sends below `base`, an address without a slash at its end. Rejects if no answer comes. */
export function browserSend(base: string): HttpSend {
  return async ({ method, target, headers, body, signal }) => {
    const allowed = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name));
    const response = await fetch(base + target, {
      method,
      headers: Object.fromEntries(allowed),
      cache: 'no-store',
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: textOf(response),
    } satisfies HttpResponse;
  };
}

/** The body as it arrives. Browsers that cannot iterate a stream read it step by step. */
async function* textOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Opens WebSockets below `base`. A browser lets nobody set their headers: cookies and the origin speak for the page. */
export function browserSockets(base: string): OpenSocket {
  return (target, protocols) => new WebSocket(base.replace(/^http/, 'ws') + target, [...protocols]);
}
