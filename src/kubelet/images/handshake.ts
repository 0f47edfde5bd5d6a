/** A server's side of a TLS handshake: whether the client goes on with the certificate that it is shown. */
import type { Certificate, ClientHello } from '../../client/network';
import { isTaken } from '../../tools/curlTls';
import type { HttpResponse } from '../runtime/process';

/** What the client has instead of an answer if it does not take `certificate`; undefined: it goes on. */
export function refusedBy(hello: ClientHello, certificate: Certificate): HttpResponse | undefined {
  if (isTaken(certificate, hello)) return undefined;
  return { status: 0, body: '', certificate, hops: [{ atMs: 0, place: 'ingress', rule: { key: 'closes' } }] };
}
