/**
 * In which form a client wants its answer: JSON or YAML, the whole object or its metadata alone.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/{negotiation,response.go} (v1.36.3).
 * Left out: protobuf, Table. A client that offers plain JSON beside them gets that.
 */
import type { YamlCodec } from './body';
import type { KubeObject, ListOf } from '../api/meta/objectMeta';
import { ApiError, failure } from '../api/meta/status';
import type { ApiRequest, ApiResponse, WatchEvent } from '../client/transport';

const served: readonly string[] = ['application/json', 'application/yaml', 'application/*', '*/*'];

/** The transformations that are made; discovery makes its own. */
const transformations: readonly string[] = [
  'PartialObjectMetadata',
  'PartialObjectMetadataList',
  'APIGroupDiscoveryList',
];

/** One entry of an Accept header. */
interface Range {
  readonly type: string;
  readonly as?: string;
}

/** What a client gets without asking for anything else. */
const json: Range = Object.freeze({ type: 'application/json' });

/** The first of the client's wishes that can be met. Throws 406. */
export function negotiated({ headers }: ApiRequest): Range {
  const accept = headers?.accept;
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return json;
  const ranges = rangesOf(accept).filter(({ type }) => served.includes(type));
  if (ranges.length === 0) {
    throw notAcceptable(
      '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
      true,
    );
  }
  const found = ranges.find(({ as }) => as === undefined || transformations.includes(as));
  if (found !== undefined) return found;
  throw notAcceptable(
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    false,
  );
}

/** The router's own refusals carry empty details. */
function notAcceptable(message: string, isRouters: boolean): ApiError {
  return new ApiError(failure(406, 'NotAcceptable', message, isRouters ? {} : undefined));
}

function rangesOf(accept: string): readonly Range[] {
  return accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    return { type: type.toLowerCase(), ...(as === undefined ? {} : { as }) };
  });
}

/** The answer as `range` wants it: metadata alone, YAML text if there is a codec, or the JSON value itself. */
export function represented(range: Range, response: ApiResponse, yaml?: YamlCodec): ApiResponse {
  if (range === json || typeof response.body !== 'object' || response.body === null) return response;
  const isPartial = range.as?.startsWith('PartialObjectMetadata') === true && response.code < 400;
  const body = isPartial ? partialBody(response.body) : response.body;
  if (range.type !== 'application/yaml' || yaml === undefined)
    return body === response.body ? response : { ...response, body };
  return { ...response, body: yaml.write(body) };
}

/** A watch event as `range` wants it. Bookmarks and errors stay as they are. */
export function representedEvent(range: Range, event: WatchEvent): WatchEvent {
  if (range.as !== 'PartialObjectMetadata' || event.type === 'ERROR' || event.type === 'BOOKMARK') return event;
  return { type: event.type, object: partial(event.object) };
}

function partialBody(body: object): object {
  if ('items' in body) {
    const { metadata, items } = body as ListOf<KubeObject>; // Only lists have items at their top.
    const apiVersion = 'meta.k8s.io/v1';
    return { kind: 'PartialObjectMetadataList', apiVersion, metadata, items: items.map(partial) };
  }
  return 'kind' in body && body.kind !== 'Status' && 'metadata' in body ? partial(body as KubeObject) : body; // Checked.
}

function partial({ metadata }: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
