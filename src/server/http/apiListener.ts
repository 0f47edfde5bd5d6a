/**
 * Answers the requests that come over HTTP with what a transport answers: the API server's side of src/client/http.
 * Models staging/src/k8s.io/apiserver/pkg/server/config.go, DefaultBuildHandlerChain (v1.36.3), as far as it is about HTTP.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, failure } from '../../api/meta/status';
import type { ApiResponse, Transport } from '../../client/transport';
import { type Fairness, sendAnswer, sendInternalError, sendStatus } from './answer';
import { refuseNamelessImpersonation } from './impersonation';
import { apiRequest, headersOf, isMethod, readBody, targetOf } from './apiRequest';
import type { Authenticate } from './authentication';
import { serveLog } from './logResponse';
import { shapeOf } from './requestShape';
import { serveWatch } from './watchResponse';

export interface ApiListenerOptions {
  readonly transport: Transport;
  readonly authenticate: Authenticate;
  /** Resolves once what was asked of the transport before has begun or was refused. */
  readonly settled: () => Promise<unknown>;
  readonly fairness: Fairness;
  /** Has every watch that takes bookmarks sent one. */
  readonly bookmark: () => void;
  /** Told of our own mistakes; the client hears of an internal error alone. */
  readonly onMistake: (error: unknown) => void;
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** The listener of a server's `request`. */
export function createApiListener(options: ApiListenerOptions): Listener {
  return (incoming, outgoing) => {
    // Both are told again by `close`.
    incoming.on('error', () => {});
    outgoing.on('error', () => {});
    answer(options, incoming, outgoing).catch((error: unknown) => {
      if (error instanceof ApiError) return sendStatus(incoming, outgoing, error.status);
      options.onMistake(error);
      sendInternalError(incoming, outgoing);
    });
  };
}

async function answer(options: ApiListenerOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = '', url = '' } = incoming;
  const target = targetOf(url);
  if (target === undefined) return sendAnswer(incoming, outgoing, BAD_PATH);
  const headers = options.authenticate(headersOf(incoming), target.path);
  if (headers === undefined) return sendStatus(incoming, outgoing, failure(401, 'Unauthorized', 'Unauthorized'));
  refuseNamelessImpersonation(headers);
  const body = await readBody(incoming);
  if (body.type === 'aborted') return;
  if (body.type === 'tooLong') outgoing.once('finish', () => incoming.destroy());
  // A health check is answered whatever the method.
  const verb = HEALTH.test(target.path) ? 'GET' : method;
  const isVerb = isMethod(verb);
  const request = apiRequest(isVerb ? verb : 'GET', target, headers, body.bytes);
  if (!LONG_RUNNING.test(target.path)) setHeaders(outgoing, options.fairness(request));
  if (!isVerb) return sendStatus(incoming, outgoing, NOT_ALLOWED);
  switch (shapeOf(request)) {
    case 'watch':
      return serveWatch(options.transport, request, incoming, outgoing, options.bookmark);
    case 'log':
      return serveLog(options.transport, request, incoming, outgoing, options.settled);
    default:
      return sendAnswer(incoming, outgoing, await options.transport.request(request));
  }
}

const HEALTH = /^\/(healthz|livez|readyz)(\/|$)/;
/** What API Priority and Fairness does not count: it would hold a place for hours. */
const LONG_RUNNING = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(log|exec|attach|portforward|proxy)(\/|$)/;

function setHeaders(outgoing: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
}

const NOT_ALLOWED = failure(
  405,
  'MethodNotAllowed',
  'the server does not allow this method on the requested resource',
  {},
);

const BAD_PATH: ApiResponse = {
  code: 400,
  body: '400 Bad Request',
  headers: { 'content-type': 'text/plain; charset=utf-8', connection: 'close' },
};
