/**
 * `.../pods/NAME/proxy/PATH` and `.../services/NAME/proxy/PATH`: the API server as the client of a pod. It goes to a pod
 * itself, past kube-proxy. Models ResourceLocation of pkg/registry/core/{pod,service} and
 * k8s.io/apimachinery/pkg/util/proxy (v1.36.3). Left out: links rewritten in HTML, upgrades. No time passes meanwhile.
 */
import type { Pod } from '../api/core/pod';
import type { Endpoints } from '../api/core/endpoints';
import type { Service } from '../api/core/service';
import type { ClientNetwork, Exchanged, HttpAsk } from '../client/network';
import type { Address } from '../client/traffic';
import type { ApiRequest, ApiResponse } from '../client/transport';
import { authorizeAction, resourceAction } from './authorization/authorize';
import { type Call, objectKey } from './call';
import { badRequest, notFound, serviceUnavailable } from './errors';
import { storageKey } from './storageKey';

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/(pods|services)\/([^/]+)\/proxy(\/.*)?$/;
const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update' };

/** Whether a request goes on into the network of the cluster: reading through it changes what is there, too. */
export function isNetworkProxy({ path }: Pick<ApiRequest, 'path'>): boolean {
  return path.includes('/proxy') && PATH.test(path);
}

/** Asks the pod; undefined if the path is another. Throws ApiError. */
export function networkProxyRequest(call: Call): ApiResponse | undefined {
  const { request, backend } = call;
  const [, namespace = '', resource = '', id = '', rest] = PATH.exec(request.path) ?? [];
  if (id === '') return undefined;
  const { scheme, name, port } = partsOf(id, resource);
  const verb = VERBS[request.method] ?? request.method.toLowerCase();
  authorizeAction(call, resourceAction(verb, { resource, subresource: 'proxy', namespace, name }));
  const to =
    resource === 'pods' ? podAddress(call, namespace, name, port) : endpointOf(call, namespace, { id, name, port });
  const network = backend.network?.();
  if (network === undefined) throw serviceUnavailable('error trying to reach service: no network');
  // What is relative in a page must lie below this path.
  if (rest === undefined && request.method === 'GET') {
    const { query } = request;
    return {
      code: 301,
      body: '',
      headers: { location: `${request.path}/${query === undefined ? '' : searchOf(query)}` },
    };
  }
  return ask(network, to, {
    method: request.method,
    path: `${rest ?? '/'}${searchOf(request.query ?? {})}`,
    headers: [
      ['Host', hostOf(to)],
      ['User-Agent', request.headers?.['user-agent'] ?? 'kubectl'],
      ['X-Forwarded-Uri', request.path],
    ],
    ...(request.body === undefined ? {} : { body: textOf(request.body) }),
    ...(scheme === 'https' ? { tls: { serverName: to.ip } } : {}),
  });
}

/** `name`, `name:port` or `scheme:name:port`. */
function partsOf(
  id: string,
  resource: string,
): { readonly scheme: string; readonly name: string; readonly port: string } {
  const parts = id.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', ...parts];
  const isSound = parts.length <= 3 && name !== '' && (scheme === '' || scheme === 'http' || scheme === 'https');
  if (!isSound) throw badRequest(`invalid ${resource === 'pods' ? 'pod' : 'service'} request ${JSON.stringify(id)}`);
  return { scheme, name, port };
}

/** A pod's address; without a port the first one that a container declares, or else that of HTTP. */
function podAddress({ backend }: Call, namespace: string, name: string, port: string): Address {
  const pod = backend.store.get(storageKey('Pod', objectKey('Pod', namespace, name)))?.value as Pod | undefined; // Pods only.
  if (pod === undefined) throw notFound('Pod', name);
  const { podIP = '' } = pod.status;
  if (podIP === '') throw badRequest('address not allowed');
  const declared = pod.spec.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort;
  return { ip: podIP, port: port === '' ? (declared ?? 80) : Number(port) };
}

/** A ready endpoint of a Service, by chance; the port by its number or its name. */
function endpointOf(
  { backend: { store, clock } }: Call,
  namespace: string,
  { id, name, port }: { readonly id: string; readonly name: string; readonly port: string },
): Address {
  let portName = port;
  if (/^\d+$/.test(port)) {
    const service = store.get(storageKey('Service', objectKey('Service', namespace, name)))?.value as
      | Service
      | undefined;
    if (service === undefined) throw notFound('Service', name);
    const found = service.spec.ports?.find((each) => each.port === Number(port));
    if (found === undefined)
      throw serviceUnavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
    portName = found.name ?? '';
  }
  const stored = store.get(storageKey('Endpoints', objectKey('Endpoints', namespace, name)))?.value;
  if (stored === undefined) throw notFound('Service', name);
  const { subsets = [] } = stored as Endpoints; // The prefix holds Endpoints only.
  if ((subsets ?? []).length === 0)
    throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  for (const { addresses = [], ports = [] } of subsets ?? []) {
    const number = ports?.find((each) => (each.name ?? '') === portName)?.port;
    // It goes to addresses of pods only.
    const pods = (addresses ?? []).filter(
      ({ targetRef }) => targetRef?.kind === 'Pod' && targetRef.namespace === namespace,
    );
    const chosen = pods[Math.floor(clock.random('kube-apiserver/proxy') * pods.length)];
    if (number !== undefined && chosen !== undefined) return { ip: chosen.ip, port: number };
  }
  throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(id)}`);
}

function ask(network: ClientNetwork, to: Address, request: HttpAsk): ApiResponse {
  const url = `${request.tls === undefined ? 'http' : 'https'}://${hostOf(to)}${request.path}`;
  const told = { tool: 'kube-apiserver', method: request.method, url };
  const dialled = network.dial(to);
  if (dialled.type !== 'connected') {
    const ms = dialled.type === 'lost' ? 0 : dialled.ms;
    network.record({ ...told, error: dialled.type === 'lost' ? 'timeout' : dialled.type, ms, hops: dialled.hops });
    throw unreachable(`dial tcp ${hostOf(to)}: ${DIALLED[dialled.type]}`);
  }
  const got = network.exchange(dialled.connection, request);
  const ms = dialled.ms + (got.type === 'silent' ? 0 : got.ms);
  const hops = [...dialled.hops, ...got.hops];
  if (got.type !== 'response') {
    network.record({ ...told, error: got.type === 'silent' ? 'timeout' : 'closed', ms, hops });
    throw unreachable(EXCHANGED[got.type]);
  }
  const { status, headers, body } = got.response;
  network.record({ ...told, status, ms, hops });
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return { code: status, body, headers: { 'content-type': type ?? 'text/plain; charset=utf-8' } };
}

const DIALLED = {
  refused: 'connect: connection refused',
  noRoute: 'connect: no route to host',
  lost: 'i/o timeout',
} as const;
const EXCHANGED: Readonly<Record<Exclude<Exchanged['type'], 'response'>, string>> = {
  closed: 'EOF',
  reset: 'read: connection reset by peer',
  notTls: 'tls: first record does not look like a TLS handshake',
  silent: 'net/http: timeout awaiting response headers',
};

function unreachable(why: string) {
  return serviceUnavailable(`error trying to reach service: ${why}`);
}

function hostOf({ ip, port }: Address): string {
  return `${ip}:${port}`;
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function searchOf(query: NonNullable<ApiRequest['query']>): string {
  const words = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map(
      (each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`,
    ),
  );
  return words.length === 0 ? '' : `?${words.join('&')}`;
}
