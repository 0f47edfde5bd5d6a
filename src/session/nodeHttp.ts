/** Sends HTTP requests and opens WebSockets from Node, with the certificates and tokens of a kubeconfig. */
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import WebSocket from 'ws';
import { failure } from '../api/meta/status';
import { type HttpResponse, type HttpSend, answerOf } from '../client/http';
import type { ApiResponse } from '../client/transport';
import type { OpenSocket } from '../client/webSocket';
import { type Connection, ConnectionError } from '../kubectl/environment';

/** Sends to the server of `connection`. Rejects with ConnectionError if nobody answers. */
export function nodeSend(connection: Connection): HttpSend {
  const server = new URL(connection.server);
  const isSecure = server.protocol === 'https:';
  const agent = isSecure ? new Agent({ keepAlive: true, ...tlsOf(connection) }) : undefined;
  const base = server.pathname.replace(/\/$/, '');
  return ({ method, target, headers, body, signal }) =>
    new Promise<HttpResponse>((resolve, reject) => {
      const call = (isSecure ? httpsRequest : httpRequest)({
        method,
        host: server.hostname,
        port: server.port === '' ? (isSecure ? 443 : 80) : Number(server.port),
        path: `${base}${target}`,
        headers: {
          ...sentHeaders(headers, connection),
          // Node sends none of itself with DELETE, and the server would take the body for the next request.
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        ...(agent === undefined ? {} : { agent }),
        ...(signal === undefined ? {} : { signal }),
      });
      call.on('error', (error: NodeJS.ErrnoException) =>
        reject(new ConnectionError(error.code === 'ECONNREFUSED' ? 'refused' : 'other', error.message)),
      );
      call.on('response', (response) => {
        resolve(responseOf(response));
      });
      call.end(body);
    });
}

/** Opens WebSockets to the server of `connection`; a refusal before the upgrade is told. */
export function nodeOpenSocket(connection: Connection): OpenSocket {
  const server = connection.server.replace(/^http/, 'ws').replace(/\/$/, '');
  return (target, protocols, headers) => {
    const socket = new WebSocket(`${server}${target}`, [...protocols], {
      headers: sentHeaders(headers, connection),
      // The real API server takes no watch without one.
      origin: connection.server,
      perMessageDeflate: false,
      ...(connection.server.startsWith('https:') ? tlsOf(connection) : {}),
    });
    let refusal: Promise<ApiResponse> | undefined;
    socket.on('unexpected-response', (_call, response) => {
      refusal = answerOf(responseOf(response));
      // Whoever listens to this event has to end the socket.
      void refusal.finally(() => socket.terminate());
    });
    socket.on('error', (error) => {
      refusal ??= Promise.resolve({ code: 0, body: failure(500, 'InternalError', error.message) });
    });
    return Object.assign(socket, { refusal: async () => refusal });
  };
}

function responseOf(response: IncomingMessage): HttpResponse {
  response.setEncoding('utf8');
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: response as AsyncIterable<string>, // It has an encoding, so it yields text.
  };
}

type Headers = Readonly<Record<string, string>>;

function sentHeaders(headers: Headers, connection: Connection): Record<string, string | string[]> {
  return {
    ...headers,
    ...groupsOf(headers),
    ...(connection.token === undefined ? {} : { authorization: `Bearer ${connection.token}` }),
  };
}

/** Several groups or extras are one text with commas to the API and a header each to HTTP. */
function groupsOf(headers: Headers): Record<string, string[]> {
  const several = Object.entries(headers).filter(([name]) => /^impersonate-(group$|extra-)/.test(name));
  return Object.fromEntries(several.map(([name, value]) => [name, value.split(',')]));
}

function tlsOf(connection: Connection): ConstructorParameters<typeof Agent>[0] {
  const decoded = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, 'base64'));
  const ca = decoded(connection.certificateAuthorityData);
  const cert = decoded(connection.clientCertificateData);
  const key = decoded(connection.clientKeyData);
  return {
    rejectUnauthorized: connection.insecureSkipTlsVerify !== true,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
