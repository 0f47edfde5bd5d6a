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
      // Who can hang up reads what grows; everything else is read whole.
      body: signal === undefined ? wholeText(response) : growingText(response),
    } satisfies HttpResponse;
  };
}

async function* wholeText(response: Response): AsyncGenerator<string> {
  yield await response.text();
}

/** The body as it arrives, step by step: not every browser iterates a stream. */
async function* growingText({ body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

/** Opens WebSockets below `base`. A browser lets nobody set their headers: cookies and the origin speak for the page. */
export function browserSockets(base: string): OpenSocket {
  return (target, protocols) => new WebSocket(base.replace(/^http/, 'ws') + target, [...protocols]);
}
