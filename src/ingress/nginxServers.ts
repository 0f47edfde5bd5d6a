/**
 * The virtual servers, locations and upstreams that ingress-nginx makes of Ingresses.
 * Models getBackendServers and what it calls in internal/ingress/controller/{controller,location}.go (ingress-nginx 1.14).
 */
import type { Ingress, IngressBackend, IngressTLS } from '../api/networking/ingress';
import type { Canary, NginxConfig, NginxSettings } from './nginxAnnotations';
import { settingsOf } from './nginxAnnotations';

/** A Service's pods behind one of its ports. */
export interface Upstream {
  /** `namespace-service-port`, as the access log names it. */
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  /** Number or name; of a Service's port or target port. */
  readonly port: string;
  readonly usesServiceAddress: boolean;
  readonly canary?: Canary;
  /** The cookie that binds clients to a pod. */
  cookie?: string;
  /** Names of the canaries that share its requests; the first one counts. */
  readonly alternatives: string[];
}

export interface Location {
  path: string;
  pathType: 'Exact' | 'Prefix';
  /** The path of the rule, before a slash was added. */
  rulePath: string;
  /** Its name; absent: the controller's own default backend. */
  upstream?: string;
  /** Nobody has asked for this path: it stands for what no rule matches. */
  isDefault: boolean;
  ingress?: Ingress;
  settings: NginxSettings;
}

export interface Server {
  /** In lower case; `_` stands for every other host. */
  readonly host: string;
  locations: Location[];
  aliases: readonly string[];
  /** Locations are regular expressions, tried in order. */
  isRegex: boolean;
  /** The Ingress whose `spec.tls` counts for the host. */
  tls?: { readonly namespace: string; readonly entries: readonly IngressTLS[] };
}

export interface NginxServers {
  readonly servers: ReadonlyMap<string, Server>;
  readonly upstreams: ReadonlyMap<string, Upstream>;
}

/** Host of the server for requests that no other one takes. */
export const CATCH_ALL = '_';

interface Parsed {
  readonly ingress: Ingress;
  readonly settings: NginxSettings;
}

/** Servers for the Ingresses of one controller. */
export function nginxServers(ingresses: readonly Ingress[], prefix: string, config: NginxConfig): NginxServers {
  const parsed = [...ingresses]
    .sort(oldestFirst)
    .map((ingress): Parsed => ({ ingress, settings: settingsOf(ingress, prefix, config) }));
  const upstreams = new Map<string, Upstream>();
  for (const each of parsed) addUpstreams(upstreams, each);
  const own = parsed.filter(({ settings }) => settings.canary === undefined);
  const servers = startServers(own, settingsOf(NO_INGRESS, prefix, config));
  for (const each of own) addLocations(servers, upstreams, each);
  for (const each of parsed) if (each.settings.canary !== undefined) mergeCanary(each, servers, upstreams);
  for (const server of servers.values()) finish(server);
  return { servers, upstreams };
}

const NO_INGRESS: Ingress = {
  kind: 'Ingress',
  apiVersion: 'networking.k8s.io/v1',
  metadata: { name: '', uid: '', resourceVersion: '', creationTimestamp: '' },
  spec: {},
  status: { loadBalancer: {} },
};

/** Of Ingresses made in the same second the last one by name is the first. */
function oldestFirst(x: Ingress, y: Ingress): number {
  const [a, b] = [x.metadata.creationTimestamp, y.metadata.creationTimestamp];
  if (a !== b) return a < b ? -1 : 1;
  const name = ({ metadata }: Ingress) => `${metadata.namespace}/${metadata.name}`;
  return name(x) > name(y) ? -1 : 1;
}

const hostOf = (host: string | undefined) => (host === undefined || host === '' ? CATCH_ALL : host.toLowerCase());

/** The upstream of a backend that is a Service. */
function upstreamName(ingress: Ingress, { service }: IngressBackend): string | undefined {
  if (service === undefined) return undefined;
  return `${ingress.metadata.namespace}-${service.name}-${service.port?.name ?? service.port?.number ?? ''}`;
}

function backendsOf({ spec }: Ingress): readonly IngressBackend[] {
  const ofRules = (spec.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend));
  return spec.defaultBackend === undefined ? ofRules : [spec.defaultBackend, ...ofRules];
}

function addUpstreams(upstreams: Map<string, Upstream>, { ingress, settings }: Parsed): void {
  for (const backend of backendsOf(ingress)) {
    const name = upstreamName(ingress, backend);
    if (name === undefined || upstreams.has(name)) continue;
    const { service } = backend;
    upstreams.set(name, {
      name,
      namespace: ingress.metadata.namespace ?? '',
      service: service?.name ?? '',
      port: String(service?.port?.name ?? service?.port?.number ?? ''),
      usesServiceAddress: settings.usesServiceAddress,
      ...(settings.canary && { canary: settings.canary }),
      alternatives: [],
    });
  }
}

/** A server for every host, with what answers for paths without a rule, and the catch-all. */
function startServers(own: readonly Parsed[], defaults: NginxSettings): Map<string, Server> {
  const start = (host: string, settings: NginxSettings): Server => {
    const location: Location = { path: '/', pathType: 'Prefix', rulePath: '/', isDefault: true, settings };
    return { host, locations: [location], aliases: [], isRegex: false };
  };
  const catchAll = start(CATCH_ALL, defaults);
  const servers = new Map([[CATCH_ALL, catchAll]]);
  for (const { ingress, settings } of own) {
    const { defaultBackend, rules = [], tls = [] } = ingress.spec;
    const upstream = defaultBackend && upstreamName(ingress, defaultBackend);
    const [fallback] = catchAll.locations;
    if (upstream !== undefined && fallback !== undefined) {
      Object.assign(fallback, { upstream, ingress });
      if (fallback.isDefault && rules.length === 0) {
        // Redirects and rewrites of such an Ingress do not count here.
        const { rewriteTarget, useRegex, appRoot, sslRedirect, forceSslRedirect } = fallback.settings;
        const { redirect: _redirect, ...rest } = settings;
        fallback.isDefault = false;
        fallback.settings = { ...rest, rewriteTarget, useRegex, appRoot, sslRedirect, forceSslRedirect };
      }
    }
    for (const rule of rules) {
      const host = hostOf(rule.host);
      const server = servers.get(host) ?? start(host, settings);
      if (!servers.has(host)) {
        for (const location of server.locations) Object.assign(location, { upstream, ingress });
        servers.set(host, server);
      }
      if (server.aliases.length === 0) server.aliases = settings.aliases;
      if (host !== CATCH_ALL && server.tls === undefined && tls.length > 0) {
        server.tls = { namespace: ingress.metadata.namespace ?? '', entries: tls };
      }
    }
  }
  return servers;
}

function addLocations(servers: Map<string, Server>, upstreams: Map<string, Upstream>, { ingress, settings }: Parsed) {
  for (const rule of ingress.spec.rules ?? []) {
    const server = servers.get(hostOf(rule.host));
    for (const { path: given, pathType, backend } of rule.http?.paths ?? []) {
      const upstream = upstreamName(ingress, backend);
      // A canary's own upstream has no server.
      if (server === undefined || upstream === undefined || upstreams.get(upstream)?.canary !== undefined) continue;
      const path = given === undefined || given === '' ? '/' : given;
      // What is specific to an implementation is a prefix to this one.
      const type = pathType === 'Exact' ? 'Exact' : 'Prefix';
      const added: Location = { path, pathType: type, rulePath: path, upstream, isDefault: false, ingress, settings };
      const there = server.locations.find((each) => each.path === path && each.pathType === type);
      if (there === undefined) server.locations.push(added);
      else if (there.isDefault) Object.assign(there, added);
      else continue;
      const served = upstreams.get(upstream);
      if (served !== undefined && settings.cookie !== undefined) served.cookie = settings.cookie;
    }
  }
}

/** Puts the upstreams of a canary beside those of the same host and path. */
function mergeCanary({ ingress }: Parsed, servers: ReadonlyMap<string, Server>, upstreams: Map<string, Upstream>) {
  const pairs = (ingress.spec.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map((each) => ({ host: hostOf(host), ...each })),
  );
  for (const { host, path: given, pathType, backend } of pairs) {
    const alternative = upstreamName(ingress, backend);
    const path = given === undefined || given === '' ? '/' : given;
    const type = pathType === 'Exact' ? 'Exact' : 'Prefix';
    const location = servers.get(host)?.locations.find((each) => each.path === path && each.pathType === type);
    const primary = location?.upstream === undefined ? undefined : upstreams.get(location.upstream);
    if (primary === undefined || primary.canary !== undefined || alternative === undefined) continue;
    if (alternative !== primary.name && !primary.alternatives.includes(alternative))
      primary.alternatives.push(alternative);
  }
}

const rewrites = ({ path, settings }: Location) => settings.rewriteTarget !== '' && settings.rewriteTarget !== path;

/** Sorts the locations, the longest path first, and makes of each prefix one for itself and one for what is below. */
function finish(server: Server): void {
  const longestFirst = (x: Location, y: Location) =>
    y.path.length - x.path.length || (x.path === y.path ? 0 : x.path > y.path ? -1 : 1);
  const sorted = [...server.locations].sort(longestFirst);
  const exact = new Set(sorted.flatMap(({ path, pathType }) => (pathType === 'Exact' ? [path] : [])));
  server.locations = sorted.flatMap((location): Location[] => {
    const { path, pathType, settings } = location;
    if (path === '/' || pathType === 'Exact' || rewrites(location) || settings.useRegex) return [location];
    const below: Location = { ...location, path: path.endsWith('/') ? path : `${path}/` };
    return exact.has(path) ? [below] : [below, { ...location, pathType: 'Exact' }];
  });
  server.isRegex = server.locations.some((location) => rewrites(location) || location.settings.useRegex);
}
