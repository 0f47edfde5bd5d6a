/**
 * What the server can do, told to clients: groups, resources, version, health.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/discovery (v1.36.3). Left out: OpenAPI, ETags.
 */
import { type Kind, type KindInfo, kinds } from '../api/kinds';
import { hashString } from '../sim/hash';
import { base64OfBytes } from '../api/meta/base64';
import type { ApiResponse } from '../client/transport';
import { type Call, respond } from './call';
import { methodNotAllowed, unknownPath } from './errors';
import { type ReviewInfo, reviewRequest, reviews } from './reviews';
import { viewInfos } from './views/views';

/** In which order a real server lists its groups; those without a kind here are left out. */
const groupOrder = [
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
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
];

/** All that is stored, and second forms of it after the first. */
const infos: readonly KindInfo[] = [...Object.values(kinds), ...viewInfos];

const collectionVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface Subresource {
  readonly kind?: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

const written: readonly string[] = ['get', 'patch', 'update'];
const subresources: Readonly<Record<string, Subresource>> = {
  status: { verbs: written },
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

const version = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: '$Format:%H$',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** Answers the paths that are no resources. */
export function documentRequest(call: Call, path: string): ApiResponse {
  const review = reviewRequest(call, path);
  if (review !== undefined) return review;
  const document = documentOf(call, path);
  if (document === undefined) return { code: 404, body: '404 page not found\n' };
  if (call.request.method !== 'GET') throw methodNotAllowed();
  return respond(call, 200, document);
}

function documentOf(call: Call, path: string): unknown {
  const isAggregated = (call.request.headers?.accept ?? '').includes('as=APIGroupDiscoveryList');
  switch (path) {
    case '/api':
      return isAggregated ? aggregated(['']) : apiVersions;
    case '/apis':
      return isAggregated
        ? aggregated(groups())
        : { kind: 'APIGroupList', apiVersion: 'v1', groups: groups().map(groupOf) };
    case '/version':
      return version;
    case '/healthz':
    case '/livez':
    case '/readyz':
      return 'ok';
    case '/':
      return { paths: paths() };
    default:
      return groupDocument(path);
  }
}

const apiVersions = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '192.168.49.2:6443' }],
};

function groups(): readonly string[] {
  const served = new Set([...infos, ...Object.values(reviews)].map(({ group }) => group));
  return groupOrder.filter((group) => served.has(group));
}

function versionsOf(group: string): readonly string[] {
  const versions = [...new Set(infosOf(group).map((info) => info.version))];
  return versions.length === 0 && reviewsOf(group).length > 0 ? ['v1'] : versions;
}

/** The resources of a group that can only be posted. */
function reviewsOf(group: string): readonly (ReviewInfo & { readonly name: string })[] {
  return Object.entries(reviews).flatMap(([name, review]) => (review.group === group ? [{ name, ...review }] : []));
}

function infosOf(group: string, groupVersion?: string): readonly KindInfo[] {
  return infos
    .filter((info) => info.group === group && (groupVersion === undefined || info.version === groupVersion))
    .sort((a, b) => (a.plural < b.plural ? -1 : 1));
}

function paths(): readonly string[] {
  const all = groups().flatMap((group) => [
    `/apis/${group}`,
    ...versionsOf(group).map((each) => `/apis/${group}/${each}`),
  ]);
  return ['/api', '/api/v1', '/apis', '/apis/', ...all.sort(), '/healthz', '/livez', '/readyz', '/version'];
}

function groupOf(name: string): object {
  const versions = versionsOf(name).map((each) => ({ groupVersion: `${name}/${each}`, version: each }));
  return { name, versions, preferredVersion: versions[0] };
}

function groupDocument(path: string): unknown {
  const [root, first = '', second] = path.slice(1).split('/');
  if (root === 'api') return first === 'v1' && second === undefined ? resourceList('', 'v1') : undefined;
  if (root !== 'apis') return undefined;
  if (second === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(first) };
  if (!versionsOf(first).includes(second)) throw unknownPath();
  return resourceList(first, second);
}

function resourceList(group: string, groupVersion: string): object {
  const posted = reviewsOf(group).map(({ name, kind, namespaced }) => {
    return { name, singularName: kind.toLowerCase(), namespaced, kind, verbs: ['create'] };
  });
  const stored = infosOf(group, groupVersion).flatMap((info) => [resourceOf(info), ...subresourcesOf(info)]);
  const resources = [...stored, ...posted].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: 'APIResourceList',
    // The core list is the older one and names no apiVersion.
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: group === '' ? groupVersion : `${group}/${groupVersion}`,
    resources,
  };
}

function verbsOf(kind: Kind): readonly string[] {
  return kind === 'Namespace' ? collectionVerbs.filter((verb) => verb !== 'deletecollection') : collectionVerbs;
}

function resourceOf(info: KindInfo) {
  return {
    name: info.plural,
    singularName: info.kind.toLowerCase(),
    namespaced: info.namespaced,
    kind: info.kind,
    verbs: verbsOf(info.kind),
    ...(info.shortNames.length === 0 ? {} : { shortNames: info.shortNames }),
    ...(info.categories.length === 0 ? {} : { categories: info.categories }),
    storageVersionHash: storageVersionHash(info),
  };
}

/** Eight bytes in base64 that differ between kinds; a real server's are made with SHA-256. */
function storageVersionHash({ group, version: storage, kind }: KindInfo): string {
  const text = `${group}/${storage}/${kind}`;
  const bytes = [hashString(text, 1), hashString(text, 2)].flatMap((hash) =>
    [24, 16, 8, 0].map((by) => (hash >>> by) & 255),
  );
  return base64OfBytes(bytes);
}

function sortedSubresources(info: KindInfo): readonly (Subresource & { readonly name: string })[] {
  return [...info.subresources].sort().map((name) => ({ name, ...(subresources[name] ?? { verbs: [] }) }));
}

function subresourcesOf(info: KindInfo) {
  return sortedSubresources(info).map(({ name, group, version: own, kind = info.kind, verbs }) => ({
    name: `${info.plural}/${name}`,
    singularName: '',
    namespaced: info.namespaced,
    ...(group === undefined ? {} : { group, version: own }),
    kind,
    verbs,
  }));
}

/** The form that clients ask for since 1.27: everything in one or two documents. */
function aggregated(names: readonly string[]): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: names.map((name) => ({
      metadata: name === '' ? {} : { name },
      versions: versionsOf(name).map((each) => ({
        version: each,
        resources: [...infosOf(name, each).map(aggregatedResource), ...reviewsOf(name).map(aggregatedReview)],
        freshness: 'Current',
      })),
    })),
  };
}

function aggregatedResource(info: KindInfo): object {
  const inner = sortedSubresources(info).map(({ name, group = '', version: own = '', kind = info.kind, verbs }) => ({
    subresource: name,
    responseKind: { group, version: own, kind },
    verbs,
  }));
  return {
    resource: info.plural,
    responseKind: { group: '', version: '', kind: info.kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.kind.toLowerCase(),
    verbs: verbsOf(info.kind),
    ...(info.shortNames.length === 0 ? {} : { shortNames: info.shortNames }),
    ...(info.categories.length === 0 ? {} : { categories: info.categories }),
    ...(inner.length === 0 ? {} : { subresources: inner }),
  };
}

function aggregatedReview({ name, kind, namespaced }: ReviewInfo & { readonly name: string }): object {
  return {
    resource: name,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs: ['create'],
  };
}
