/**
 * The controller of ingress-nginx: it follows Ingresses, Services, EndpointSlices and Secrets, and answers for them on 80
 * and 443 by asking the pods themselves.
 * Models rootfs/etc/nginx/template/nginx.tmpl and rootfs/etc/nginx/lua of ingress-nginx 1.14 with nginx 1.27.
 * Left out: the second that nginx may lag behind the API, the admission webhook, keep-alive to upstreams, and what
 * nginxAnnotations leaves out.
 */
import { sha256, utf8 } from '../../api/meta/sha256';
import { isMine, nginxClass, flagOf } from '../../api/networking/ingressControllers';
import type { Ingress } from '../../api/networking/ingress';
import type { ClusterView } from '../../client/clusterView';
import type { Certificate, Headers } from '../../client/network';
import type { Hop, HopObject, HopRule } from '../../client/traffic';
import { tryTarget, type Tried } from '../../ingress/gateway';
import { configOf, type NginxConfig } from '../../ingress/nginxAnnotations';
import { hostCertificate } from '../../ingress/nginxCertificates';
import { accessLine, errorLine, type Served } from '../../ingress/nginxLog';
import {
  type CanaryAsk,
  cookieOf,
  goesToCanary,
  hostName,
  isIn,
  locationFor,
  missesSlash,
  normalized,
  rewritten,
  serverFor,
} from '../../ingress/nginxMatch';
import { nginxHead, nginxPage, nginxReason } from '../../ingress/nginxPages';
import { CATCH_ALL, type Location, type NginxServers, nginxServers, type Upstream } from '../../ingress/nginxServers';
import { type FoundTargets, type Target, targetsOf } from '../../ingress/upstreams';
import { formatDate } from '../runtime/calendar';
import {
  type HttpRequest,
  type HttpResponse,
  type ImageBehaviour,
  MI,
  type Process,
  type Program,
} from '../runtime/process';
import { pathOf } from './server';

/** Requests so far, and for each upstream the one whose turn it is. */
interface Memory {
  readonly requests: number;
  readonly turns: Readonly<Record<string, number>>;
}
type Controller = Process<Memory>;

const HTTP = 80;
const HTTPS = 443;
const HEALTH = 10_254;
const WEBHOOK = 8443;
const STARTUP_MS = 1_000;

/** One request on its way through the controller. */
interface Passage {
  readonly process: Controller;
  readonly request: HttpRequest;
  readonly host: string;
  readonly isTls: boolean;
  readonly config: NginxConfig;
  /** 32 hex digits, never twice. */
  readonly id: string;
  readonly hops: Hop[];
  /** The host has a certificate of its own. */
  readonly hasTls: boolean;
  ms: number;
}

const told = (passage: Passage, rule: HopRule, object?: HopObject, toAfter?: Target): void => {
  const { ms: atMs, hops } = passage;
  const address = toAfter && { toAfter: { ip: toAfter.ip, port: toAfter.port } };
  hops.push({ atMs, place: 'ingress', rule, ...(object && { object }), ...address });
};

const ingressObject = ({ metadata }: Ingress): HopObject => ({
  kind: 'Ingress',
  namespace: metadata.namespace ?? '',
  name: metadata.name,
});
const serviceObject = ({ namespace, service: name }: Upstream): HopObject => ({ kind: 'Service', namespace, name });

/** What was made of the Ingresses the last time, as long as they are the same ones. Derived; no state. */
interface Built {
  readonly ingresses: readonly Ingress[];
  readonly config: Readonly<Record<string, string>> | undefined;
  readonly key: string;
  readonly made: { readonly servers: NginxServers; readonly config: NginxConfig };
}
const built = new WeakMap<ClusterView, Built>();

/** The servers for this controller's Ingresses. */
function serversOf({ cluster, argv, namespace, env }: Controller): Built['made'] {
  const [mapNamespace = namespace, mapName = ''] = expanded(flagOf(argv, 'configmap') ?? '', env).split('/');
  const config = cluster.get('ConfigMap', { namespace: mapNamespace, name: mapName })?.data;
  const key = argv.join(' ');
  const options = nginxClass(argv);
  const ingresses = cluster.list('Ingress').filter((each) => isMine(each, options, cluster));
  const last = built.get(cluster);
  const isSame =
    last?.key === key &&
    last.config === config &&
    last.ingresses.length === ingresses.length &&
    last.ingresses.every((each, at) => each === ingresses[at]);
  if (isSame) return last.made;
  const read = configOf(config);
  const prefix = flagOf(argv, 'annotations-prefix') ?? 'nginx.ingress.kubernetes.io';
  const made = { servers: nginxServers(ingresses, prefix, read), config: read };
  built.set(cluster, { ingresses, config, key, made });
  return made;
}

/** `$(NAME)` in an argument, where the kubelet has not put the value in. */
const expanded = (text: string, env: Readonly<Record<string, string>>) =>
  text.replaceAll(/\$\((\w+)\)/g, (all, name: string) => env[name] ?? all);

function serve(process: Controller, port: number, request: HttpRequest): HttpResponse {
  const { servers, config } = serversOf(process);
  const { requests, turns } = process.memory;
  process.memory = { requests: requests + 1, turns };
  const host = request.headers.host ?? '';
  const isTls = port === HTTPS;
  const id = sha256(`${process.id}/${requests}`).slice(0, 32);
  const hasTls = hostCertificate(servers, hostName(host)) !== undefined;
  const passage: Passage = { process, request, host, isTls, config, id, hops: [], hasTls, ms: 0 };
  if (isTls && request.tls === undefined) return plainOnTls(passage);
  const response = route(passage, servers);
  if (!isTls) return response;
  return { ...response, certificate: certificateFor(process, servers, request.tls?.serverName ?? '') };
}

/** Finds the location and does what it says. */
function route(passage: Passage, servers: NginxServers): HttpResponse {
  const { request, host, config } = passage;
  const path = normalized(request.path);
  const server = serverFor(servers, host);
  const location = server && locationFor(server, path);
  if (server === undefined || location === undefined) return page(passage, 404);
  const { settings, ingress } = location;
  const upstream = location.upstream === undefined ? undefined : servers.upstreams.get(location.upstream);
  const found = { host: hostName(host), path: location.rulePath };
  if (upstream === undefined) told(passage, { key: 'ingressDefault', params: { host: found.host, path } });
  else {
    const type = location.isDefault ? 'defaultBackend' : location.pathType;
    const rule = { key: 'ingressRule', params: { ...found, host: server.host, type } } as const;
    told(passage, rule, ingress && ingressObject(ingress));
  }
  const scheme = passage.isTls ? 'https' : 'http';
  if (server.locations.some((each) => each.settings.appRoot !== '') && path === '/') {
    const root = server.locations.find((each) => each.settings.appRoot !== '')?.settings.appRoot ?? '';
    return redirect(passage, 302, `${scheme}://${host}${root}`);
  }
  if (missesSlash(server, path)) return redirect(passage, 301, `${scheme}://${host}${path}/`);
  if (settings.redirect !== undefined) return redirect(passage, settings.redirect.code, settings.redirect.url);
  if (!passage.isTls && (settings.forceSslRedirect || (settings.sslRedirect && passage.hasTls))) {
    return redirect(passage, config.redirectCode, `https://${hostName(host)}${request.path}`);
  }
  const isLogged = !(server.host === CATCH_ALL && location.isDefault);
  if (upstream === undefined) return page(passage, 404, isLogged ? { upstream: 'upstream-default-backend' } : 'silent');
  return proxied(passage, servers, location, upstream);
}

function proxied(passage: Passage, servers: NginxServers, location: Location, primary: Upstream): HttpResponse {
  const { process, request, id } = passage;
  const { settings } = location;
  const ask: CanaryAsk = {
    headers: request.headers,
    draw: (below) => Math.floor((Number.parseInt(id.slice(0, 8), 16) / 2 ** 32) * below),
  };
  const [first] = primary.alternatives;
  const other = first === undefined ? undefined : servers.upstreams.get(first);
  const share = other?.canary;
  const otherTargets = other === undefined ? undefined : targets(passage, other);
  const hasOwn = targets(passage, primary);
  const isCanary =
    share !== undefined && otherTargets?.type === 'targets' && hasOwn.type === 'targets' && goesToCanary(share, ask);
  const upstream = isCanary && other !== undefined ? other : primary;
  if (isCanary) told(passage, { key: 'ingressCanary', params: { service: upstream.service } }, serviceObject(upstream));
  const found = isCanary && otherTargets !== undefined ? otherTargets : hasOwn;
  const names = { upstream: primary.name, ...(isCanary && { alternative: upstream.name }) };
  if (found.type !== 'targets') {
    told(passage, { key: 'ingressNoEndpoint', params: { service: upstream.service } }, serviceObject(upstream));
    return page(passage, 503, names);
  }
  const isAllowed = settings.allowed.length === 0 || isIn(settings.allowed, request.from);
  if (!isAllowed || isIn(settings.denied, request.from)) return page(passage, 403, names);
  const path = rewritten(location, request.path);
  if (path !== request.path) told(passage, { key: 'ingressRewrite', params: { path: request.path, to: path } });
  const { tried, cookie } = tryUpstream(passage, location, upstream, found.targets, path);
  const served: Served = { ...names, tried };
  const last = tried.at(-1)?.result;
  if (last?.type === 'response') {
    const { status, reason, headers, body, ending } = last.response;
    const head = nginxHead(headOf(passage, reason), headers, [...setCookie(passage, cookie), ...hsts(passage)]);
    return answer(passage, { status, body, head: { ...head, ...(ending && { ending }) } }, served);
  }
  const isLate = last?.type === 'connectTimeout' || last?.type === 'readTimeout';
  const rule: HopRule = isLate
    ? { key: 'ingressTimeout', params: { tries: tried.length, seconds: Math.floor(passage.ms / 1000) } }
    : { key: 'ingressBadGateway', params: { tries: tried.length } };
  told(passage, rule, serviceObject(upstream));
  for (const { target, result } of tried)
    process.log(errorLine({ ...lineOf(passage), target, result, path }), 'stderr');
  return page(passage, isLate ? 504 : 502, served);
}

/** Up to three tries, each at the pod whose turn it is: a Service with one pod is asked again. */
function tryUpstream(
  passage: Passage,
  { settings }: Location,
  upstream: Upstream,
  among: readonly Target[],
  path: string,
): { readonly tried: NonNullable<Served['tried']>; readonly cookie?: string } {
  const { process, request, id } = passage;
  const { network } = process;
  const limits = { connectMs: settings.connectMs, readMs: settings.readMs };
  const ask = {
    method: request.method,
    path,
    headers: forwarded(passage, settings.upstreamHost),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(settings.isTlsBackend && { tls: { serverName: '' } }),
  };
  const bound = upstream.cookie === undefined ? undefined : cookieOf(request.headers, upstream.cookie);
  const cookie = upstream.cookie === undefined ? undefined : (bound ?? `${process.now}.${id.slice(0, 24)}`);
  const tried: { readonly target: Target; readonly result: Tried }[] = [];
  while (tried.length < settings.tries) {
    const target = cookie === undefined ? inTurn(process, upstream, among) : keptBy(cookie, among, tried.length);
    if (target === undefined) break;
    const pod = target.pod?.name ?? target.ip;
    told(passage, { key: 'ingressUpstream', params: { pod } }, serviceObject(upstream), target);
    const result = tryTarget(network, target, ask, limits, passage.ms);
    passage.hops.push(...result.hops);
    passage.ms += result.ms;
    tried.push({ target, result });
    if (result.type === 'response' || !mayRetry(request.method, result)) break;
  }
  const isNew = cookie !== undefined && bound === undefined;
  return { tried, ...(isNew && { cookie: `${upstream.cookie}=${cookie}` }) };
}

/** What was sent once and may change something is not sent twice. */
function mayRetry(method: string, { type }: Tried): boolean {
  return type === 'refused' || type === 'noRoute' || type === 'connectTimeout' || !/^(POST|LOCK|PATCH)$/.test(method);
}

function inTurn(process: Controller, { name }: Upstream, among: readonly Target[]): Target | undefined {
  const { turns } = process.memory;
  const turn = turns[name] ?? 0;
  process.memory = { ...process.memory, turns: { ...turns, [name]: (turn + 1) % 1_000_000 } };
  return among[turn % among.length];
}

/** The pod of a cookie: the same one as long as it is there; after `failures` of it the next. */
function keptBy(cookie: string, among: readonly Target[], failures: number): Target | undefined {
  const ranked = among.map((target) => ({ target, rank: sha256(`${cookie}/${target.ip}:${target.port}`) }));
  return ranked.sort((x, y) => (x.rank < y.rank ? -1 : 1))[failures % among.length]?.target;
}

/** Pods of an upstream; the address behind an external name is asked of the cluster's DNS. */
function targets({ process }: Passage, upstream: Upstream): FoundTargets {
  const { cluster, network, files } = process;
  const service = upstream.usesServiceAddress
    ? cluster.get('Service', { ...upstream, name: upstream.service })
    : undefined;
  const address = service?.spec.clusterIP;
  if (address !== undefined && address !== 'None') {
    return { type: 'targets', targets: [{ ip: address, port: Number(upstream.port) || 80 }] };
  }
  const found = targetsOf(cluster, upstream);
  if (found.type !== 'external') return found;
  const server = /nameserver (\S+)/.exec(files.read('/etc/resolv.conf') ?? '')?.[1] ?? '';
  const asked = network.lookup(server, { name: found.name, type: 'A' });
  const records = asked.type === 'reply' ? asked.reply.answers.filter(({ type }) => type === 'A') : [];
  if (records.length === 0) return { type: 'none', why: 'noEndpoint' };
  return { type: 'targets', targets: records.map(({ data }) => ({ ip: data, port: found.port })) };
}

/** What the pod gets to read, in the order of the template. */
function forwarded({ request, host, id, isTls }: Passage, upstreamHost: string): Headers {
  const scheme = isTls ? 'https' : 'http';
  const { 'x-request-id': given, 'x-forwarded-for': original } = request.headers;
  const own: Headers = [
    ['Host', upstreamHost === '' ? host : upstreamHost],
    ['X-Request-ID', given ?? id],
    ['X-Real-IP', request.from],
    ['X-Forwarded-For', request.from],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Port', isTls ? '443' : '80'],
    ['X-Forwarded-Proto', scheme],
    ['X-Forwarded-Scheme', scheme],
    ['X-Scheme', scheme],
    ...(original === undefined ? [] : [['X-Original-Forwarded-For', original] as const]),
  ];
  const replaced = new Set([...own.map(([name]) => name.toLowerCase()), 'connection', 'keep-alive', 'proxy', 'te']);
  const sent = request.sentHeaders ?? Object.entries(request.headers);
  const rest = sent.filter(([name]) => !replaced.has(name.toLowerCase()));
  return [...own, ...rest.map(([name, value]) => [isTls ? name.toLowerCase() : name, value] as const)];
}

const hsts = ({ isTls, hasTls, config }: Passage): Headers =>
  isTls && hasTls && config.hsts !== undefined ? [['Strict-Transport-Security', config.hsts]] : [];

const setCookie = ({ isTls }: Passage, cookie: string | undefined): Headers =>
  cookie === undefined ? [] : [['Set-Cookie', `${cookie}; Path=/; ${isTls ? 'Secure; ' : ''}HttpOnly`]];

const headOf = ({ process, isTls }: Passage, reason: string) => ({
  date: formatDate(process.now, '%a, %d %b %Y %H:%M:%S GMT'),
  isTls,
  reason,
});

function redirect(passage: Passage, status: number, to: string): HttpResponse {
  told(passage, { key: 'ingressRedirect', params: { code: status, to } });
  return page(passage, status, {}, [['Location', to]]);
}

/** A page of nginx itself. */
function page(passage: Passage, status: number, served: Served | 'silent' = {}, more: Headers = []): HttpResponse {
  const body = nginxPage(status);
  const given: Headers = [
    ['Content-Type', 'text/html'],
    ['Content-Length', String(utf8(body).length)],
  ];
  const head = nginxHead(headOf(passage, nginxReason(status)), given, [...more, ...hsts(passage)]);
  return answer(passage, { status, body, head }, served);
}

/** Plain HTTP where TLS is spoken. */
function plainOnTls(passage: Passage): HttpResponse {
  const body = nginxPage(400, 'The plain HTTP request was sent to HTTPS port');
  const given: Headers = [
    ['Content-Type', 'text/html'],
    ['Content-Length', String(utf8(body).length)],
  ];
  const options = { ...headOf(passage, nginxReason(400)), isTls: false, closes: true };
  return answer(passage, { status: 400, body, head: nginxHead(options, given, []) }, {});
}

const lineOf = ({ process, request, host, isTls, id, ms }: Passage) => ({
  request,
  host,
  isTls,
  id,
  ms,
  format: (pattern: string) => formatDate(process.now, pattern),
});

function answer(passage: Passage, response: HttpResponse, served: Served | 'silent'): HttpResponse {
  const { process, request, hops, ms } = passage;
  if (served !== 'silent')
    process.log(accessLine(lineOf(passage), response.status, utf8(response.body).length, served));
  const body = request.method === 'HEAD' ? '' : response.body;
  return { ...response, body, durationMs: ms, hops };
}

/** What the controller shows to a client that asks for `name`. */
function certificateFor(process: Controller, servers: NginxServers, name: string): Certificate {
  const found = hostCertificate(servers, hostName(name), process.cluster);
  if (found !== undefined && found !== 'default') return found;
  return fakeCertificate(process);
}

/** Made by the controller when it starts, for a year. */
function fakeCertificate({ startedAt }: Controller): Certificate {
  const subject = 'O=Acme Co; CN=Kubernetes Ingress Controller Fake Certificate';
  const time = (ms: number) => formatDate(ms, '%b %e %H:%M:%S %Y GMT');
  const year = 365 * 86_400_000;
  return {
    subject,
    issuer: subject,
    names: ['ingress.local'],
    validFrom: time(startedAt),
    validTo: time(startedAt + year),
    pem: FAKE_PEM,
  };
}

const FAKE_PEM = `-----BEGIN CERTIFICATE-----
MIICJjCCAcygAwIBAgIUD5ccSx7mTjmQUYE8w1B17vXa2igwCgYIKoZIzj0EAwIw
SzEQMA4GA1UECgwHQWNtZSBDbzE3MDUGA1UEAwwuS3ViZXJuZXRlcyBJbmdyZXNz
IENvbnRyb2xsZXIgRmFrZSBDZXJ0aWZpY2F0ZTAeFw0yNjExMjEyMjIwMDFaFw0y
NzExMjEyMjIwMDFaMEsxEDAOBgNVBAoMB0FjbWUgQ28xNzA1BgNVBAMMLkt1YmVy
bmV0ZXMgSW5ncmVzcyBDb250cm9sbGVyIEZha2UgQ2VydGlmaWNhdGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAASV4B8YOnOTFYQqMWiIxY0p01J/x2pu0xy6hisB
wwKgSRRvkYEXUqDpTQ5dQ2U/KBgVwTrns4Zb39XFWv9A6Onro4GNMIGKMB0GA1Ud
DgQWBBS3dnxjHKm4rNz19RKqOhkcvMyDGDAfBgNVHSMEGDAWgBS3dnxjHKm4rNz1
9RKqOhkcvMyDGDAYBgNVHREEETAPgg1pbmdyZXNzLmxvY2FsMAsGA1UdDwQEAwIF
oDATBgNVHSUEDDAKBggrBgEFBQcDATAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMC
A0gAMEUCIC9eX2iUUyXgh+ORjRyWVnfxVtr72c7CZ4JjiHaqprQ0AiEAnu+Hvrtc
yXjDSSQb4DCCAaFVg+OnyCKcrqFgYv7i8Ew=
-----END CERTIFICATE-----
`;

const RULE = '-'.repeat(79);

const controller: Program<Memory> = {
  start(process) {
    process.memory = { requests: 0, turns: {} };
    process.useMemory(100 * MI);
    process.useCpu(2);
    const nginx = ['NGINX Ingress controller', '  Release:       v1.14.0', '  nginx version: nginx/1.27.1', ''];
    for (const line of [RULE, ...nginx, RULE, '']) process.log(line);
    klog(process, 'main.go:205', '"Creating API client" host="https://10.96.0.1:443"');
    const file = '/etc/ingress-controller/ssl/default-fake-certificate.pem';
    klog(process, 'main.go:101', `"SSL fake certificate created" file="${file}"`);
    klog(process, 'nginx.go:273', '"Starting NGINX Ingress controller"');
    process.wakeAfter(STARTUP_MS, 'listen');
  },
  wake(process, reason) {
    if (reason !== 'listen') return;
    klog(process, 'nginx.go:319', '"Starting NGINX process"');
    const lease = `${process.namespace}/${flagOf(process.argv, 'election-id') ?? 'ingress-controller-leader'}`;
    klog(process, 'leaderelection.go:257', `attempting to acquire leader lease ${lease}...`);
    klog(process, 'controller.go:214', '"Configuration changes detected, backend reload required"');
    for (const port of [HTTP, HTTPS, HEALTH, WEBHOOK]) {
      if (process.listen(port)) continue;
      process.log(`nginx: [emerg] bind() to 0.0.0.0:${port} failed (98: Address in use)`, 'stderr');
      process.exit(1);
      return;
    }
    klog(process, 'controller.go:228', '"Backend successfully reloaded"');
  },
  http(process, port, request) {
    if (port === HTTP || port === HTTPS) return serve(process, port, request);
    if (port === HEALTH && pathOf(request) === '/healthz') return { status: 200, body: 'ok' };
    return { status: 404, body: '404 page not found\n' };
  },
  tls: (_process, port) => port === HTTPS || port === WEBHOOK,
  // The hook before a stop: it waits for nginx, which is quick here.
  exec: (_process, argv) => (argv[0] === '/wait-shutdown' ? { exitCode: 0, output: '' } : undefined),
  terminate(process) {
    klog(process, 'main.go:177', '"Received SIGTERM, shutting down"');
    klog(process, 'nginx.go:395', '"Shutting down controller queues"');
    klog(process, 'nginx.go:411', '"Stopping NGINX process"');
    klog(process, 'nginx.go:424', '"NGINX process has stopped"');
    process.exit(0);
  },
};

function klog(process: Process, place: string, text: string): void {
  process.log(`I${formatDate(process.now, '%m%d %H:%M:%S')}.000000       7 ${place}] ${text}`, 'stderr');
}

export const ingressNginx: ImageBehaviour = {
  image: 'registry.k8s.io/ingress-nginx/controller',
  sizeMB: 100,
  tags: /^v?\d+\.\d+(\.\d+)?([-.]\w+)*$/,
  entrypoint: ['/usr/bin/dumb-init', '--'],
  cmd: ['/nginx-ingress-controller'],
  uid: 101,
  userland: 'busybox',
  tools: ['curl'],
  programs: { 'dumb-init': controller, 'nginx-ingress-controller': controller },
};
