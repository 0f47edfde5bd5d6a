/**
 * Typed verbs over a Transport, built once for loopback, MessagePort and HTTP alike.
 */
import { CUSTOM_RESOURCE, type Kind, type Kinds, apiVersionOf, infoOf } from '../api/kinds';
import type { KubeObject, ListOf, ObjectKey } from '../api/meta/objectMeta';
import { ApiError, type Status, failure } from '../api/meta/status';
import type { ApiRequest, ApiResponse, Method, Transport, Unsubscribe, WatchEvent } from './transport';

/** What a create takes: everything that the API server fills in may be left out. */
export type Draft<T extends KubeObject> = { readonly metadata: Partial<T['metadata']> } & {
  readonly [P in Exclude<keyof T, 'metadata'>]?: DeepPartial<T[P]>;
};
type DeepPartial<T> = T extends readonly (infer U)[]
  ? readonly DeepPartial<U>[]
  : T extends object
    ? { readonly [P in keyof T]?: DeepPartial<T[P]> }
    : T;

export type Subresource = 'status' | 'resize' | 'ephemeralcontainers' | 'scale' | 'finalize' | 'binding';

export interface ListOptions {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
}
export interface WatchOptions extends ListOptions {
  readonly allowWatchBookmarks?: boolean;
}

/** `body` is a JSON value in the form that `type` asks for. */
export interface Patch {
  readonly type: 'json' | 'merge' | 'strategic';
  readonly body: unknown;
}
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** Typed verbs over a Transport. Rejects with ApiError, nothing else. */
export interface KubeClient {
  get<K extends Kind>(kind: K, key: ObjectKey): Promise<Kinds[K]>;
  list<K extends Kind>(kind: K, options?: ListOptions): Promise<ListOf<Kinds[K]>>;
  watch<K extends Kind>(kind: K, options: WatchOptions, onEvent: (event: WatchEvent<Kinds[K]>) => void): Unsubscribe;
  create<K extends Kind>(kind: K, object: Draft<Kinds[K]>): Promise<Kinds[K]>;
  update<K extends Kind>(kind: K, object: Kinds[K], subresource?: Subresource): Promise<Kinds[K]>;
  patch<K extends Kind>(kind: K, key: ObjectKey, patch: Patch, subresource?: Subresource): Promise<Kinds[K]>;
  delete<K extends Kind>(kind: K, key: ObjectKey, options?: DeleteOptions): Promise<void>;
  /** Anything that the verbs do not cover: bindings, logs, scale. Resolves with the answer's body. */
  raw(request: ApiRequest): Promise<ApiResponse>;
}

/** The path of a kind's collection, or of one object and its subresource. */
export function pathOf(kind: Kind, namespace?: string, name?: string, subresource?: string): string {
  if (kind === CUSTOM_RESOURCE) return customPath(namespace, name ?? '', subresource);
  const { group, version, plural, namespaced } = infoOf(kind);
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  const item = name === undefined ? '' : `/${name}`;
  return `${root}${scope}/${plural}${item}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** Of an object that is known by `group:version:plural:name`. */
function customPath(namespace: string | undefined, written: string, subresource: string | undefined): string {
  const [group, version, plural, name] = written.split(':');
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `/apis/${group}/${version}${scope}/${plural}/${name}${subresource === undefined ? '' : `/${subresource}`}`;
}

const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

/** Builds a client whose requests carry `userAgent`, which is what managedFields and audit show. */
export function createClient(transport: Transport, userAgent: string): KubeClient {
  const send = async (
    method: Method,
    path: string,
    rest: Omit<ApiRequest, 'method' | 'path'> = {},
  ): Promise<unknown> => {
    const response = await transport.request({
      method,
      path,
      ...rest,
      headers: { 'user-agent': userAgent, ...rest.headers },
    });
    if (isRefusal(response)) throw new ApiError(asStatus(response));
    return response.body;
  };
  return {
    get: <K extends Kind>(kind: K, key: ObjectKey) =>
      send('GET', pathOf(kind, key.namespace, key.name)) as Promise<Kinds[K]>,
    list: async <K extends Kind>(kind: K, options: ListOptions = {}) => {
      const list = await send('GET', pathOf(kind, options.namespace), { query: listQuery(options) });
      return withKinds(kind, list as ListOf<Kinds[K]>);
    },
    watch: <K extends Kind>(kind: K, options: WatchOptions, onEvent: (event: WatchEvent<Kinds[K]>) => void) => {
      const query = {
        ...listQuery(options),
        watch: '1',
        ...(options.allowWatchBookmarks === true ? { allowWatchBookmarks: 'true' } : {}),
      };
      const request: ApiRequest = {
        method: 'GET',
        path: pathOf(kind, options.namespace),
        query,
        headers: { 'user-agent': userAgent },
      };
      return transport.watch(request, onEvent as (event: WatchEvent) => void);
    },
    create: <K extends Kind>(kind: K, object: Draft<Kinds[K]>) =>
      send('POST', pathOf(kind, object.metadata.namespace), {
        body: { apiVersion: apiVersionOf(kind), kind, ...object },
      }) as Promise<Kinds[K]>,
    update: <K extends Kind>(kind: K, object: Kinds[K], subresource?: Subresource) =>
      send('PUT', pathOf(kind, object.metadata.namespace, object.metadata.name, subresource), {
        body: object,
      }) as Promise<Kinds[K]>,
    patch: <K extends Kind>(kind: K, key: ObjectKey, patch: Patch, subresource?: Subresource) =>
      send('PATCH', pathOf(kind, key.namespace, key.name, subresource), {
        body: patch.body,
        headers: { 'content-type': patchTypes[patch.type] },
      }) as Promise<Kinds[K]>,
    delete: async <K extends Kind>(kind: K, key: ObjectKey, options?: DeleteOptions) => {
      await send('DELETE', pathOf(kind, key.namespace, key.name), options === undefined ? {} : { body: options });
    },
    raw: async (request) => {
      const response = await transport.request({
        ...request,
        headers: { 'user-agent': userAgent, ...request.headers },
      });
      if (isRefusal(response)) throw new ApiError(asStatus(response));
      return response;
    },
  };
}

/** A real API server says once for the whole list what its items are; here every object says it of itself. */
function withKinds<K extends Kind>(kind: K, list: ListOf<Kinds[K]>): ListOf<Kinds[K]> {
  const [first] = list.items;
  if (first === undefined || first.kind !== undefined) return list;
  const apiVersion = apiVersionOf(kind);
  return { ...list, items: list.items.map((item) => ({ ...item, apiVersion, kind })) };
}

/** Code 0 means that no answer came. */
const isRefusal = (response: ApiResponse): boolean => response.code >= 400 || response.code === 0;

function listQuery(options: ListOptions): Record<string, string> {
  const query: Record<string, string> = {};
  if (options.labelSelector !== undefined) query.labelSelector = options.labelSelector;
  if (options.fieldSelector !== undefined) query.fieldSelector = options.fieldSelector;
  if (options.limit !== undefined) query.limit = String(options.limit);
  if (options.continue !== undefined) query.continue = options.continue;
  if (options.resourceVersion !== undefined) query.resourceVersion = options.resourceVersion;
  return query;
}

function asStatus(response: ApiResponse): Status {
  const body = response.body as Partial<Status> | null; // A foreign proxy may answer anything: checked here.
  if (typeof body === 'object' && body?.kind === 'Status') return body as Status;
  return failure(response.code, 'Unknown', typeof response.body === 'string' ? response.body : `HTTP ${response.code}`);
}
