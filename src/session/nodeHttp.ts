/** Sends HTTP requests from Node, with the certificates and tokens of a kubeconfig. */
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { HttpResponse, HttpSend } from '../client/http';
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
          ...headers,
          ...groupsOf(headers),
          // Node sends none of itself with DELETE, and the server would take the body for the next request.
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...(connection.token === undefined ? {} : { authorization: `Bearer ${connection.token}` }),
        },
        ...(agent === undefined ? {} : { agent }),
        ...(signal === undefined ? {} : { signal }),
      });
      call.on('error', (error: NodeJS.ErrnoException) =>
        reject(new ConnectionError(error.code === 'ECONNREFUSED' ? 'refused' : 'other', error.message)),
      );
      call.on('response', (response) => {
        response.setEncoding('utf8');
        resolve({
          status: response.statusCode ?? 0,
          header: (name) => {
            const value = response.headers[name];
            return Array.isArray(value) ? value.join(', ') : value;
          },
          body: response as AsyncIterable<string>, // It has an encoding, so it yields text.
        });
      });
      call.end(body);
    });
}

/** Several groups or extras are one text with commas to the API and a header each to HTTP. */
function groupsOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
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
