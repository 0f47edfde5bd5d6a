/**
 * What the server can do, told to clients: groups, resources, version, health.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/discovery (v1.36.3).
 */
import { serverVersion } from '../api/meta/serverVersion';
import { type KindInfo, kinds } from '../api/kinds';
import { base64OfBytes } from '../api/meta/base64';
import { sha256 } from '../api/meta/sha256';
import type { ApiResponse } from '../client/transport';
import type { Store } from '../storage/store';
import { isAggregated, markedAggregated } from './aggregatedDiscovery';
import { type AggregatedVersion, aggregatedVersions } from './aggregation/aggregation';
import { type Call, respond } from './call';
import { customAggregated, customDocument, customGroupDocuments } from './customresources/discovery';
import { customParts } from './customresources/parts';
import { customGroups } from './customresources/routes';
import { methodNotAllowed, unknownPath } from './errors';
import { healthPaths, healthText } from './health';
import { METRICS_TYPE } from './metrics';
import { negotiatedDocument } from './negotiation';
import { type UnstoredInfo, unstored } from './unstored';
import { viewInfos } from './views/views';

/** In which order a real server lists its groups; those without a kind here are left out. */
const groupOrder = [
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

const collectionVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** One resource as discovery tells of it, in either of its forms. */
export interface ServedResource {
  readonly group: string;
  readonly version: string;
  readonly name: string;
  readonly singularName: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
  /** As it is stored, whatever the version; absent for what is not. */
  readonly stored?: Pick<ServedResource, 'group' | 'version' | 'kind'>;
}

/** What is below a resource: its status, its scale, its log. */
export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

const written: readonly string[] = ['get', 'patch', 'update'];
const proxied: readonly string[] = ['create', 'delete', 'get', 'patch', 'update'];
const subresources: Readonly<Record<string, Omit<Subresource, 'name' | 'kind'> & { readonly kind?: string }>> = {
  status: { verbs: written },
  approval: { verbs: written },
  resize: { verbs: written },
  ephemeralcontainers: { verbs: written },
  finalize: { verbs: ['update'] },
  log: { verbs: ['get'] },
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: written },
  binding: { kind: 'Binding', verbs: ['create'] },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
};

/** Resources whose requests a real server passes on to a container or a machine. */
const proxies: Readonly<Record<string, string>> = {
  Node: 'NodeProxyOptions',
  Pod: 'PodProxyOptions',
  Service: 'ServiceProxyOptions',
};

/** Versions in which a real server stores what it serves as v1. */
const storedAs: Readonly<Record<string, string>> = {
  MutatingAdmissionPolicy: 'v1beta1',
  MutatingAdmissionPolicyBinding: 'v1beta1',
  CustomResourceDefinition: 'v1beta1',
};

/** Answers the paths that are no resources. */
export function documentRequest(call: Call, path: string): ApiResponse {
  const open = path.startsWith('/openapi/') && call.request.method === 'GET' && call.backend.openApi?.answer(call);
  if (typeof open === 'object') return open;
  const { metrics } = call.backend;
  if (path === '/metrics' && metrics !== undefined && call.request.method === 'GET') {
    return { code: 200, body: metrics.text(call), headers: { 'content-type': METRICS_TYPE } };
  }
  const isNegotiated = /^\/(api|apis|version)(\/|$)/.test(path);
  const isYaml = isNegotiated && negotiatedDocument(call.request).type === 'application/yaml';
  const document = healthText(call, path) ?? documentOf(call, path);
  if (document === undefined) return { code: 404, body: '404 page not found\n' };
  if (call.request.method !== 'GET') throw methodNotAllowed();
  const { yaml } = call.backend;
  const answered = respond(
    call,
    200,
    isYaml && yaml !== undefined && typeof document === 'object' ? yaml.write(document) : document,
  );
  return isAggregated(call, path) ? markedAggregated(call, answered) : answered;
}

function documentOf(call: Call, path: string): object | undefined {
  const { store } = call.backend;
  switch (path) {
    case '/api':
      return isAggregated(call, path) ? aggregated(['']) : apiVersions;
    case '/apis':
      return isAggregated(call, path)
        ? aggregated(listedGroups(call), [...customAggregated(store), ...handedOn(call).map(aggregatedVersion)])
        : {
            kind: 'APIGroupList',
            apiVersion: 'v1',
            groups: [
              ...listedGroups(call).map(groupOf),
              ...customGroupDocuments(store),
              ...handedOn(call).map(handedOnGroup),
            ],
          };
    case '/version':
      return serverVersion;
    case '/.well-known/openid-configuration':
      return openidConfiguration;
    case '/':
      return { paths: paths(call) };
    default:
      return customDocument(store, path) ?? customSchemas(store, path) ?? groupDocument(path);
  }
}

function customSchemas(store: Store, path: string): object | undefined {
  return customGroups(store).size === 0 ? undefined : customParts().openApiDocument(store, path);
}

const apiVersions = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '192.168.49.2:6443' }],
};

const openidConfiguration = {
  issuer: 'https://kubernetes.default.svc.cluster.local',
  jwks_uri: 'https://192.168.49.2:6443/openid/v1/jwks',
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
};

/** Everything that is served; the forms of one resource in the order of their versions. */
export const servedResources: readonly ServedResource[] = [
  ...[...Object.values(kinds), ...viewInfos].map(storedResource),
  ...unstored.map(unstoredResource),
];

function storedResource(info: KindInfo): ServedResource {
  const { group, version: own, kind, plural, namespaced, shortNames, categories } = info;
  const proxy = proxies[kind];
  const inner = info.subresources.map((name): Subresource => ({ kind, verbs: [], ...subresources[name], name }));
  return {
    group,
    version: own,
    name: plural,
    singularName: kind.toLowerCase(),
    kind,
    namespaced,
    verbs: kind === 'Namespace' ? collectionVerbs.filter((verb) => verb !== 'deletecollection') : collectionVerbs,
    shortNames,
    categories,
    subresources: (proxy === undefined ? inner : [...inner, { name: 'proxy', kind: proxy, verbs: proxied }]).sort(
      byName,
    ),
    stored: { ...kinds[info.kind], ...(storedAs[kind] && { version: storedAs[kind] }) },
  };
}

function unstoredResource({ group, plural, kind, namespaced, verbs, shortNames }: UnstoredInfo): ServedResource {
  const names = { name: plural, singularName: kind.toLowerCase(), kind, shortNames };
  return { group, version: 'v1', ...names, namespaced, verbs, categories: [], subresources: [] };
}

/** As the server of 1.36 makes it: eight bytes of the hash of group, version and kind. */
function storageVersionHash({
  group,
  version: storage,
  kind,
}: Pick<ServedResource, 'group' | 'version' | 'kind'>): string {
  const hex = sha256(`${group}/${storage}/${kind}`);
  return base64OfBytes(Array.from({ length: 8 }, (_unset, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16)));
}

/** The group of kubeloop's own kind is served always, and shown once there is an object of it: as if installed with it. */
function listedGroups({ backend }: Call): readonly string[] {
  const isShown = backend.store.count(kinds.Image.plural) > 0;
  return isShown ? groups() : groups().filter((group) => group !== kinds.Image.group);
}

function groups(): readonly string[] {
  const all = new Set(servedResources.map(({ group }) => group));
  const known = groupOrder.filter((group) => all.has(group));
  return [...known, ...[...all].filter((group) => group !== '' && !known.includes(group)).sort()];
}

function versionsOf(group: string): readonly string[] {
  return [
    ...new Set(servedResources.filter((resource) => resource.group === group).map((resource) => resource.version)),
  ];
}

function resourcesOf(group: string, groupVersion: string): readonly ServedResource[] {
  return servedResources
    .filter((resource) => resource.group === group && resource.version === groupVersion)
    .sort(byName);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function paths(call: Call): readonly string[] {
  const { openApi, metrics, store } = call.backend;
  const own = listedGroups(call).flatMap((group) => [
    `/apis/${group}`,
    ...versionsOf(group).map((each) => `/apis/${group}/${each}`),
  ]);
  const custom = [...customGroups(store)].flatMap(([group, versions]) => [
    `/apis/${group}`,
    ...versions.map(({ version }) => `/apis/${group}/${version}`),
  ]);
  const others = ['/.well-known/openid-configuration', '/api', '/api/v1', '/apis', '/apis/', '/version'];
  const told = [
    ...(metrics === undefined ? [] : ['/metrics']),
    ...(openApi === undefined ? [] : ['/openapi/v2', '/openapi/v3', '/openapi/v3/']),
  ];
  return [...others, ...own, ...custom, ...healthPaths(), ...told].sort();
}

function groupOf(name: string): object {
  const versions = versionsOf(name).map((each) => ({ groupVersion: `${name}/${each}`, version: each }));
  return { name, versions, preferredVersion: versions[0] };
}

function groupDocument(path: string): object | undefined {
  const [root, first = '', second] = path.slice(1).split('/');
  if (root === 'api') return first === 'v1' && second === undefined ? resourceList('', 'v1') : undefined;
  if (root !== 'apis') return undefined;
  if (second === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(first) };
  if (!versionsOf(first).includes(second)) throw unknownPath();
  return resourceList(first, second);
}

function resourceList(group: string, groupVersion: string): object {
  const resources = resourcesOf(group, groupVersion).flatMap((resource) => [
    listed(resource),
    ...resource.subresources.map((inner) => listedInner(resource, inner)),
  ]);
  return {
    kind: 'APIResourceList',
    // The core list is the older one and names no apiVersion.
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: group === '' ? groupVersion : `${group}/${groupVersion}`,
    resources: resources.sort(byName),
  };
}

function listed(resource: ServedResource) {
  const { name, singularName, namespaced, kind, verbs, shortNames, categories, stored } = resource;
  return {
    name,
    singularName,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(stored === undefined ? {} : { storageVersionHash: storageVersionHash(stored) }),
  };
}

function listedInner(
  { name: owner, namespaced }: ServedResource,
  { name, group, version: own, kind, verbs }: Subresource,
) {
  return {
    name: `${owner}/${name}`,
    singularName: '',
    namespaced,
    ...(group === undefined ? {} : { group, version: own }),
    kind,
    verbs,
  };
}

/** Versions that another server answers, where there is no group of our own by that name. */
function handedOn(call: Call): readonly AggregatedVersion[] {
  const own = new Set(servedResources.map(({ group }) => group));
  return aggregatedVersions(call).filter(({ group }) => !own.has(group));
}

function handedOnGroup({ group, version: each }: AggregatedVersion): object {
  const named = { groupVersion: `${group}/${each}`, version: each };
  return { name: group, versions: [named], preferredVersion: named };
}

/** Nobody knows what a server that cannot be reached has. */
function aggregatedVersion({ group, version: each, resources }: AggregatedVersion): object {
  const items = (resources ?? []).map(({ name, kind, namespaced, verbs }) => ({
    resource: name,
    responseKind: { group, version: each, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: '',
    verbs,
  }));
  const freshness = resources === undefined ? 'Stale' : 'Current';
  return { metadata: { name: group }, versions: [{ version: each, resources: items, freshness }] };
}

/** The form that clients ask for since 1.27: everything in one or two documents. */
function aggregated(names: readonly string[], others: readonly object[] = []): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: [
      ...names.map((name) => ({
        metadata: name === '' ? {} : { name },
        versions: versionsOf(name).map((each) => ({
          version: each,
          resources: resourcesOf(name, each).map(aggregatedResource),
          freshness: 'Current',
        })),
      })),
      ...others,
    ],
  };
}

function aggregatedResource(resource: ServedResource): object {
  const { name, kind, namespaced, singularName, verbs, shortNames, categories } = resource;
  const inner = resource.subresources.map((each) => ({
    subresource: each.name,
    responseKind: { group: each.group ?? '', version: each.version ?? '', kind: each.kind },
    verbs: each.verbs,
  }));
  return {
    resource: name,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singularName,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(inner.length === 0 ? {} : { subresources: inner }),
  };
}
