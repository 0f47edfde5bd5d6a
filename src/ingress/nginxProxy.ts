/**
 * One request on its way through ingress-nginx: the location, redirects, the canary, the pod whose turn it is, and up to
 * three tries.
 * Models rootfs/etc/nginx/template/nginx.tmpl and rootfs/etc/nginx/lua/{lua_ingress,balancer}.lua (ingress-nginx 1.14).
 */
import { sha256 } from '../api/meta/sha256';
import type { Headers } from '../client/network';
import type { HopObject, HopRule } from '../client/traffic';
import { type Tried, tryTarget } from './gateway';
import { lineOf, type NginxAnswer, page, type Passage, passedOn, redirect, told } from './nginxAnswers';
import { errorLine, type Served, type TriedTarget } from './nginxLog';
import {
  cookieOf,
  goesToCanary,
  hostName,
  isIn,
  locationFor,
  missesSlash,
  normalized,
  rewritten,
  serverFor,
} from './nginxMatch';
import { CATCH_ALL, type Location, type NginxServers, type Upstream } from './nginxServers';
import { type FoundTargets, type Target, targetsOf } from './upstreams';

/** Finds the location for a request and does what it says. */
export function serveRequest(passage: Passage, servers: NginxServers): NginxAnswer {
  const { request, host, config, isTls } = passage;
  const path = normalized(request.path);
  const server = serverFor(servers, host);
  const location = server && locationFor(server, path);
  if (server === undefined || location === undefined) return page(passage, 404, 'silent');
  const upstream = location.upstream === undefined ? undefined : servers.upstreams.get(location.upstream);
  tellOfRule(passage, server.host, location, upstream);
  const { settings } = location;
  const served: Served = { upstream: upstream?.name ?? 'upstream-default-backend' };
  const scheme = isTls ? 'https' : 'http';
  const root = path === '/' && server.locations.find((each) => each.settings.appRoot !== '');
  if (root) return redirect(passage, 302, `${scheme}://${host}${root.settings.appRoot}`, served);
  if (missesSlash(server, path)) return redirect(passage, 301, `${scheme}://${host}${path}/`, served);
  if (settings.redirect !== undefined) {
    return redirect(passage, settings.redirect.code, settings.redirect.url, served);
  }
  if (!isTls && (settings.forceSslRedirect || (settings.sslRedirect && passage.hasTls))) {
    return redirect(passage, config.redirectCode, `https://${hostName(host)}${request.path}`, served);
  }
  if (upstream !== undefined) return proxied(passage, servers, location, upstream);
  const isLogged = !(server.host === CATCH_ALL && location.isDefault);
  return page(passage, 404, isLogged ? served : 'silent');
}

function tellOfRule(passage: Passage, host: string, location: Location, upstream: Upstream | undefined): void {
  const { rulePath: path, pathType, isDefault, ingress } = location;
  if (upstream === undefined) {
    const params = { host: hostName(passage.host), path: normalized(passage.request.path) };
    told(passage, { key: 'ingressDefault', params });
    return;
  }
  const { metadata } = ingress ?? {};
  const object: HopObject | undefined = metadata && {
    kind: 'Ingress',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
  const type = isDefault ? 'defaultBackend' : pathType;
  const asked = hostName(passage.host);
  const params = { host: host === CATCH_ALL ? '*' : host, asked, path, type, service: upstream.service };
  told(passage, { key: 'ingressRule', params }, object);
}

const serviceObject = ({ namespace, service: name }: Upstream): HopObject => ({ kind: 'Service', namespace, name });

function proxied(passage: Passage, servers: NginxServers, location: Location, primary: Upstream): NginxAnswer {
  const { request } = passage;
  const { settings } = location;
  const { upstream, found } = chosen(passage, servers, primary);
  const names: Served = { upstream: primary.name, ...(upstream !== primary && { alternative: upstream.name }) };
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
  for (const { target, result } of tried) {
    if (result.type !== 'response') passage.log(errorLine(lineOf(passage), { target, result, path }), 'stderr');
  }
  if (last?.type === 'response') return passedOn(passage, last.response, served, cookie);
  const isLate = last?.type === 'connectTimeout' || last?.type === 'readTimeout';
  const rule: HopRule = isLate
    ? { key: 'ingressTimeout', params: { tries: tried.length, seconds: Math.floor(passage.ms / 1000) } }
    : { key: 'ingressBadGateway', params: { tries: tried.length } };
  told(passage, rule, serviceObject(upstream));
  return page(passage, isLate ? 504 : 502, served);
}

/** The upstream itself or its canary, with their pods. */
function chosen(
  passage: Passage,
  servers: NginxServers,
  primary: Upstream,
): { readonly upstream: Upstream; readonly found: FoundTargets } {
  const own = targets(passage, primary);
  const [first] = primary.alternatives;
  const other = first === undefined ? undefined : servers.upstreams.get(first);
  if (other?.canary === undefined || own.type !== 'targets') return { upstream: primary, found: own };
  const found = targets(passage, other);
  const { headers } = passage.request;
  const draw = (below: number) => Math.floor((Number.parseInt(passage.id.slice(0, 8), 16) / 2 ** 32) * below);
  if (found.type !== 'targets' || !goesToCanary(other.canary, { headers, draw })) {
    return { upstream: primary, found: own };
  }
  told(passage, { key: 'ingressCanary', params: { service: other.service } }, serviceObject(other));
  return { upstream: other, found };
}

/** Up to three tries, each at the pod whose turn it is: a Service with one pod is asked again. */
function tryUpstream(
  passage: Passage,
  { settings }: Location,
  upstream: Upstream,
  among: readonly Target[],
  path: string,
): { readonly tried: readonly TriedTarget[]; readonly cookie?: string } {
  const { request, network, id } = passage;
  const limits = { connectMs: settings.connectMs, readMs: settings.readMs };
  const ask = {
    method: request.method,
    path,
    headers: forwarded(passage, settings.upstreamHost),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(settings.isTlsBackend && { tls: { serverName: '' } }),
    ...(request.stands === undefined ? {} : { stands: request.stands }),
  };
  const { cookie: name } = upstream;
  const bound = name === undefined ? undefined : cookieOf(request.headers, name);
  // Other Ingresses of the same Service mind the cookie, and do not hand it out.
  const handed = settings.cookie === undefined ? undefined : `${passage.format('%s')}.${id.slice(0, 24)}`;
  const cookie = name === undefined ? undefined : (bound ?? handed);
  const tried: TriedTarget[] = [];
  while (tried.length < settings.tries) {
    const target =
      cookie === undefined
        ? among[passage.takeTurn(upstream.name) % among.length]
        : keptBy(cookie, among, tried.length);
    if (target === undefined) break;
    const pod = target.pod?.name ?? target.ip;
    told(passage, { key: 'ingressUpstream', params: { pod } }, serviceObject(upstream), target);
    const result = tryTarget(network, target, ask, limits, passage.ms);
    passage.hops.push(...result.hops);
    passage.ms += result.ms;
    tried.push({ target, result });
    if (result.type === 'response' || !mayRetry(request.method, result)) break;
  }
  return { tried, ...(cookie !== undefined && bound === undefined && { cookie: `${name}=${cookie}` }) };
}

/** What was sent once and may change something is not sent twice. */
function mayRetry(method: string, { type }: Tried): boolean {
  return type === 'refused' || type === 'noRoute' || type === 'connectTimeout' || !/^(POST|LOCK|PATCH)$/.test(method);
}

/** The pod of a cookie: the same one as long as it is there; after `failures` of it the next. */
function keptBy(cookie: string, among: readonly Target[], failures: number): Target | undefined {
  const ranked = among.map((target) => ({ target, rank: sha256(`${cookie}/${target.ip}:${target.port}`) }));
  return ranked.sort((x, y) => (x.rank < y.rank ? -1 : 1))[failures % among.length]?.target;
}

/** Pods of an upstream; the address behind an external name is asked of the cluster's DNS. */
function targets({ cluster, network, dnsServer }: Passage, upstream: Upstream): FoundTargets {
  const key = { namespace: upstream.namespace, name: upstream.service };
  const address = upstream.usesServiceAddress ? cluster.get('Service', key)?.spec.clusterIP : undefined;
  if (address !== undefined && address !== 'None') {
    return { type: 'targets', targets: [{ ip: address, port: Number(upstream.port) || 80 }] };
  }
  const found = targetsOf(cluster, upstream);
  if (found.type !== 'external') return found;
  const asked = network.lookup(dnsServer(), { name: found.name, type: 'A' });
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
