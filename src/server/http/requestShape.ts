/**
 * Which requests are answered by a stream: watches of collections, the older paths of watches, followed logs.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go (v1.36.3).
 */
import type { ApiRequest } from '../../client/transport';

/** How the answer comes. */
export type Shape = 'answer' | 'watch' | 'log';

/** What kind of answer `request` asks for. */
export function shapeOf({ method, path, query = {} }: ApiRequest): Shape {
  if (method !== 'GET') return 'answer';
  const parts = resourceParts(path);
  if (parts === undefined) return 'answer';
  if (parts[0] === 'watch') return 'watch';
  const [, name, subresource] = parts;
  if (name === undefined) return isTrue(query.watch) ? 'watch' : 'answer';
  return parts[0] === 'pods' && subresource === 'log' && isTrue(query.follow) ? 'log' : 'answer';
}

/** The path behind group, version and namespace: resource, name, subresource. Undefined for paths of no resource. */
function resourceParts(path: string): readonly string[] | undefined {
  const [root, ...rest] = path.split('/').filter((part) => part !== '');
  if (root !== 'api' && root !== 'apis') return undefined;
  const parts = rest.slice(root === 'api' ? 1 : 2);
  if (parts.length === 0) return undefined;
  const isInNamespace =
    parts[0] === 'namespaces' && parts.length > 2 && !['status', 'finalize'].includes(parts[2] ?? '');
  return isInNamespace ? parts.slice(2) : parts;
}

/** As ParseBool of apimachinery's query parameters: empty, too, is true where the parameter stands. */
function isTrue(value: string | readonly string[] | undefined): boolean {
  const text = typeof value === 'string' ? value : value?.[0];
  return text !== undefined && text !== 'false' && text !== '0';
}
