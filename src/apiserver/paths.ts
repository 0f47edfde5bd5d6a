/**
 * Which resource a path names.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go (v1.36.3).
 */
import { type Kind, kinds } from '../api/kinds';
import type { WriteTarget } from './registry/strategy';
import { type UnstoredInfo, unstored } from './unstored';
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
  /** A question that is posted, or the state of a component. */
  | { readonly type: 'unstored'; readonly info: UnstoredInfo; readonly namespace?: string; readonly name?: string }
  /** `/api`, `/apis`, `/api/v1`, `/version` and such. */
  | { readonly type: 'document'; readonly path: string }
  /** `plain`: outside of what the router knows, answered as text rather than with a Status. */
  | { readonly type: 'nowhere'; readonly plain: boolean };

const targets: Readonly<Record<string, WriteTarget>> = {
  status: 'status',
  scale: 'scale',
  finalize: 'finalize',
  binding: 'binding',
  approval: 'approval',
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

const byUnstored = new Map<string, UnstoredInfo>();
for (const info of unstored) {
  const groupVersion = info.group === '' ? 'v1' : `${info.group}/v1`;
  byUnstored.set(`${groupVersion}/${info.plural}`, info);
  groupVersions.add(groupVersion);
  groups.add(info.group);
}

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
  const isInner = plural === 'namespaces';
  const asked = byUnstored.get(`${groupVersion}/${isInner ? third : plural}`);
  if (asked !== undefined) return unstoredRoute(asked, isInner ? name : undefined, isInner ? more : parts.slice(1));
  const inner = isInner ? byResource.get(`${groupVersion}/${third}`) : undefined;
  if (inner !== undefined && kinds[inner].namespaced && third !== '') {
    return routeIn(inner, name, more, legacyWatch);
  }
  const kind = byResource.get(`${groupVersion}/${plural}`);
  if (kind === undefined) return { type: 'nowhere', plain: false };
  if (name === undefined) return { type: 'collection', kind, legacyWatch };
  if (kinds[kind].namespaced) return { type: 'nowhere', plain: false };
  return routeIn(kind, undefined, parts.slice(1), legacyWatch);
}

function unstoredRoute(info: UnstoredInfo, namespace: string | undefined, rest: readonly string[]): Route {
  const [name] = rest;
  const isReadable = info.verbs.includes('get');
  if (info.namespaced !== (namespace !== undefined) || rest.length > (isReadable ? 1 : 0)) {
    return { type: 'nowhere', plain: false };
  }
  const scope = namespace === undefined ? {} : { namespace };
  return { type: 'unstored', info, ...scope, ...(name === undefined ? {} : { name }) };
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
