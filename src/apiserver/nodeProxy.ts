/**
 * `GET /api/v1/nodes/NAME/proxy/PATH`: what a kubelet answers itself.
 * Models pkg/registry/core/node/rest/proxy.go and the paths of pkg/kubelet/server/server.go (v1.36.3).
 * Left out: everything but /healthz and /stats/summary.
 */
import type { ApiResponse } from '../client/transport';
import { authorizeAction, resourceAction } from './authorization/authorize';
import { type Call, objectKey } from './call';
import { methodNotAllowed, notFound, unknownPath } from './errors';
import { storageKey } from './storageKey';

const PATH = /^\/api\/v1\/nodes\/([^/]+)\/proxy(\/.*)?$/;
const ANSWERED: readonly string[] = ['/healthz', '/stats/summary'];

/** Asks the kubelet; undefined if the path is another. */
export function nodeProxyRequest(call: Call): Promise<ApiResponse> | undefined {
  const [, name = '', path = '/'] = PATH.exec(call.request.path) ?? [];
  if (name === '') return undefined;
  const verb = call.request.method.toLowerCase();
  authorizeAction(call, resourceAction(verb, { resource: 'nodes', subresource: 'proxy', name }));
  if (call.backend.store.get(storageKey('Node', objectKey('Node', undefined, name))) === undefined) {
    throw notFound('Node', name);
  }
  if (call.request.method !== 'GET') throw methodNotAllowed();
  const { kubelet } = call.backend;
  if (kubelet === undefined || !ANSWERED.includes(path)) throw unknownPath();
  return kubelet.request(name, { method: 'GET', path });
}
