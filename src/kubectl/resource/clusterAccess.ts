/**
 * `Access` over a Transport: discovery, verbs on any kind, pages, warnings.
 * Models client-go rest, dynamic and pager (v1.36.3). Left out: Tables (the printers are here), the cache on disk.
 */
import { ApiError, failure } from '../../api/meta/status';
import type {
  ApiRequest,
  ApiResponse,
  Method,
  Stream,
  StreamHandlers,
  Transport,
  Unsubscribe,
  WatchEvent,
} from '../../client/transport';
import { ConnectionError } from '../environment';
import type {
  Access,
  ListOptions,
  ListResult,
  Mapping,
  PatchType,
  RestMapper,
  Target,
  Unstructured,
  WriteOptions,
} from './access';
import { DISCOVERY_TYPES, type Discovered, readDiscovery } from './discovery';
import { createRestMapper } from './restMapper';
import { statusOf } from './statusOf';

/** What the server sees of this client, e.g. in managedFields. */
export const USER_AGENT = 'kubectl/v1.36.3';
const PAGE_SIZE = 500;

const patchTypes: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** A cluster, and how to ask it. */
export interface ClusterAccessOptions {
  readonly transport: Transport;
  /** `https://192.168.49.2:6443`. */
  readonly server: string;
  readonly namespace: string;
  readonly isNamespaceExplicit: boolean;
  /** Headers of every request: whom to impersonate. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called with every warning of the server, also with those that were told before. */
  onWarning(text: string): void;
  /** No server answers when its kinds are asked for; `cause` is Go's text of it. */
  onDiscoveryRefused?(cause: string): void;
  /** Each request and its answer, for `-v`. */
  onExchange?(request: ApiRequest, response: ApiResponse): void;
}

/** An Access whose errors are ApiError, or ConnectionError with the text that kubectl prints. */
export function createClusterAccess(options: ClusterAccessOptions): Access {
  return new ClusterAccess(options);
}

class ClusterAccess implements Access {
  readonly namespace: string;
  readonly isNamespaceExplicit: boolean;
  readonly host: string;
  private discovery: Promise<RestMapper> | undefined;

  constructor(private readonly options: ClusterAccessOptions) {
    this.namespace = options.namespace;
    this.isNamespaceExplicit = options.isNamespaceExplicit;
    this.host = hostOf(options.server);
  }

  mapper(): Promise<RestMapper> {
    this.discovery ??= this.discover();
    return this.discovery;
  }

  async get(target: Target): Promise<Unstructured> {
    return asObject(await this.send('GET', pathOfTarget(target)));
  }

  async list(mapping: Mapping, namespace: string | undefined, options: ListOptions = {}): Promise<ListResult> {
    const { limit = PAGE_SIZE } = options;
    const items: Unstructured[] = [];
    let next = '';
    for (;;) {
      const query = {
        ...listQuery(options),
        ...(limit > 0 ? { limit: String(limit) } : {}),
        ...(next === '' ? {} : { continue: next }),
      };
      const body = asList(await this.send('GET', pathOf(mapping, namespace), { query }));
      for (const item of body.items ?? []) items.push(item);
      next = body.metadata?.continue ?? '';
      if (next === '') return { items, resourceVersion: body.metadata?.resourceVersion ?? '' };
    }
  }

  async create(
    mapping: Mapping,
    namespace: string | undefined,
    object: object,
    options: WriteOptions & { readonly name?: string; readonly subresource?: string } = {},
  ): Promise<Unstructured> {
    const path = pathOf(mapping, namespace, options.name, options.subresource);
    return asObject(await this.send('POST', path, { body: object, query: writeQuery(options) }));
  }

  async replace(target: Target, object: object, options: WriteOptions = {}): Promise<Unstructured> {
    return asObject(await this.send('PUT', pathOfTarget(target), { body: object, query: writeQuery(options) }));
  }

  async patch(target: Target, type: PatchType, body: unknown, options: WriteOptions = {}): Promise<Unstructured> {
    const headers = { 'content-type': patchTypes[type] };
    return asObject(await this.send('PATCH', pathOfTarget(target), { body, headers, query: writeQuery(options) }));
  }

  async delete(target: Target, options?: object): Promise<Unstructured> {
    return asObject(await this.send('DELETE', pathOfTarget(target), options === undefined ? {} : { body: options }));
  }

  watch(
    mapping: Mapping,
    namespace: string | undefined,
    options: ListOptions,
    onEvent: (event: WatchEvent) => void,
  ): Unsubscribe {
    const query = { ...listQuery(options), watch: 'true' };
    const headers: Record<string, string> = options.accept === undefined ? {} : { accept: options.accept };
    return this.options.transport.watch(
      this.complete({ method: 'GET', path: pathOf(mapping, namespace), query, headers }),
      onEvent,
    );
  }

  async raw(request: ApiRequest): Promise<ApiResponse> {
    const sent = this.complete(request);
    const response = await this.exchange(sent);
    this.options.onExchange?.(sent, response);
    for (const warning of response.warnings ?? []) this.options.onWarning(warning);
    if (response.code >= 400 || response.code === 0) throw new ApiError(statusOf(response));
    return response;
  }

  stream(request: ApiRequest, handlers: StreamHandlers): Stream {
    return this.options.transport.stream(this.complete(request), handlers);
  }

  private async discover(): Promise<RestMapper> {
    try {
      const core = await this.discoverAt('/api');
      const rest = await this.discoverAt('/apis');
      return createRestMapper([...core.mappings, ...rest.mappings], [...core.groupVersions, ...rest.groupVersions]);
    } catch (error) {
      this.discovery = undefined; // A server that comes back later is asked again.
      throw error;
    }
  }

  private async discoverAt(path: string): Promise<Discovered> {
    const sent: ApiRequest = { method: 'GET', path, headers: { accept: DISCOVERY_TYPES } };
    const { body } = await this.raw(sent).catch((error: unknown) => {
      if (error instanceof RefusedError) this.options.onDiscoveryRefused?.(error.causeWith('timeout=32s'));
      throw error;
    });
    const found = readDiscovery(body);
    if (found === undefined)
      throw new ApiError(failure(406, 'NotAcceptable', `${path} has no aggregated discovery document`));
    return found;
  }

  private async send(method: Method, path: string, rest: Omit<ApiRequest, 'method' | 'path'> = {}): Promise<unknown> {
    return (await this.raw({ method, path, ...rest })).body;
  }

  private async exchange(request: ApiRequest): Promise<ApiResponse> {
    try {
      return await this.options.transport.request(request);
    } catch (error) {
      if (!(error instanceof ConnectionError) || error instanceof RefusedError) throw error;
      if (error.reason === 'other')
        throw new ConnectionError('other', `Unable to connect to the server: ${error.message}`);
      throw new RefusedError(this.host, request.method, this.url(request.path), request.query);
    }
  }

  private complete(request: ApiRequest): ApiRequest {
    return { ...request, headers: { 'user-agent': USER_AGENT, ...this.options.headers, ...request.headers } };
  }

  private url(path: string): string {
    return `${this.options.server.replace(/\/$/, '')}${path}`;
  }
}

/** Nobody listens where the server should be. `cause` is Go's text of it. */
class RefusedError extends ConnectionError {
  override readonly cause: string;
  constructor(
    private readonly host: string,
    private readonly method: Method,
    private readonly url: string,
    query: ApiRequest['query'] = {},
  ) {
    super('refused', `The connection to the server ${host} was refused - did you specify the right host or port?`);
    const sorted = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
    const pairs = sorted.flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
    this.cause = this.causeWith(pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'));
  }

  /** The text for a request with other parameters. */
  causeWith(query: string): string {
    const verb = this.method.charAt(0) + this.method.slice(1).toLowerCase();
    const address = this.host.replace(/^localhost(?=:|$)/, '127.0.0.1');
    const target = query === '' ? this.url : `${this.url}?${query}`;
    return `${verb} "${target}": dial tcp ${address}: connect: connection refused`;
  }
}

/** Host and port of a URL; without a scheme, the text itself. */
export function hostOf(server: string): string {
  return server.replace(/^\w+:\/\//, '').replace(/\/.*$/s, '');
}

/** The path of a kind's collection, of one object, or of a part of it. */
export function pathOf(mapping: Mapping, namespace?: string, name?: string, subresource?: string): string {
  const { group, version, plural, namespaced } = mapping;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace !== undefined && namespace !== '' ? `/namespaces/${namespace}` : '';
  const item = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${plural}${item}${subresource === undefined ? '' : `/${subresource}`}`;
}

function pathOfTarget({ mapping, namespace, name, subresource }: Target): string {
  return pathOf(mapping, namespace, name, subresource);
}

function listQuery({ labelSelector, fieldSelector, resourceVersion }: ListOptions): Record<string, string> {
  return {
    ...(labelSelector === undefined || labelSelector === '' ? {} : { labelSelector }),
    ...(fieldSelector === undefined || fieldSelector === '' ? {} : { fieldSelector }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

function writeQuery({ dryRun, fieldManager, fieldValidation, force }: WriteOptions): Record<string, string> {
  return {
    ...(dryRun === true ? { dryRun: 'All' } : {}),
    ...(fieldManager === undefined || fieldManager === '' ? {} : { fieldManager }),
    ...(fieldValidation === undefined ? {} : { fieldValidation }),
    ...(force === undefined ? {} : { force: String(force) }),
  };
}

interface ListBody {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly Unstructured[] | null;
}

/** Answers of verbs are objects and lists by the API's contract; refusals have been thrown. */
const asObject = (body: unknown): Unstructured => body as Unstructured;
const asList = (body: unknown): ListBody => body as ListBody;
