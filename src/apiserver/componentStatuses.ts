/**
 * GET of ComponentStatuses: the old way to ask how the control plane is.
 * Models pkg/registry/core/componentstatus/rest.go (v1.36.3). The components are always well here, as `rest.go` finds
 * them by their health checks.
 */
import type { ComponentStatus } from '../api/core/componentStatus';
import { ApiError, failure } from '../api/meta/status';
import type { ApiResponse } from '../client/transport';
import { type Call, respond, warn } from './call';
import { methodNotAllowed } from './errors';
import { isTrue } from './options';
import { selectionOf } from './selection';

const components = ['etcd-0', 'scheduler', 'controller-manager'].map((name) => ({
  apiVersion: 'v1',
  kind: 'ComponentStatus',
  metadata: { name },
  conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
})) as unknown as readonly ComponentStatus[]; // They are never stored, so they have no uid and no time.

/** Answers GET of the list or of one. */
export function componentStatusRequest(call: Call, name: string | undefined): ApiResponse {
  if (call.request.method !== 'GET') throw methodNotAllowed();
  warn(call, 'v1 ComponentStatus is deprecated in v1.19+');
  if (name !== undefined) {
    const found = components.find(({ metadata }) => metadata.name === name);
    if (found !== undefined) return respond(call, 200, found);
    const details = { name, kind: 'componentstatus' };
    throw new ApiError(failure(404, 'NotFound', `componentstatus "${name}" not found`, details));
  }
  if (isTrue(call.query.watch)) {
    throw new ApiError(
      failure(405, 'MethodNotAllowed', 'watch is not supported on resources of kind "componentstatuses"', {
        kind: 'componentstatuses',
      }),
    );
  }
  // Nothing but labels and the name can be selected: any kind's selection says so.
  const { matches } = selectionOf('ConfigMap', call.query.labelSelector, call.query.fieldSelector);
  const items = components.filter(matches);
  return respond(call, 200, { kind: 'ComponentStatusList', apiVersion: 'v1', metadata: {}, items });
}
