/**
 * Questions that are posted and answered and never stored: who am I, what may I do, what may somebody else do, whose
 * token is this.
 * Models pkg/registry/{authentication,authorization} and pkg/apis/authorization/validation (v1.36.3).
 */
import { formatTime } from '../api/meta/time';
import type { ApiResponse } from '../client/transport';
import { isValidToken, senderOf, type User, userOf } from './authentication';
import { resourceAction } from './authorization/authorize';
import { aggregated, grantsOf, judge, type Verdict } from './authorization/rbac';
import type { Action } from '../api/rbac/rules';
import { readBody } from './body';
import { type Call, respond } from './call';
import { badRequest, methodNotAllowed } from './errors';
import { type FieldError, invalid, invalidError } from './registry/fieldError';
import type { UnstoredInfo } from './unstored';

interface ResourceAttributes extends Partial<Action> {
  readonly fieldSelector?: unknown;
  readonly labelSelector?: unknown;
}

/** The fields of all reviews. */
interface Spec {
  readonly namespace?: string;
  readonly resourceAttributes?: ResourceAttributes | null;
  readonly nonResourceAttributes?: { readonly verb?: string; readonly path?: string } | null;
  readonly user?: string;
  readonly groups?: readonly string[] | null;
  readonly uid?: string;
  readonly extra?: User['extra'];
  readonly token?: string;
}

interface Review {
  readonly metadata?: { readonly namespace?: string };
  readonly spec?: Spec;
}

/** The answer to a POST of the review `info`; `namespace` is the URL's. */
export function reviewRequest(call: Call, info: UnstoredInfo, namespace: string | undefined): ApiResponse {
  if (call.request.method !== 'POST') throw methodNotAllowed();
  const { kind, group } = info;
  const review = readBody(call.request, kind, call.backend.yaml).value as Review; // An object: readBody.
  const { spec = {}, metadata = {} } = review;
  const answer = { kind, apiVersion: `${group}/v1`, metadata: {}, spec };
  switch (kind) {
    case 'SelfSubjectReview': {
      const { spec: _none, ...head } = answer;
      const created = { creationTimestamp: formatTime(call.backend.clock.now()) };
      return respond(call, 201, { ...head, metadata: created, status: { userInfo: userOf(call.request) } });
    }
    case 'TokenReview':
      return respond(call, 201, { ...answer, status: tokenStatus(call, spec.token ?? '') });
    case 'SelfSubjectRulesReview':
      if ((spec.namespace ?? '') === '') throw badRequest('no namespace on request');
      return respond(call, 201, { ...answer, spec: {}, status: rulesOf(call, spec.namespace ?? '') });
    case 'SelfSubjectAccessReview':
      check(info, attributeErrors(spec));
      return respond(call, 201, { ...answer, status: verdictOf(call, userOf(call.request), spec) });
    default: {
      const isLocal = namespace !== undefined;
      check(info, [
        ...(isLocal ? localErrors(spec, namespace, metadata.namespace) : attributeErrors(spec)),
        ...userErrors(spec),
      ]);
      const { user: username = '', groups, uid, extra } = spec;
      const user = { username, groups: groups ?? [], ...(uid && { uid }), ...(extra && { extra }) };
      const shown = isLocal ? { ...answer, metadata: { namespace } } : answer;
      return respond(call, 201, { ...shown, status: verdictOf(call, user, spec) });
    }
  }
}

function verdictOf({ backend }: Call, user: User, { resourceAttributes, nonResourceAttributes }: Spec): object {
  const { verb = '', ...asked } = resourceAttributes ?? nonResourceAttributes ?? {};
  const { allowed, reason }: Verdict = judge(backend.reader, user, resourceAction(verb, asked));
  return { allowed, ...(reason !== '' && { reason }) };
}

/** Models ResourceAttributes and NonResourceAttributes of pkg/apis/authorization/validation. */
function attributeErrors({ resourceAttributes, nonResourceAttributes }: Spec): readonly FieldError[] {
  const field = 'spec.resourceAttributes';
  if (resourceAttributes && nonResourceAttributes) {
    return [invalid('spec.nonResourceAttributes', null, 'cannot be specified in combination with resourceAttributes')];
  }
  if (resourceAttributes || nonResourceAttributes) return [];
  return [invalid(field, null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified')];
}

function localErrors(spec: Spec, namespace: string, own: string | undefined): readonly FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (nonResourceAttributes) {
    return [invalid('spec.nonResourceAttributes', null, 'disallowed on this kind of request')];
  }
  if (own !== undefined && own !== namespace)
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
  const asked = resourceAttributes?.namespace ?? '';
  if (resourceAttributes && asked !== namespace) {
    return [invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace')];
  }
  return attributeErrors(spec);
}

function userErrors({ user = '', groups }: Spec): readonly FieldError[] {
  if (user !== '' || (groups ?? []).length > 0) return [];
  return [invalid('spec.user', '', 'at least one of user or group must be specified')];
}

function check({ group }: UnstoredInfo, errors: readonly FieldError[]): void {
  // The real server does not name the kind here.
  if (errors.length > 0) throw invalidError('Pod', '', errors, { kind: '', group });
}

function tokenStatus(call: Call, token: string): object {
  if (token === '') return { user: {}, error: 'token was not specified' };
  if (!isValidToken(call, token)) return { user: {}, error: 'invalid bearer token' };
  const user = senderOf({ ...call.request, headers: { authorization: `Bearer ${token}` } });
  return { authenticated: true, user, audiences: ['https://kubernetes.default.svc.cluster.local'] };
}

function rulesOf({ backend, request }: Call, namespace: string): object {
  const { grants, errors } = grantsOf(backend.reader, userOf(request), namespace);
  const rules = grants.flatMap((grant) => grant.rules);
  const isUrl = ({ nonResourceURLs = [] }: (typeof rules)[number]) => nonResourceURLs.length > 0;
  return {
    resourceRules: rules.filter((rule) => !isUrl(rule)),
    nonResourceRules: rules.filter(isUrl).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
    ...(errors.length > 0 && { evaluationError: aggregated(errors) }),
  };
}
