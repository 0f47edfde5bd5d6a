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

/** Headers that change nothing about what is answered over a socket. */
const UNHEARD: readonly string[] = [...OWN_HEADERS, 'accept'];

/**
 * Opens WebSockets below `base`. A browser lets nobody set their headers: cookies and the origin speak for the page. Throws
 * where a header counts, as of a watch of Tables or of who speaks for somebody else.
 */
export function browserSockets(base: string): OpenSocket {
  return (target, protocols, headers) => {
    const { accept = 'application/json' } = headers;
    const [lost] = Object.keys(headers).filter((name) => !UNHEARD.includes(name));
    if (accept !== 'application/json' || lost !== undefined) {
      throw new Error(
        `a browser cannot open a connection with the header ${lost ?? 'accept'}: kubectl in a terminal can`,
      );
    }
    return new WebSocket(base.replace(/^http/, 'ws') + target, [...protocols]);
  };
}
