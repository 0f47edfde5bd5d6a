/**
 * What a simulated API server is told of who asks: no TLS stands between it and kubectl, so a header does.
 * A client certificate wins over a token, as on a real server, which looks at certificates first; whoever shows neither is
 * anonymous.
 */
import type { ApiRequest, Transport } from '../../client/transport';
import type { Connection } from '../environment';

/** `transport` with the credentials of `connection` on every request. */
export function withCredentials(transport: Transport, connection: Connection): Transport {
  const { clientCertificateData, token } = connection;
  if (clientCertificateData !== undefined) return transport;
  const authorization = token === undefined ? '' : `Bearer ${token}`;
  const signed = (request: ApiRequest): ApiRequest => ({ ...request, headers: { ...request.headers, authorization } });
  return {
    request: (request) => transport.request(signed(request)),
    watch: (request, onEvent) => transport.watch(signed(request), onEvent),
    stream: (request, handlers) => transport.stream(signed(request), handlers),
  };
}
