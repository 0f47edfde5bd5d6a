/**
 * One cluster as kubectl sees it: which kinds it has, and verbs on objects of any kind. Objects are plain JSON here,
 * because kubectl speaks with servers whose kinds it has never heard of.
 */
import type { KubeObject } from '../../api/meta/objectMeta';
import type { ApiRequest, ApiResponse, Stream, StreamHandlers, Unsubscribe, WatchEvent } from '../../client/transport';

/** An object of any kind. */
export type Unstructured = KubeObject & Readonly<Record<string, unknown>>;

/** A kind as discovery tells of it. */
export interface Mapping {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly categories: readonly string[];
  /** Names of its subresources: `status`, `scale`, `log`. */
  readonly subresources: readonly string[];
}

/** The kinds that a server has, by any of their names. */
export interface RestMapper {
  /** All kinds in the server's order of groups, preferred versions first. */
  readonly mappings: readonly Mapping[];
  readonly groupVersions: readonly string[];
  /** `po`, `Pods`, `deploy.apps`, `deployments.v1.apps`. Throws `the server doesn't have a resource type "x"`. */
  resource(name: string): Mapping;
  /** Throws ResourceMappingError (`no matches for kind "K" in version "gv"`). */
  kind(apiVersion: string, kind: string): Mapping;
  /** Whether more resources could be meant: `get ev` warns of events.events.k8s.io. */
  others(name: string): readonly Mapping[];
}

/** Which object, or which part of it. */
export interface Target {
  readonly mapping: Mapping;
  readonly namespace?: string;
  readonly name: string;
  readonly subresource?: string;
}

/** What is listed. */
export interface ListOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** 0 or absent: all at once. */
  readonly limit?: number;
  readonly resourceVersion?: string;
  /** Of a watch: the Accept header, where something else than plain objects is wanted, e.g. Tables. */
  readonly accept?: string;
}

/** How a write is to be taken. */
export interface WriteOptions {
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  /** `Strict`, `Warn` or `Ignore`. */
  readonly fieldValidation?: string;
  readonly force?: boolean;
}

/** How a patch is to be read. */
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

/** Verbs on one cluster. Rejects with ApiError or ConnectionError. Warnings of the server are printed once per command. */
export interface Access {
  /** Of the flag `--namespace`, else of the context, else `default`. */
  readonly namespace: string;
  /** Whether `--namespace` was given. */
  readonly isNamespaceExplicit: boolean;
  /** Of the server, for messages: `192.168.49.2:6443`. */
  readonly host: string;
  mapper(): Promise<RestMapper>;
  get(target: Target): Promise<Unstructured>;
  /** `namespace` undefined: all. Reads page by page. */
  list(mapping: Mapping, namespace: string | undefined, options?: ListOptions): Promise<ListResult>;
  create(
    mapping: Mapping,
    namespace: string | undefined,
    object: object,
    options?: WriteOptions & { readonly name?: string; readonly subresource?: string },
  ): Promise<Unstructured>;
  replace(target: Target, object: object, options?: WriteOptions): Promise<Unstructured>;
  patch(target: Target, type: PatchType, body: unknown, options?: WriteOptions): Promise<Unstructured>;
  delete(target: Target, options?: object): Promise<Unstructured>;
  watch(
    mapping: Mapping,
    namespace: string | undefined,
    options: ListOptions,
    onEvent: (event: WatchEvent) => void,
  ): Unsubscribe;
  /** Anything else. Rejects with ApiError on a refusal. */
  raw(request: ApiRequest): Promise<ApiResponse>;
  stream(request: ApiRequest, handlers: StreamHandlers): Stream;
}

/** A list, and the revision at which it was true. */
export interface ListResult {
  readonly items: readonly Unstructured[];
  readonly resourceVersion: string;
}
