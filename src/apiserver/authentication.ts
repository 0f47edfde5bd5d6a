/**
 * Who asks: the learner's certificate is the administrator's; a bearer token is a ServiceAccount's; either may speak for
 * somebody else.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/filters/{authentication,impersonation}.go and
 * pkg/serviceaccount (v1.36.3). Left out: tokens for other audiences. An empty Authorization header stands for
 * a request without credentials: without the header it is the administrator's.
 */
import { ApiError, failure } from '../api/meta/status';
import type { ApiRequest } from '../client/transport';
import { type Call, objectKey } from './call';
import { claimsOf } from './jwt';
import { storageKey } from './storageKey';

/** A user as authentication.k8s.io tells one. */
export interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Who belongs to it may do everything. */
export const MASTERS = 'system:masters';
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const ANONYMOUS = 'system:anonymous';
const ACCOUNT = 'system:serviceaccount:';
const EXTRA = 'impersonate-extra-';

const administrator: User = Object.freeze({ username: 'minikube-user', uid: '1', groups: [MASTERS, AUTHENTICATED] });

const nobody: User = Object.freeze({ username: ANONYMOUS, groups: [UNAUTHENTICATED] });

/** Whether the request is the administrator's own: nearly all are, and need not be judged. */
export function isAdministrators({ headers }: ApiRequest): boolean {
  return headers === undefined || (headers['impersonate-user'] === undefined && headers.authorization === undefined);
}

/** Who the request speaks for. A token is taken at its word: `authenticate` has looked at it. */
export function userOf(request: ApiRequest): User {
  return impersonated(request) ?? senderOf(request);
}

/** Who sends the request, whomever it speaks for. */
export function senderOf({ headers }: ApiRequest): User {
  if (headers?.authorization === undefined) return administrator;
  if (headers.authorization === '') return nobody;
  const claims = claimsOf(bearerOf(headers.authorization));
  if (claims === undefined) return nobody;
  const { namespace, serviceaccount: account } = claims['kubernetes.io'];
  return {
    username: `${ACCOUNT}${namespace}:${account.name}`,
    uid: account.uid,
    groups: [...accountGroups(namespace), AUTHENTICATED],
    extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`] },
  };
}

/** Whom the request wants to speak for; undefined if for nobody else. */
export function impersonated({ headers }: ApiRequest): User | undefined {
  const username = headers?.['impersonate-user'];
  if (headers === undefined || username === undefined) return undefined;
  const named = (headers['impersonate-group'] ?? '').split(',').filter((group) => group !== '');
  const account = accountOf(username);
  const groups = named.length === 0 && account !== undefined ? accountGroups(account.namespace) : named;
  const own = username === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED;
  const isSaid = groups.includes(own) || groups.includes(UNAUTHENTICATED);
  const extra = Object.entries(headers).filter(([name]) => name.startsWith(EXTRA));
  const uid = headers['impersonate-uid'];
  return {
    username,
    ...(uid === undefined ? {} : { uid }),
    groups: isSaid ? groups : [...groups, own],
    ...(extra.length > 0 && {
      extra: Object.fromEntries(extra.map(([name, value]) => [unescaped(name.slice(EXTRA.length)), value.split(',')])),
    }),
  };
}

/** A key as it was before it became a header's name. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key; // Not an escape after all.
  }
}

/** Namespace and name in the username of a ServiceAccount. */
export function accountOf(username: string): { readonly namespace: string; readonly name: string } | undefined {
  const [namespace = '', name = '', more] = username.startsWith(ACCOUNT)
    ? username.slice(ACCOUNT.length).split(':')
    : [];
  return namespace === '' || name === '' || more !== undefined ? undefined : { namespace, name };
}

function accountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** Throws 401 for a token that is no ServiceAccount's, or no longer. */
export function authenticate(call: Call): void {
  const header = call.request.headers?.authorization;
  if (header !== undefined && header !== '' && !isValidToken(call, bearerOf(header))) {
    throw new ApiError(failure(401, 'Unauthorized', 'Unauthorized'));
  }
}

/** Whether `token` names an account that is still there, and its time is not over. */
export function isValidToken(call: Call, token: string): boolean {
  const claims = claimsOf(token);
  if (claims === undefined || claims.exp * 1000 <= call.backend.clock.now()) return false;
  const { namespace, serviceaccount: account } = claims['kubernetes.io'];
  const key = storageKey('ServiceAccount', objectKey('ServiceAccount', namespace, account.name));
  return call.backend.store.get(key)?.value.metadata.uid === account.uid;
}

/** The token in an Authorization header. */
function bearerOf(header: string): string {
  return header.replace(/^Bearer\s+/i, '').trim();
}
