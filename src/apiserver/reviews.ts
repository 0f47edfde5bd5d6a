/**
 * Questions about oneself: who am I, and what may I do? They are answered and never stored.
 * Models pkg/registry/{authentication/selfsubjectreview,authorization} (v1.36.3). Everybody here is the administrator of
 * the cluster; who is impersonated may ask these questions and read the server's documents, no more.
 * Left out: reviews of other subjects, tokens.
 */
import { kinds } from '../api/kinds';
import { ApiError, failure } from '../api/meta/status';
import { formatTime } from '../api/meta/time';
import type { ApiResponse } from '../client/transport';
import { readBody } from './body';
import { type Call, respond } from './call';
import { badRequest, methodNotAllowed } from './errors';
import { isTrue } from './options';
import type { Route } from './paths';

/** A kind that can only be posted. */
export interface ReviewInfo {
  readonly group: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const authentication = 'authentication.k8s.io';
const authorization = 'authorization.k8s.io';

/** By resource, in the order of discovery. */
export const reviews: Readonly<Record<string, ReviewInfo>> = {
  selfsubjectreviews: { group: authentication, kind: 'SelfSubjectReview', namespaced: false },
  selfsubjectaccessreviews: { group: authorization, kind: 'SelfSubjectAccessReview', namespaced: false },
  selfsubjectrulesreviews: { group: authorization, kind: 'SelfSubjectRulesReview', namespaced: false },
};

/** Whether `path` is of a review: a POST there changes nothing. */
export function isReview(path: string): boolean {
  return path.startsWith(`/apis/${authorization}/`) || path.startsWith(`/apis/${authentication}/`);
}

interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
}

/** The answer to a POST of the review at `/apis/GROUP/v1/RESOURCE`; undefined if there is no such review. */
export function reviewRequest(call: Call, path: string): ApiResponse | undefined {
  const [, , group, version, resource = ''] = path.split('/');
  const review = Object.hasOwn(reviews, resource) ? reviews[resource] : undefined;
  if (review === undefined || review.group !== group || version !== 'v1') return undefined;
  if (call.request.method !== 'POST') throw methodNotAllowed();
  const { spec = {} } = readBody(call.request, review.kind, call.backend.yaml).value as { readonly spec?: Spec }; // An object: readBody.
  const user = userOf(call);
  const isAdmin = user.groups.includes(MASTERS);
  const answer = { kind: review.kind, apiVersion: `${group}/v1`, metadata: {} };
  switch (review.kind) {
    case 'SelfSubjectReview': {
      const metadata = { creationTimestamp: formatTime(call.backend.clock.now()) };
      return respond(call, 201, { ...answer, metadata, status: { userInfo: user } });
    }
    case 'SelfSubjectAccessReview':
      return respond(call, 201, { ...answer, spec, status: { allowed: isAdmin || isOpenToAll(spec) } });
    default:
      if ((spec.namespace ?? '') === '') throw badRequest('no namespace on request');
      return respond(call, 201, { ...answer, spec: {}, status: rulesOf(isAdmin) });
  }
}

interface Spec {
  readonly namespace?: string;
  readonly resourceAttributes?: { readonly verb?: string; readonly group?: string; readonly resource?: string };
  readonly nonResourceAttributes?: { readonly verb?: string; readonly path?: string };
}

/** Throws 403 for what the user, who is impersonated, may not do to an object or a collection. */
export function authorize(call: Call, route: Extract<Route, { readonly type: 'item' | 'collection' }>): void {
  if (call.request.headers?.['impersonate-user'] === undefined) return;
  const user = userOf(call);
  if (user.groups.includes(MASTERS)) return;
  const { group, plural } = kinds[route.kind];
  const { name, subresource } = route.type === 'item' ? route : { name: '', subresource: '' };
  // A namespace is an object in itself.
  const namespace = route.kind === 'Namespace' && name !== '' ? name : route.namespace;
  const resource = subresource === '' ? plural : `${plural}/${subresource}`;
  const place = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = `${group === '' ? plural : `${plural}.${group}`}${name === '' ? '' : ` "${name}"`}`;
  const verb = verbOf(call, route.type === 'collection');
  const message = `${what} is forbidden: User "${user.username}" cannot ${verb} resource "${resource}" in API group "${group}" ${place}`;
  const details = { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: plural };
  throw new ApiError(failure(403, 'Forbidden', message, details));
}

function verbOf({ query, request }: Call, isCollection: boolean): string {
  switch (request.method) {
    case 'GET':
      return isTrue(query.watch) ? 'watch' : isCollection ? 'list' : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return isCollection ? 'deletecollection' : 'delete';
    default:
      return request.method satisfies never;
  }
}

/** Who asks. Impersonated users have the groups that the request says. */
function userOf({ request }: Call): User {
  const username = request.headers?.['impersonate-user'];
  if (username === undefined) return { username: 'minikube-user', uid: '1', groups: [MASTERS, AUTHENTICATED] };
  const groups = (request.headers?.['impersonate-group'] ?? '').split(',').filter((group) => group !== '');
  return { username, groups: [...groups, AUTHENTICATED] };
}

const AUTHENTICATED = 'system:authenticated';
const MASTERS = 'system:masters';

const health = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const documents = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  ...health.slice(2),
];

function isOpenToAll({ resourceAttributes, nonResourceAttributes: asked }: Spec): boolean {
  if (asked === undefined) {
    const { verb, resource = '', group } = resourceAttributes ?? {};
    return verb === 'create' && Object.hasOwn(reviews, resource) && reviews[resource]?.group === group;
  }
  const path = asked.path ?? '';
  const isListed = documents.some((open) => (open.endsWith('*') ? path.startsWith(open.slice(0, -1)) : path === open));
  return asked.verb === 'get' && isListed;
}

function rulesOf(isAdmin: boolean): object {
  const all = ['*'];
  const own = (group: string) => {
    const resources = Object.keys(reviews).filter((resource) => reviews[resource]?.group === group);
    return { verbs: ['create'], apiGroups: [group], resources };
  };
  return {
    resourceRules: [
      own(authorization),
      own(authentication),
      ...(isAdmin ? [{ verbs: all, apiGroups: all, resources: all }] : []),
    ],
    nonResourceRules: [
      { verbs: ['get'], nonResourceURLs: documents },
      ...(isAdmin ? [{ verbs: all, nonResourceURLs: all }] : []),
      { verbs: ['get'], nonResourceURLs: health },
    ],
    incomplete: false,
  };
}
