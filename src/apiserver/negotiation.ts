/**
 * In which form a client wants its answer: JSON or YAML, the whole object, its metadata alone, or a Table.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/{negotiation,response.go} (v1.36.3).
 * Left out: protobuf. A client that offers plain JSON beside it gets that.
 */
import type { YamlCodec } from './body';
import type { KubeObject, ListOf } from '../api/meta/objectMeta';
import { ApiError, failure } from '../api/meta/status';
import type { ApiRequest, ApiResponse, WatchEvent } from '../client/transport';
import type { Call } from './call';
import { customParts } from './customresources/parts';
import { includeObjectOf, partialMetadata, type TableContext, tableOf, watchTable } from './tables/table';

/** What the router lets through; it compares letter by letter. */
const served: readonly string[] = ['application/json', 'application/yaml', '*/*'];

/** The transformations that are made, by versions of meta.k8s.io; discovery makes its own. */
const transformations: Readonly<Record<string, readonly string[]>> = {
  Table: ['v1', 'v1beta1'],
  PartialObjectMetadata: ['v1', 'v1beta1'],
  PartialObjectMetadataList: ['v1', 'v1beta1'],
};

/** One entry of an Accept header. */
interface Range {
  readonly type: string;
  readonly as?: string;
  /** Of `as`. */
  readonly group?: string;
  readonly version?: string;
}

/** What a client gets without asking for anything else. */
const json: Range = Object.freeze({ type: 'application/json' });

const ENCODINGS = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const STREAMS = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';

/** The first of the client's wishes that can be met. `isList`: of a path that lists and watches. Throws 406. */
export function negotiated({ headers }: ApiRequest, isList = true): Range {
  const accept = headers?.accept;
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return json;
  const ranges = rangesOf(accept).filter(({ type }) => served.includes(type));
  if (ranges.length === 0) throw unrepresented(isList ? `${ENCODINGS}, ${STREAMS}` : ENCODINGS);
  const found = ranges.find(isMade);
  if (found !== undefined) return found;
  throw notAcceptable(`only the following media types are accepted: ${ENCODINGS}`, false);
}

/**
 * The same for what the server tells of itself: `/apis` and below. The forms that tell all at once are made at the two
 * roots alone. Throws 406.
 */
export function negotiatedDocument({ headers, path }: ApiRequest): Range {
  const accept = headers?.accept;
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return json;
  const isVersion = path.startsWith('/version');
  const ranges = rangesOf(accept).filter(({ type }) => served.includes(type) && !(isVersion && type.endsWith('yaml')));
  const isRoot = /^\/apis?\/?$/.test(path);
  if (ranges.length === 0 && !/^\/apis\/?$/.test(path)) throw unrepresented(isVersion ? json.type : ENCODINGS);
  const found = ranges.find(({ as, version }) => as === undefined || isVersion || (isRoot && isAll(as, version)));
  if (found !== undefined) return found;
  throw notAcceptable(`only the following media types are accepted: ${ENCODINGS}`, false);
}

function isAll(as: string, version: string | undefined): boolean {
  return as === 'APIGroupDiscoveryList' && version === 'v2';
}

/** The router's refusal. */
function unrepresented(available: string): ApiError {
  return notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${available}`, true);
}

/** As `negotiated`, for a watch: its lines are never YAML. Throws 406. */
export function negotiatedForWatch(request: ApiRequest): Range {
  const range = negotiated(request);
  if (range.type !== 'application/yaml') return range;
  throw notAcceptable(
    'only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
    false,
  );
}

function isMade({ as, group = '', version = '' }: Range): boolean {
  if (as === undefined || as === 'APIGroupDiscoveryList') return true;
  return (
    Object.hasOwn(transformations, as) && group === 'meta.k8s.io' && transformations[as]?.includes(version) === true
  );
}

/** The router's own refusals carry empty details. */
function notAcceptable(message: string, isRouters: boolean): ApiError {
  return new ApiError(failure(406, 'NotAcceptable', message, isRouters ? {} : undefined));
}

/** Best first, by their `q`. */
function rangesOf(accept: string): readonly Range[] {
  const rated = accept.split(',').map((range): { readonly range: Range; readonly quality: number } => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const value = (name: string): string | undefined =>
      parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1);
    const as = value('as');
    const quality = Number(value('q') ?? 1);
    if (as === undefined) return { range: { type }, quality };
    return { range: { type, as, group: value('g') ?? '', version: value('v') ?? '' }, quality };
  });
  return rated.sort((a, b) => b.quality - a.quality).map(({ range }) => range);
}

/** The answer as `range` wants it: a Table, metadata alone, YAML text if there is a codec, or the JSON value itself. Throws 400, 406. */
export function represented(call: Call, range: Range, response: ApiResponse, yaml?: YamlCodec): ApiResponse {
  if (range === json || typeof response.body !== 'object' || response.body === null) return response;
  const body = response.code < 400 ? transformed(call, range, response.body) : response.body;
  if (range.type !== 'application/yaml' || yaml === undefined)
    return body === response.body ? response : { ...response, body };
  return { ...response, body: yaml.write(body) };
}

/** How the events of a watch look that asks for `range`: the reader's own function, or one before it. Throws 400. */
export function representedEvents(
  call: Call,
  range: Range,
  deliver: (event: WatchEvent) => void,
): (event: WatchEvent) => void {
  if (range.as === 'PartialObjectMetadata') {
    return (event) => {
      if (event.type === 'ERROR' || event.type === 'BOOKMARK') deliver(event);
      else deliver({ type: event.type, object: partialMetadata(event.object, range.version) });
    };
  }
  if (range.as !== 'Table') return deliver;
  const includeObject = includeObjectOf(call.query.includeObject);
  let isFirst = true;
  return (event) => {
    if (event.type === 'ERROR' || event.type === 'BOOKMARK') {
      deliver(event);
      return;
    }
    const context = { ...tableContext(call, range), includeObject };
    const table: unknown = watchTable(event.object, context, isFirst);
    isFirst = false;
    deliver({ type: event.type, object: table as KubeObject }); // A Table stands where an object would.
  };
}

function tableContext({ backend }: Call, { version = 'v1' }: Range): Omit<TableContext, 'includeObject'> {
  const { clock, custom } = backend;
  const descriptions = backend.columnDescriptions?.();
  const own = { now: clock.now(), version, descriptions };
  return custom === undefined ? own : { ...own, customPrinter: customParts().printerOf(custom, descriptions) };
}

function transformed(call: Call, range: Range, body: object): object {
  const { as, version } = range;
  // These hand out the object alone, whoever asks for a Table.
  if (as === 'Table' && /\/(resize|ephemeralcontainers)$/.test(call.request.path)) return body;
  if (as === undefined || !('kind' in body) || !('metadata' in body) || body.kind === 'Status') return body;
  const object = body as ListOf<KubeObject> | KubeObject; // Everything else that has a kind and metadata.
  const isList = 'items' in object;
  switch (as) {
    case 'Table':
      return tableOf(object, {
        ...tableContext(call, range),
        includeObject: includeObjectOf(call.query.includeObject),
      });
    case 'PartialObjectMetadata':
      if (isList)
        throw notAcceptable(`you requested ${as}, but the requested object is a list (${goType(object)})`, false);
      return partialMetadata(object, version);
    case 'PartialObjectMetadataList': {
      if (!isList)
        throw notAcceptable(`you requested ${as}, but the requested object is not a list (${goType(object)})`, false);
      const items = object.items.map((item) => partialMetadata(item, version));
      return { kind: as, apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata, items };
    }
    default:
      return body;
  }
}

/** `*core.Pod`: the type that the real server holds objects of a kind in. */
function goType({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : 'core';
  return `*${group.split('.')[0] ?? group}.${kind}`;
}
