/**
 * The API server: answers requests out of the store, and carries watches.
 * Models staging/src/k8s.io/apiserver and pkg/controlplane (v1.36.3).
 */
import { type Kind, infoOf } from '../api/kinds';
import { ApiError, failure } from '../api/meta/status';
import type {
  ApiRequest,
  ApiResponse,
  StreamHandlers,
  StreamMessage,
  Transport,
  Unsubscribe,
  WatchEvent,
} from '../client/transport';
import type { Actor, Clock, SimEvent, StateSpace } from '../sim/clock';
import { InvariantError } from '../sim/invariant';
import type { Store } from '../storage/store';
import { aggregatedRequest } from './aggregation/aggregation';
import { applyRequest } from './apply/lateApply';
import { Managers } from './apply/managers';
import { mediaTypeOf, type YamlCodec } from './body';
import type { AdmissionSettings } from './admission/admission';
import { authorize } from './authorization/authorize';
import {
  type Applying,
  type Backend,
  type Call,
  type KubeletApi,
  beginCall,
  objectKey,
  respond,
  storeReader,
  warn,
} from './call';
import { componentStatusRequest } from './componentStatuses';
import { createRequest } from './create';
import { customCall, CustomWatches, refuseTerminating } from './customresources/customCall';
import { DEFINITION_EVENT, DefinitionLifecycle } from './customresources/definitionLifecycle';
import { customDocumentOf, type CustomRoute, customRouteOf } from './customresources/routes';
import { bindRequest } from './binding';
import { deleteRequest } from './delete';
import { deleteCollectionRequest } from './deleteCollection';
import { documentRequest } from './discovery';
import { futureVersion, methodNotAllowed, notFound, unknownPath } from './errors';
import { evictRequest } from './eviction';
import { EventExpiry } from './eventExpiry';
import { listRequest } from './list';
import { negotiated, negotiatedForWatch, represented, representedEvents } from './negotiation';
import { patchRequest } from './patch/patch';
import type { Metrics } from './metrics';
import type { OpenApi } from './openapi/openApi';
import { type Route, routeOf } from './paths';
import { networkProxyRequest } from './networkProxy';
import { nodeProxyRequest } from './nodeProxy';
import { execRequest, logRequest, upgradeRequired } from './podProxy';
import { reviewRequest } from './reviews';
import { scaleRequest } from './scale';
import { strategyOf } from './resourceStrategy';
import { storageKey } from './storageKey';
import { Streams } from './streams';
import type { ColumnDescriptions } from './tables/table';
import { tokenRequest } from './token';
import { type Target, updateRequest } from './update';
import { type View, eventInView, inView, viewed, withStoredBody } from './views/views';
import { Watches } from './watch';

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** Where the server keeps when its Events expire. */
  readonly state: StateSpace;
  readonly settings: AdmissionSettings;
  /** The way to kubelets; without it logs and exec find nobody. */
  readonly kubelet?: KubeletApi;
  /** The way to pods' own addresses, for the subresource proxy. */
  readonly network?: Backend['network'];
  /** For carriers whose clients send or want YAML text; without it there is JSON alone. */
  readonly yaml?: YamlCodec;
  /** What the API says of the columns of Tables, once it is there; without it they have no descriptions. */
  readonly columnDescriptions?: () => ColumnDescriptions | undefined;
  /** The OpenAPI documents of everything that is served. */
  readonly openApi?: OpenApi;
  /** What is counted; without it nothing is. */
  readonly metrics?: Metrics;
  /** Told of the rules that lead to writes; without it nobody asks. */
  readonly applying?: Applying;
}

/** The loopback transport, and an actor named `kube-apiserver` that lets Events expire: register it with the kernel. */
export interface ApiServer extends Transport, Actor {
  /** As `stream`, by number: the streams of a run count from 1, so that what is sent on one can be said in a command. */
  openStream(request: ApiRequest, handlers: StreamHandlers): number;
  streamInput(id: number, message: StreamMessage): void;
  unstream(id: number): void;
  /** Where kubelets say what comes on a stream. */
  readonly streams: Pick<Streams, 'message' | 'end' | 'served'>;
  /** Drops derived data and ends all watches and streams with 410 Gone. To be called after the cluster was restored. */
  reset(): void;
  /** Sends a bookmark to every watcher that takes them. */
  bookmark(): void;
  /** Removes Events that nobody has written for an hour. Runs by itself; harmless to call. */
  expireEvents(): void;
}

const APPLY = 'application/apply-patch+yaml';

/** Builds the API server over a store. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const { clock, store, state, settings, kubelet, network, yaml, columnDescriptions, openApi, metrics } = options;
  const { applying = (_rule, _params, act) => act() } = options;
  const watches = new Watches(store);
  const expiry = new EventExpiry(clock, store, state, applying);
  const backend: Backend = {
    clock,
    store,
    settings,
    reader: storeReader(store),
    managers: new Managers(state),
    applying,
    onEventWritten: (key, revision) => expiry.written(key, revision),
    ...(kubelet === undefined ? {} : { kubelet }),
    ...(network === undefined ? {} : { network }),
    ...(yaml === undefined ? {} : { yaml }),
    ...(columnDescriptions === undefined ? {} : { columnDescriptions }),
    ...(openApi === undefined ? {} : { openApi }),
    ...(metrics === undefined ? {} : { metrics }),
  };
  const definitions = new DefinitionLifecycle(backend);
  const customWatches = new CustomWatches(store);
  const streams = new Streams(state, kubelet);
  const openStream = (request: ApiRequest, handlers: StreamHandlers) =>
    streams.open(beginCall(backend, request), handlers);
  return {
    name: 'kube-apiserver',
    request: (request) => {
      const { view, request: own } = viewed(request) ?? { request };
      return answerOrRefuse(beginCall(backend, own), view);
    },
    watch: (request, onEvent) => {
      const { view, request: own } = viewed(request) ?? { request };
      return openWatch({ watches, customWatches }, beginCall(backend, own), onEvent, view);
    },
    stream: (request, handlers) => {
      const id = openStream(request, handlers);
      return { send: (message) => streams.input(id, message), close: () => streams.close(id) };
    },
    openStream,
    streamInput: (id, message) => streams.input(id, message),
    unstream: (id) => streams.close(id),
    streams,
    handle: (event: SimEvent) => {
      if (event.type === 'expireEvents') expiry.expire();
      else if (event.type === DEFINITION_EVENT) definitions.handle(String(event.data));
    },
    reset: () => {
      watches.endAll();
      customWatches.endAll();
      streams.endAll(failure(410, 'Expired', 'the cluster has gone back in time'));
    },
    bookmark: () => {
      watches.bookmark();
      customWatches.bookmark();
    },
    expireEvents: () => expiry.expire(),
  };
}

interface AllWatches {
  readonly watches: Watches;
  readonly customWatches: CustomWatches;
}

function openWatch(all: AllWatches, started: Call, deliver: (event: WatchEvent) => void, view?: View): Unsubscribe {
  const refuse = (error: ApiError): Unsubscribe => {
    deliver({ type: 'ERROR', object: error.status });
    return () => {};
  };
  const { route, resource } = placeOf(started);
  const call = resource === undefined ? started : customCall(started, resource);
  const watches = resource === undefined ? all.watches : all.customWatches.of(resource);
  const range = attempt(() => negotiatedForWatch(call.request));
  if (range instanceof ApiError) return refuse(range);
  const plain = attempt(() => representedEvents(call, range, deliver));
  if (plain instanceof ApiError) return refuse(plain);
  // Tables are made of stored objects, whatever the version.
  const isPlain = view === undefined || range.as === 'Table';
  const onEvent = isPlain ? plain : (event: WatchEvent) => plain(eventInView(view, event));
  const allowed = attempt(() => authorize(call, route, view));
  if (allowed instanceof ApiError) return refuse(allowed);
  if (route.type === 'collection') return watches.open(call, route.kind, route.namespace, onEvent);
  if (route.type !== 'item' || route.subresource !== '') return refuse(unknownPath());
  const fieldSelector = `metadata.name=${route.name}`;
  const request: ApiRequest = { ...call.request, query: { ...call.query, fieldSelector } };
  return watches.open(beginCall(call.backend, request), route.kind, route.namespace, onEvent);
}

function attempt<T>(act: () => T): T | ApiError {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** Where a request goes; paths that no built-in kind has may be those of custom resources. */
interface Place {
  readonly route: Route;
  readonly resource?: CustomRoute['resource'];
  readonly definition?: CustomRoute['definition'];
}

function placeOf({ backend, request }: Call): Place {
  const route = routeOf(request.path);
  if (route.type !== 'nowhere') return { route };
  return (
    customRouteOf(backend.store, request.path) ?? { route: customDocumentOf(backend.store, request.path) ?? route }
  );
}

/** Settles in one microtask unless a kubelet has to be asked. Rejects only when the server itself is at fault. */
async function answerOrRefuse(call: Call, view?: View): Promise<ApiResponse> {
  const { request } = call;
  try {
    const { route, resource, definition } = placeOf(call);
    // Documents are for everybody: a browser that opens /version asks for HTML.
    if (route.type === 'document') return await answer(call, route, undefined);
    const range = negotiated(request, route.type === 'collection' && request.method === 'GET');
    const own = resource === undefined ? call : customCall(call, resource);
    if (definition !== undefined) refuseTerminating(own, route, definition);
    const answered = refusable(view === undefined ? own : withStoredBody(own, view), route, view);
    const response = answered instanceof Promise ? await answered : answered;
    const isPlain = view === undefined || range.as === 'Table';
    return represented(own, range, isPlain ? response : inView(view, response), call.backend.yaml);
  } catch (error) {
    if (error instanceof ApiError) return respond(call, error.code, error.status);
    throw error;
  }
}

/** As `answer`, with refusals as answers, so that they too come in the form that the client wants. */
function refusable(call: Call, route: Route, view: View | undefined): ApiResponse | Promise<ApiResponse> {
  const refusal = (error: unknown): ApiResponse => {
    if (error instanceof ApiError) return respond(call, error.code, error.status);
    throw error;
  };
  try {
    const answered = answer(call, route, view);
    return answered instanceof Promise ? answered.catch(refusal) : answered;
  } catch (error) {
    return refusal(error);
  }
}

function answer(call: Call, route: Route, view: View | undefined): ApiResponse | Promise<ApiResponse> {
  const { deprecation } = route.type === 'collection' || route.type === 'item' ? strategyOf(route.kind) : {};
  if (deprecation !== undefined) warn(call, deprecation);
  authorize(call, route, view);
  switch (route.type) {
    case 'collection':
      return answerCollection(call, route.kind, route.namespace);
    case 'item':
      return answerItem(call, route);
    case 'unstored':
      return answerUnstored(call, route);
    case 'document':
      return documentRequest(call, route.path);
    case 'nowhere': {
      const answered = nodeProxyRequest(call) ?? networkProxyRequest(call) ?? aggregatedRequest(call);
      if (answered !== undefined) return answered;
      if (!route.plain) throw unknownPath();
      return { code: 404, body: '404 page not found\n' };
    }
    default:
      return route satisfies never;
  }
}

function answerCollection(call: Call, kind: Kind, namespace: string | undefined): ApiResponse {
  const { method } = call.request;
  if (method === 'GET') return listRequest(call, kind, namespace);
  // A collection over all namespaces can only be read.
  const isWritable = !infoOf(kind).namespaced || namespace !== undefined;
  if (isWritable && method === 'POST') return createRequest(call, kind, namespace);
  if (isWritable && method === 'DELETE') return deleteCollectionRequest(call, kind, namespace);
  throw methodNotAllowed();
}

function answerUnstored(
  call: Call,
  { info, namespace, name }: Route & { readonly type: 'unstored' },
): ApiResponse | Promise<ApiResponse> {
  switch (info.kind) {
    case 'ComponentStatus':
      return componentStatusRequest(call, name);
    case 'Binding':
      if (call.request.method !== 'POST') throw methodNotAllowed();
      return bindRequest(call, namespace, undefined);
    default:
      return reviewRequest(call, info, namespace);
  }
}

function answerItem(call: Call, route: Route & { readonly type: 'item' }): ApiResponse | Promise<ApiResponse> {
  const { kind, namespace, name, subresource } = route;
  switch (subresource) {
    case '':
    case 'status':
    case 'resize':
    case 'ephemeralcontainers':
    case 'approval':
      return answerObject(call, route);
    case 'scale':
      return scaleRequest(call, route);
    case 'finalize':
      if (call.request.method !== 'PUT') throw methodNotAllowed();
      return updateRequest(call, route);
    case 'binding':
      if (call.request.method !== 'POST') throw methodNotAllowed();
      return bindRequest(call, namespace, name);
    case 'eviction':
      if (call.request.method !== 'POST') throw methodNotAllowed();
      return evictRequest(call, namespace, name);
    case 'token':
      if (call.request.method !== 'POST') throw methodNotAllowed();
      return tokenRequest(call, namespace, name);
    case 'log':
      return logRequest(call, namespace, name);
    case 'exec':
      return execRequest(call, namespace, name);
    case 'attach':
    case 'portforward':
      throw upgradeRequired(call, namespace, name, subresource);
    default:
      // The table of kinds is ahead of the handlers.
      throw new InvariantError(`nobody answers ${kind}/${subresource}`);
  }
}

function answerObject(call: Call, target: Target): ApiResponse {
  const { kind, namespace, name } = target;
  switch (call.request.method) {
    case 'GET':
      return getRequest(call, kind, namespace, name);
    case 'PUT':
      return updateRequest(call, target);
    case 'PATCH':
      return mediaTypeOf(call.request) === APPLY ? applyRequest(call, target) : patchRequest(call, target);
    case 'DELETE':
      if (target.target !== '') throw methodNotAllowed();
      return deleteRequest(call, kind, namespace, name);
    default:
      throw methodNotAllowed();
  }
}

function getRequest(call: Call, kind: Kind, namespace: string | undefined, name: string): ApiResponse {
  const { store } = call.backend;
  const wanted = call.query.resourceVersion;
  if (wanted !== undefined && Number(wanted) > store.revision) throw futureVersion(wanted, store.revision);
  const entry = store.get(storageKey(kind, objectKey(kind, namespace, name)));
  if (entry === undefined) throw notFound(kind, name);
  return respond(call, 200, call.backend.managers.shown(call, kind, entry));
}
