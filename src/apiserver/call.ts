/** What the handlers of the API server work with: the parts of the server, and one request. */
import { type Kind, type Kinds, infoOf } from '../api/kinds';
import type { KubeObject, ObjectKey } from '../api/meta/objectMeta';
import type { ClientNetwork } from '../client/network';
import type { ApiRequest, ApiResponse, StreamHandlers, StreamMessage, Unsubscribe } from '../client/transport';
import type { RuleKey } from '../rules/registry';
import type { RuleParams } from '../rules/rule';
import type { Clock } from '../sim/clock';
import type { Store } from '../storage/store';
import type { AdmissionSettings, ObjectReader } from './admission/admission';
import type { Managers } from './apply/managers';
import type { CustomResource } from './customresources/resource';
import type { YamlCodec } from './body';
import type { Metrics } from './metrics';
import type { OpenApi } from './openapi/openApi';
import { storageKey, storagePrefix } from './storageKey';
import type { ColumnDescriptions } from './tables/table';
import { Warnings } from './warnings';

/** The way to the kubelet of a node, for logs and exec. */
export interface KubeletApi {
  /** Answers like a transport: a refusal is a response with its code and body, never a rejection. */
  request(nodeName: string, request: ApiRequest): Promise<ApiResponse>;
  /** Opens stream `id`; a refusal, or undefined: then what comes on it is told to the API server under that id. */
  stream(nodeName: string, id: number, request: ApiRequest): ApiResponse | undefined;
  streamInput(nodeName: string, id: number, message: StreamMessage): void;
  closeStream(nodeName: string, id: number): void;
  /** Follows a log: a refusal, or what stops it. */
  follow(nodeName: string, request: ApiRequest, handlers: StreamHandlers): ApiResponse | Unsubscribe;
}

/**
 * Carries out `act`, whose writes have `rule` as their cause: for people who ask why. The rule's own cause is what the
 * request is made for, or the row `because` of the trace.
 */
export type Applying = <T>(rule: RuleKey, params: RuleParams, act: () => T, because?: number) => T;

/** The parts of the server. */
export interface Backend {
  readonly clock: Clock;
  readonly store: Store;
  readonly settings: AdmissionSettings;
  readonly kubelet?: KubeletApi;
  /** The way to pods' own addresses; undefined: none just now. */
  readonly network?: () => ClientNetwork | undefined;
  readonly yaml?: YamlCodec;
  readonly columnDescriptions?: () => ColumnDescriptions | undefined;
  readonly openApi?: OpenApi;
  readonly metrics?: Metrics;
  readonly reader: ObjectReader;
  /** The resource whose objects the store holds, if it is a custom one. */
  readonly custom?: CustomResource;
  readonly managers: Managers;
  readonly applying: Applying;
  /** Told of every write of an Event, so that it expires. */
  readonly onEventWritten: (key: string, revision: number) => void;
}

/** One request on its way. */
export interface Call {
  readonly backend: Backend;
  readonly request: ApiRequest;
  /** The first value of each parameter. */
  readonly query: Readonly<Record<string, string>>;
  /** Texts of Warning headers, collected on the way. */
  readonly warnings: Warnings;
}

const noQuery: Readonly<Record<string, string>> = Object.freeze({});

/** Begins a request. */
export function beginCall(backend: Backend, request: ApiRequest): Call {
  return { backend, request, query: firstValues(request.query), warnings: new Warnings() };
}

/** Lists are rare: without one the query is what it was. */
function firstValues(query: ApiRequest['query']): Readonly<Record<string, string>> {
  if (query === undefined) return noQuery;
  for (const name in query) {
    if (typeof query[name] === 'string') continue;
    const entries = Object.entries(query).map(([key, value]) => [key, typeof value === 'string' ? value : value[0]]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, string>; // Just filtered.
  }
  return query as Readonly<Record<string, string>>; // Every value was just seen to be text.
}

/** All values of a parameter that may stand more than once. */
export function valuesOf({ request }: Call, name: string): readonly string[] {
  const value = request.query?.[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** Adds a warning once. */
export function warn(call: Call, text: string): void {
  call.warnings.add(text);
}

/** The answer to `call`. */
export function respond(call: Call, code: number, body: unknown): ApiResponse {
  const { texts } = call.warnings;
  return texts.length === 0 ? { code, body } : { code, body, warnings: texts };
}

/** The key of an object of `kind`; the namespace of a cluster-scoped kind is dropped. */
export function objectKey(kind: Kind, namespace: string | undefined, name: string): ObjectKey {
  return namespace === undefined || !infoOf(kind).namespaced ? { name } : { namespace, name };
}

/** Reads straight from the store. */
export function storeReader(store: Store): ObjectReader {
  return {
    get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined {
      return store.get(storageKey(kind, key))?.value as Kinds[K] | undefined; // The prefix holds this kind only.
    },
    list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][] {
      return store.list(storagePrefix(kind, namespace)).entries.map(({ value }) => value as Kinds[K]); // As above.
    },
  };
}

/** True once somebody has asked for the object's deletion. */
export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}
