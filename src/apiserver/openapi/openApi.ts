/**
 * What answers `/openapi/...`: handed in from outside, since the documents of the built-in kinds are megabytes, which an
 * engine inside a page need not carry.
 */
import type { ApiResponse } from '../../client/transport';
import type { Call } from '../call';

/** The OpenAPI documents of a server. Without them custom resources alone have some, as far as explain reads them. */
export interface OpenApi {
  /** Answers GET of a path under `/openapi/`, authorized already; undefined if there is no such document. */
  answer(call: Call): ApiResponse | undefined;
}
