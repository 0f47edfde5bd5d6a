/**
 * The form of discovery that tells everything at once: who wants it, and its headers.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/discovery/aggregated (v1.36.3).
 */
import { sha256 } from '../api/meta/sha256';
import type { ApiResponse } from '../client/transport';
import type { Call } from './call';

/** With the mark of its content, so that a client that has it already is told so. A real server's is a SHA-512. */
export function markedAggregated({ request }: Call, answered: ApiResponse): ApiResponse {
  const etag = `"${sha256(JSON.stringify(answered.body)).toUpperCase()}"`;
  const headers = { etag, vary: 'Accept', 'cache-control': 'public' };
  if (request.headers?.['if-none-match'] === etag) return { code: 304, body: '', headers };
  return { ...answered, headers: { ...headers, 'content-type': AGGREGATED_TYPE } };
}

/** A client looks at the type to see which of the two forms it was given. */
const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether the client wants everything at once, in the version that there is: clients up to 1.29 want another. */
export function isAggregated({ request }: Call, path: string): boolean {
  if (path !== '/api' && path !== '/apis') return false;
  const ranges = (request.headers?.accept ?? '').split(',');
  return ranges.some((range) => range.includes('as=APIGroupDiscoveryList') && /;\s*v=v2\s*(;|$)/.test(range));
}
