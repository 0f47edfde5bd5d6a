/**
 * Which resource a path names.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go (v1.36.3).
 */
import { type Kind, kinds } from '../api/kinds';
import type { WriteTarget } from './registry/strategy';
import { reviews } from './reviews';
import { viewInfos } from './views/views';

/** What a path leads to. */
export type Route =
  | { readonly type: 'collection'; readonly kind: Kind; readonly namespace?: string; readonly legacyWatch: boolean }
  | {
      readonly type: 'item';
      readonly kind: Kind;
      readonly namespace?: string;
      readonly name: string;
      /** Empty for the object itself. */
      readonly subresource: string;
      /** The subresource as a target of writes; `''` where it is none. */
      readonly target: WriteTarget;
      readonly legacyWatch: boolean;
    }
  /** `/api`, `/apis`, `/api/v1`, `/version` and such. */
  | { readonly type: 'document'; readonly path: string }
  /** `plain`: outside of what the router knows, answered as text rather than with a Status. */
  | { readonly type: 'nowhere'; readonly plain: boolean };

const targets: Readonly<Record<string, WriteTarget>> = {
  status: 'status',
  scale: 'scale',
  finalize: 'finalize',
  binding: 'binding',
  resize: 'resize',
  ephemeralcontainers: 'ephemeralcontainers',
};

const byResource = new Map<string, Kind>();
const groupVersions = new Set<string>();
const groups = new Set<string>();
for (const info of Object.values(kinds)) {
  const groupVersion = info.group === '' ? info.version : `${info.group}/${info.version}`;
  byResource.set(`${groupVersion}/${info.plural}`, info.kind);
  groupVersions.add(groupVersion);
  groups.add(info.group);
}

for (const { group, version } of viewInfos) {
  groupVersions.add(`${group}/${version}`);
  groups.add(group);
}

const reviewGroups = new Set(Object.values(reviews).map(({ group }) => group));

/** Paths repeat; derived data only, bounded. */
const memo = new Map<string, Route>();

/** What `path` leads to. */
export function routeOf(path: string): Route {
  let route = memo.get(path);
  if (route === undefined) {
    route = resolve(path);
    if (memo.size >= 8192) memo.clear();
    memo.set(path, route);
  }
  return route;
}

function resolve(path: string): Route {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeSegment);
  const [root, first, second] = parts;
  if (root === 'api') {
    if (parts.length === 1) return { type: 'document', path: '/api' };
    return resourceRoute(first ?? '', parts.slice(2), `/api/${first}`);
  }
  if (root === 'apis') {
    if (first === undefined) return { type: 'document', path: '/apis' };
    if (reviewGroups.has(first)) return { type: 'document', path: `/${parts.join('/')}` };
    if (!groups.has(first) || first === '') return { type: 'nowhere', plain: true };
    if (second === undefined) return { type: 'document', path: `/apis/${first}` };
    return resourceRoute(`${first}/${second}`, parts.slice(3), `/apis/${first}/${second}`);
  }
  return { type: 'document', path: `/${parts.join('/')}` };
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // Not an escape after all: the name is simply unknown.
  }
}

function resourceRoute(groupVersion: string, rest: readonly string[], documentPath: string): Route {
  if (!groupVersions.has(groupVersion)) return { type: 'nowhere', plain: false };
  if (rest.length === 0) return { type: 'document', path: documentPath };
  const legacyWatch = rest[0] === 'watch';
  const parts = legacyWatch ? rest.slice(1) : rest;
  // `/namespaces/x` is the namespace itself, `/namespaces/x/finalize` its subresource: no resource is called so.
  const [plural = '', name, third = '', ...more] = parts;
  const inner = plural === 'namespaces' ? byResource.get(`${groupVersion}/${third}`) : undefined;
  if (inner !== undefined && kinds[inner].namespaced && third !== '') {
    return routeIn(inner, name, more, legacyWatch);
  }
  const kind = byResource.get(`${groupVersion}/${plural}`);
  if (kind === undefined) return { type: 'nowhere', plain: false };
  if (name === undefined) return { type: 'collection', kind, legacyWatch };
  if (kinds[kind].namespaced) return { type: 'nowhere', plain: false };
  return routeIn(kind, undefined, parts.slice(1), legacyWatch);
}

function routeIn(kind: Kind, namespace: string | undefined, parts: readonly string[], legacyWatch: boolean): Route {
  const [name, subresource = ''] = parts;
  const scope = namespace === undefined ? {} : { namespace };
  if (name === undefined) return { type: 'collection', kind, ...scope, legacyWatch };
  if (parts.length > 2 || (subresource !== '' && !kinds[kind].subresources.includes(subresource))) {
    return { type: 'nowhere', plain: false };
  }
  return { type: 'item', kind, ...scope, name, subresource, target: targets[subresource] ?? '', legacyWatch };
}
