/**
 * APIs that another server answers behind the API server: which there are, and what stands behind them.
 * Models staging/src/k8s.io/kube-aggregator/pkg/apiserver (v1.36.3). One such server is known: metrics-server.
 */
import type { APIService } from '../../api/apiregistration/apiService';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import type { ApiResponse } from '../../client/transport';
import type { Action } from '../../api/rbac/rules';
import { authorizeAction, resourceAction } from '../authorization/authorize';
import type { Call } from '../call';
import { methodNotAllowed } from '../errors';
import { storageKey, storagePrefix } from '../storageKey';
import { METRICS_RESOURCES, metricsRequest } from './metrics';

const SERVICE_NAME = 'kubernetes.io/service-name';

/** A resource of an API behind another server, as discovery tells of it. */
export interface AggregatedResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}
/** One version of such an API. */
export interface AggregatedVersion {
  readonly group: string;
  readonly version: string;
  /** Absent: nobody can be asked at the moment. */
  readonly resources?: readonly AggregatedResource[];
}

/** Every version that an APIService hands on, whether or not it can be reached. */
export function aggregatedVersions(call: Call): readonly AggregatedVersion[] {
  const { store } = call.backend;
  const prefix = storagePrefix('APIService');
  return store.list(prefix).entries.flatMap(({ value }): AggregatedVersion[] => {
    const apiService = value as APIService; // The prefix holds this kind only.
    const { service, group = '', version = '' } = apiService.spec;
    if (service === undefined) return [];
    const isServed = isAvailable(apiService) && serverOf(call, apiService) !== undefined;
    return [{ group, version, ...(isServed ? { resources: METRICS_RESOURCES } : {}) }];
  });
}

/** Answers a path under `/apis` that no group of our own has; undefined if no APIService hands it on either. */
export function aggregatedRequest(call: Call): ApiResponse | Promise<ApiResponse> | undefined {
  const [, root, group, version, ...rest] = call.request.path.replace(/\/+$/, '').split('/');
  if (root !== 'apis' || group === undefined) return undefined;
  if (version === undefined) return groupDocument(call, group);
  const name = `${version}.${group}`;
  const found = call.backend.store.get(storageKey('APIService', { name }))?.value;
  const apiService = found as APIService | undefined; // The key holds an APIService.
  if (apiService?.spec.service === undefined) return undefined;
  authorizeAction(call, actionOf(call, group, rest));
  const server = isAvailable(apiService) ? serverOf(call, apiService) : undefined;
  if (server === undefined) return { code: 503, body: 'service unavailable\n' };
  if (call.request.method !== 'GET') throw methodNotAllowed();
  if (rest.length === 0) return { code: 200, body: resourceList(group, version) };
  return metricsRequest(call, server, rest);
}

/** What is asked of another server, by the form that paths of resources have. */
function actionOf({ request }: Call, group: string, rest: readonly string[]): Action {
  const verb = request.method.toLowerCase();
  if (rest.length === 0) return resourceAction(verb, { path: request.path });
  const isInner = rest[0] === 'namespaces' && rest.length > 2;
  const [resource = '', name = ''] = isInner ? rest.slice(2) : rest;
  const namespace = isInner ? (rest[1] ?? '') : '';
  const isRead = request.method === 'GET';
  return resourceAction(isRead ? (name === '' ? 'list' : 'get') : verb, { group, resource, name, namespace });
}

function groupDocument(call: Call, group: string): ApiResponse | undefined {
  const versions = aggregatedVersions(call)
    .filter((each) => each.group === group)
    .map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  if (versions.length === 0) return undefined;
  return {
    code: 200,
    body: { kind: 'APIGroup', apiVersion: 'v1', name: group, versions, preferredVersion: versions[0] },
  };
}

function resourceList(group: string, version: string): object {
  const resources = METRICS_RESOURCES.map((resource) => ({ singularName: '', ...resource }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/${version}`, resources };
}

function isAvailable({ status }: APIService): boolean {
  return conditionOf(status.conditions, 'Available')?.status === 'True';
}

/** A pod behind the service that is ready and runs a metrics-server. */
function serverOf(call: Call, { spec }: APIService): Pod | undefined {
  const { namespace = '', name = '' } = spec.service ?? {};
  const { reader } = call.backend;
  for (const { metadata, endpoints } of reader.list('EndpointSlice', namespace)) {
    if (metadata.labels?.[SERVICE_NAME] !== name) continue;
    for (const { conditions, targetRef } of endpoints ?? []) {
      if (conditions?.ready === false || targetRef?.name === undefined) continue;
      const pod = reader.get('Pod', { namespace, name: targetRef.name });
      if (pod?.spec.containers.some(({ image = '' }) => /(^|\/)metrics-server(:|@|$)/.test(image))) return pod;
    }
  }
  return undefined;
}
