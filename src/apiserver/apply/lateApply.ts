/** Server-side apply, fetched before the first thing that anybody does: no component of the cluster applies. */
import type { ApiResponse } from '../../client/transport';
import { invariant } from '../../sim/invariant';
import type { Call } from '../call';
import type { Target } from '../update';

type Apply = (call: Call, target: Target) => ApiResponse;

let apply: Apply | undefined;

/** Whoever lets people's requests in awaits it first. */
export async function loadApply(): Promise<void> {
  apply ??= (await import('./apply')).applyRequest;
}

/** Answers an apply. Throws ApiError. */
export function applyRequest(call: Call, target: Target): ApiResponse {
  invariant(apply !== undefined, 'an apply came before what answers it');
  return apply(call, target);
}
