/**
 * Turns a request away that its user may not make. The administrator's own requests are not looked at: they cost nothing.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/{request/requestinfo.go,filters/authorization.go,
 * filters/impersonation.go,handlers/responsewriters/errors.go} (v1.36.3).
 * Left out: impersonation that is allowed for single verbs.
 */
import { infoOf, type Kind } from '../../api/kinds';
import { ApiError, failure } from '../../api/meta/status';
import {
  accountOf,
  authenticate,
  impersonated,
  isAdministrators,
  MASTERS,
  senderOf,
  type User,
  userOf,
} from '../authentication';
import type { Call } from '../call';
import { isTrue } from '../options';
import type { Route } from '../paths';
import type { View } from '../views/views';
import { judge } from './rbac';
import type { Action } from '../../api/rbac/rules';

/** Throws 401 and 403 for what the user of `call` may not do at `route`. `view`: the form in which a kind was asked for. */
export function authorize(call: Call, route: Route, view?: View): void {
  if (isAdministrators(call.request) || route.type === 'nowhere') return;
  authorizeAction(call, actionOf(call, route, view));
}

/** Throws 401 and 403 for an action that no route of ours stands for: it is answered behind the server. */
export function authorizeAction(call: Call, action: Action): void {
  if (isAdministrators(call.request)) return;
  authenticate(call);
  checkImpersonation(call, action);
  allow(call, action);
}

/** Throws 403 if the user of `call` may not create the object that its update or apply did not find. */
export function allowCreation(call: Call, kind: Kind, namespace: string | undefined, name: string): void {
  const { group, plural: resource } = infoOf(kind);
  allow(call, resourceAction('create', { group, resource, name, namespace: namespace ?? '' }));
}

function allow(call: Call, action: Action): void {
  if (isAdministrators(call.request)) return;
  const user = userOf(call.request);
  const { allowed, reason } = judge(call.backend.reader, user, action);
  if (!allowed) throw refusal(user, action, reason);
}

/** An action on a resource of the API, by default on all of them in the whole cluster. */
export function resourceAction(verb: string, given: Partial<Action>): Action {
  return { verb, namespace: '', group: '', resource: '', subresource: '', name: '', ...given };
}

function actionOf(call: Call, route: Exclude<Route, { readonly type: 'nowhere' }>, view?: View): Action {
  const { request, query } = call;
  if (route.type === 'document') {
    // Paths that are no resources go by the method's own name.
    return resourceAction(request.method.toLowerCase(), { path: request.path });
  }
  const { group, plural: resource } = route.type === 'unstored' ? route.info : infoOf(route.kind);
  const name = (route.type === 'collection' ? undefined : route.name) ?? '';
  const subresource = route.type === 'item' ? route.subresource : '';
  const verb = verbOf(call, name === '');
  // A list that selects one name is asked about as that object.
  const selected =
    name === '' && request.method === 'GET' ? /^metadata\.name=([^,=]+)$/.exec(query.fieldSelector ?? '') : null;
  const isNamespace = resource === 'namespaces' && name !== '';
  return {
    verb,
    // A namespace is an object in itself.
    namespace: (isNamespace ? name : route.namespace) ?? '',
    group: view?.group ?? group,
    resource,
    subresource,
    name: selected?.[1] ?? name,
    ...(query.fieldSelector === undefined ? {} : { selector: query.fieldSelector }),
  };
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

/** Throws 403 if who sends the request may not speak for whom it names. */
function checkImpersonation(call: Call, action: Action): void {
  const wanted = impersonated(call.request);
  const sender = senderOf(call.request);
  if (wanted === undefined || sender.groups.includes(MASTERS)) return;
  const { reader } = call.backend;
  const missing = impersonations(wanted, call).find((part) => !judge(reader, sender, part).allowed);
  if (missing === undefined) return;
  const mode = accountOf(wanted.username) === undefined ? 'user-info' : 'serviceaccount';
  throw refusal(sender, { ...action, verb: `impersonate-on:${mode}:${action.verb}` }, '');
}

/** What one must be allowed to do to speak for `user`: one action for each part of its identity that the request names. */
function impersonations({ username, uid, extra = {} }: User, { request }: Call): readonly Action[] {
  const act = (given: Partial<Action>) => resourceAction('impersonate', given);
  const account = accountOf(username);
  const named = (request.headers?.['impersonate-group'] ?? '').split(',').filter((group) => group !== '');
  const group = 'authentication.k8s.io';
  return [
    account === undefined
      ? act({ resource: 'users', name: username })
      : act({ resource: 'serviceaccounts', ...account }),
    ...named.map((name) => act({ resource: 'groups', name })),
    ...(uid === undefined ? [] : [act({ group, resource: 'uids', name: uid })]),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((name) => act({ group, resource: 'userextras', subresource: key, name })),
    ),
  ];
}

function refusal({ username }: User, action: Action, reason: string): ApiError {
  const { verb, path, group, resource, subresource, name, namespace } = action;
  const why = reason === '' ? '' : `: ${reason}`;
  if (path !== undefined) {
    return new ApiError(
      failure(403, 'Forbidden', `forbidden: User "${username}" cannot ${verb} path "${path}"${why}`, {}),
    );
  }
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = `${group === '' ? resource : `${resource}.${group}`}${name === '' ? '' : ` "${name}"`}`;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const message = `${what} is forbidden: User "${username}" cannot ${verb} resource "${full}" in API group "${group}" ${place}${why}`;
  const details = { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource };
  return new ApiError(failure(403, 'Forbidden', message, details));
}
