/**
 * What the API server answers to a client on the network: the beginning of it, which needs no rights.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/filters/{authentication,authorization}.go (v1.36.3).
 * Left out: tokens and certificates of clients are not known here, so nobody is anybody.
 */
import { serverVersion } from '../api/meta/serverVersion';
import { CLUSTER_AUTHORITY } from '../api/core/clusterAuthority';
import type { Certificate, Exchanged, HttpAsk } from '../client/network';
import type { Hop } from '../client/traffic';
import { isTaken } from '../tools/curlTls';
import { LATENCY } from './latency';

/** What role system:public-info-viewer opens to everybody. */
const PUBLIC: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz', '/version', '/version/']);

/** As minikube's: for its names and addresses, signed by the cluster's authority. */
const CERTIFICATE: Certificate = {
  subject: 'O=system:masters; CN=minikube',
  issuer: 'CN=minikubeCA',
  names: [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
    'localhost',
    '10.96.0.1',
    '192.168.49.2',
  ],
  pem: '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXI6IHRoZSBBUEkgc2VydmVyJ3Mgb3du\n-----END CERTIFICATE-----\n',
  issuerPem: CLUSTER_AUTHORITY,
  sendsIssuer: true,
};

/** One request to it. */
export function askApiServer(request: HttpAsk): Exchanged {
  const isTls = request.tls !== undefined;
  if (request.tls !== undefined && !isTaken(CERTIFICATE, request.tls)) return handshakeAlone();
  const { status, body } = isTls
    ? answerOf(request)
    : { status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n' };
  const kind = typeof body === 'string' ? (isTls ? 'text/plain; charset=utf-8' : undefined) : 'application/json';
  const headers: [string, string][] = isTls ? [['cache-control', 'no-cache, private']] : [];
  if (kind !== undefined) headers.push(['content-type', kind]);
  if (status === 403 || kind?.startsWith('text') === true) headers.push(['x-content-type-options', 'nosniff']);
  const text = typeof body === 'string' ? body : JSON.stringify(body, undefined, 2);
  if (isTls) headers.push(['content-length', String(text.length)]);
  const ms = LATENCY.server;
  const hops: Hop[] = [{ atMs: ms, place: 'node', rule: { key: 'answers', params: { status, path: request.path } } }];
  const response = {
    version: isTls ? 'HTTP/2' : 'HTTP/1.0',
    status,
    reason: isTls ? '' : 'Bad Request',
    headers,
    body: request.method === 'HEAD' ? '' : text,
  } as const;
  return { type: 'response', ms, response, ...(isTls ? { certificate: CERTIFICATE } : {}), hops };
}

/** The client does not take the certificate: it asks nothing. */
function handshakeAlone(): Exchanged {
  const ms = LATENCY.server;
  const hops: Hop[] = [{ atMs: ms, place: 'node', rule: { key: 'closes' } }];
  const response = { version: 'HTTP/2', status: 0, reason: '', headers: [], body: '' } as const;
  return { type: 'response', ms, response, certificate: CERTIFICATE, hops };
}

function answerOf({ method, path: asked, headers }: HttpAsk): {
  readonly status: number;
  readonly body: string | object;
} {
  const path = asked.replace(/\?.*/, '');
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  // A token that it cannot check is nobody's, and that ends it.
  if (headers.some(([name]) => name.toLowerCase() === 'authorization')) {
    return { status: 401, body: { ...head, message: 'Unauthorized', reason: 'Unauthorized', code: 401 } };
  }
  if (PUBLIC.has(path)) return { status: 200, body: path.startsWith('/version') ? serverVersion : 'ok' };
  const resource = /^\/(?:api|apis\/([^/]+))\/v[^/]*\/(?:namespaces\/([^/]+)\/(?=[^/]))?([^/]+)(?:\/([^/]+))?/.exec(
    path,
  );
  const who = 'User "system:anonymous" cannot';
  if (resource === null) {
    const verb = method.toLowerCase();
    const message = `forbidden: ${who} ${verb} path "${path}"`;
    return { status: 403, body: { ...head, message, reason: 'Forbidden', details: {}, code: 403 } };
  }
  const [, group = '', namespace, kind = '', name] = resource;
  const verb = VERBS[method]?.[name === undefined ? 0 : 1] ?? method.toLowerCase();
  const what = `${kind}${group === '' ? '' : `.${group}`}${name === undefined ? '' : ` "${name}"`}`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const message = `${what} is forbidden: ${who} ${verb} resource "${kind}" in API group "${group}" ${where}`;
  const details = { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind };
  return { status: 403, body: { ...head, message, reason: 'Forbidden', details, code: 403 } };
}

/** What a method means for a collection, and for one object. */
const VERBS: Readonly<Record<string, readonly [string, string]>> = {
  GET: ['list', 'get'],
  HEAD: ['list', 'get'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['deletecollection', 'delete'],
};
