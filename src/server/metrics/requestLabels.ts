/**
 * By which labels a request is counted.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/metrics/metrics.go, CleanVerb and CleanScope (v1.36.3).
 */
import type { ApiRequest } from '../../client/transport';

/** What a request is counted under, beside its code. */
export interface RequestLabels {
  readonly component: string;
  readonly dry_run: string;
  readonly group: string;
  readonly resource: string;
  readonly scope: string;
  readonly subresource: string;
  readonly verb: string;
  readonly version: string;
}

/** Subresources whose requests are passed on to a container or a machine. */
const connected: readonly string[] = ['attach', 'exec', 'log', 'portforward', 'proxy'];
const health: readonly string[] = ['/healthz', '/livez', '/readyz'];
const APPLY = 'application/apply-patch+yaml';

/** The labels of a request; undefined for paths that a real server does not count either, such as those of discovery. */
export function labelsOf(request: ApiRequest): RequestLabels | undefined {
  const { method, path, headers } = request;
  const bare = { component: '', dry_run: '', group: '', resource: '', scope: '', verb: method, version: '' };
  if (health.includes(path)) return { ...bare, subresource: path };
  if (path === '/openapi/v3' || path.startsWith('/openapi/v3/')) return { ...bare, subresource: 'openapi/v3' };
  const place = placeOf(path);
  if (place === undefined) return undefined;
  const { group, version, resource, namespace, name, subresource } = place;
  const type = (headers?.['content-type'] ?? '').split(';')[0];
  const verb = connected.includes(subresource)
    ? 'CONNECT'
    : method === 'PATCH' && type === APPLY
      ? 'APPLY'
      : method === 'GET' && isWatch(request, place.isWatch)
        ? 'WATCH'
        : method === 'GET' && name === ''
          ? 'LIST'
          : method;
  const scope = name !== '' || method === 'POST' ? 'resource' : namespace === '' ? 'cluster' : 'namespace';
  const dryRun = request.query?.dryRun === 'All' ? 'All' : '';
  return { component: 'apiserver', dry_run: dryRun, group, resource, scope, subresource, verb, version };
}

/** Whether a request changes something: those have a limit of their own. */
export function isMutating({ method }: ApiRequest): boolean {
  return method !== 'GET';
}

function isWatch({ query }: ApiRequest, isLegacy: boolean): boolean {
  return isLegacy || ['1', 'true'].includes(String(query?.watch ?? ''));
}

interface Place {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly isWatch: boolean;
}

function placeOf(path: string): Place | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts[0] !== 'api' && parts[0] !== 'apis') return undefined;
  const [group = '', version = '', ...all] = parts[0] === 'api' ? ['', ...parts.slice(1)] : parts.slice(1);
  const isWatch = all[0] === 'watch';
  const rest = isWatch ? all.slice(1) : all;
  const isInner = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '');
  const [resource = '', name = '', subresource = ''] = isInner ? rest.slice(2) : rest;
  if (resource === '') return undefined;
  const namespace = isInner ? (rest[1] ?? '') : resource === 'namespaces' ? name : '';
  return { group, version, resource, namespace, name, subresource, isWatch };
}
