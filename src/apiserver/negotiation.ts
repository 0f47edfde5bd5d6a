/**
 * In which form a client wants its answer.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation (v1.36.3). Left out: protobuf, Table.
 */
import { stringify } from 'yaml';
import { ApiError, failure } from '../api/meta/status';
import type { ApiRequest, ApiResponse } from '../client/transport';

const served = ['application/json', 'application/yaml'];

/** Throws 406 if nothing that the client accepts can be served. Without an Accept header everything is accepted. */
export function checkAccept({ headers }: ApiRequest): void {
  const accept = headers?.accept;
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return;
  const ranges = rangesOf(accept);
  if (!ranges.some(({ type }) => type === '*/*' || type === 'application/*' || served.includes(type))) {
    throw new ApiError(
      failure(
        406,
        'NotAcceptable',
        '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
        {},
      ),
    );
  }
  if (ranges.some(({ as }) => as === undefined || known.includes(as))) return;
  throw new ApiError(
    failure(
      406,
      'NotAcceptable',
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ),
  );
}

/** Transformations that are understood; those that are not made leave the object as it is. */
const known: readonly string[] = [
  'Table',
  'PartialObjectMetadata',
  'PartialObjectMetadataList',
  'APIGroupDiscoveryList',
];

/** The answer in the form that the client prefers: YAML text with sorted keys, or the JSON value. */
export function represented({ headers }: ApiRequest, response: ApiResponse): ApiResponse {
  const accept = headers?.accept;
  if (accept === undefined || !accept.includes('yaml') || typeof response.body !== 'object') return response;
  const [first] = rangesOf(accept);
  if (first?.type !== 'application/yaml') return response;
  return { ...response, body: stringify(response.body, { sortMapEntries: true, version: '1.1', lineWidth: 0 }) };
}

interface Range {
  readonly type: string;
  readonly as?: string;
}

function rangesOf(accept: string): readonly Range[] {
  return accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    return { type: type.toLowerCase(), ...(as === undefined ? {} : { as }) };
  });
}
