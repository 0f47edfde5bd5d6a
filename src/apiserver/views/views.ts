/**
 * Kinds that are served under a second group or version: the same stored objects in another form.
 * Models the conversions of pkg/apis and the storage that versions share (v1.36.3).
 * Left out: patches and server-side apply of fields that only the second form has; they take the names of the first.
 */
import { type Kind, type KindInfo, kinds } from '../../api/kinds';
import type { KubeObject, ListOf } from '../../api/meta/objectMeta';
import type { ApiRequest, ApiResponse, WatchEvent } from '../../client/transport';
import { readBody } from '../body';
import type { Call } from '../call';
import { eventView } from './event';
import { horizontalPodAutoscalerView } from './horizontalPodAutoscaler';

/** How objects of a kind look in their second form. */
export interface View {
  readonly kind: Kind;
  readonly group: string;
  readonly version: string;
  /** Fields of field selectors that are called otherwise in the first form. */
  readonly selectors?: Readonly<Record<string, string>>;
  /** From the stored form; apiVersion and kind are seen to. */
  toView(object: KubeObject): object;
  /** To the stored form; the body of a write, not checked yet. */
  fromView(object: object): object;
}

const views: readonly View[] = [eventView, horizontalPodAutoscalerView];

/** The views as discovery tells of them. */
export const viewInfos: readonly KindInfo[] = views.map(({ kind, group, version }) => {
  return { ...kinds[kind], group, version };
});

/** A request in the stored form, and the view in which it came. */
export interface Viewed {
  readonly view: View;
  readonly request: ApiRequest;
}

/** What `request` asks for in the stored form, if its path leads to a view. */
export function viewed(request: ApiRequest): Viewed | undefined {
  const { path } = request;
  for (const view of views) {
    const root = `/apis/${view.group}/${view.version}/`;
    if (!path.startsWith(root)) continue;
    const { group, version, plural } = kinds[view.kind];
    const rest = path.slice(root.length);
    const [resource] = rest
      .replace(/^watch\//, '')
      .replace(/^namespaces\/[^/]+\//, '')
      .split('/');
    if (resource !== plural) return undefined;
    const own = group === '' ? `/api/${version}/` : `/apis/${group}/${version}/`;
    return { view, request: { ...withSelectors(view, request), path: `${own}${rest}` } };
  }
  return undefined;
}

function withSelectors({ selectors }: View, request: ApiRequest): ApiRequest {
  const written = request.query?.fieldSelector;
  if (selectors === undefined || typeof written !== 'string') return request;
  const terms = written.split(',').map((term) => {
    const [, name = '', rest = ''] = /^([^=!]*)(.*)$/.exec(term) ?? [];
    return `${selectors[name] ?? name}${rest}`;
  });
  return { ...request, query: { ...request.query, fieldSelector: terms.join(',') } };
}

/** The same with the object that is sent in its stored form. Throws ApiError where there is none. */
export function withStoredBody(call: Call, { kind, group, version, fromView }: View): Call {
  const { request } = call;
  if (request.method !== 'POST' && request.method !== 'PUT') return call;
  const value = readBody(request, kind, call.backend.yaml).value as Partial<KubeObject>; // An object: readBody.
  const { apiVersion, ...sent } = value;
  const stored = apiVersionIn(kinds[kind]);
  // Another apiVersion is refused as ever.
  const isOwn = apiVersion === undefined || apiVersion === `${group}/${version}`;
  const body = { ...fromView(sent), apiVersion: isOwn ? stored : apiVersion };
  const headers = { ...request.headers, 'content-type': 'application/json' };
  return { ...call, request: { ...request, headers, body } };
}

/** The answer with its objects in the form of the view. */
export function inView(view: View, response: ApiResponse): ApiResponse {
  const { body } = response;
  if (typeof body !== 'object' || body === null || !('kind' in body) || body.kind === 'Status') return response;
  if (!('items' in body)) return { ...response, body: viewOf(view, body as KubeObject) }; // No list and no status.
  const { items, ...list } = body as ListOf<KubeObject>; // Only lists have items at their top.
  const apiVersion = apiVersionIn(view);
  return { ...response, body: { ...list, apiVersion, items: items.map((item) => viewOf(view, item)) } };
}

/** A watch event in the form of the view. */
export function eventInView(view: View, event: WatchEvent): WatchEvent {
  if (event.type === 'ERROR') return event;
  if (event.type !== 'BOOKMARK') return { type: event.type, object: viewOf(view, event.object) };
  return { type: event.type, object: { ...event.object, apiVersion: apiVersionIn(view) } };
}

function viewOf(view: View, object: KubeObject): KubeObject {
  const header = 'kind' in object ? { kind: view.kind, apiVersion: apiVersionIn(view) } : {}; // Items of lists have none.
  return { ...view.toView(object), ...header } as KubeObject; // With its metadata.
}

function apiVersionIn({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}
