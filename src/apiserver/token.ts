/**
 * POST of a TokenRequest: a token of a ServiceAccount.
 * Models pkg/registry/core/serviceaccount/storage/token.go (v1.36.3). The claims are a real token's.
 */
import { formatTime } from '../api/meta/time';
import type { ApiResponse } from '../client/transport';
import type { Instant } from '../sim/clock';
import { readBody } from './body';
import { type Call, objectKey, respond } from './call';
import { notFound } from './errors';
import { signedToken } from './jwt';
import { newUid } from './names';
import { type FieldError, invalid, invalidError } from './registry/fieldError';
import { storageKey } from './storageKey';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const DEFAULT_SECONDS = 3_600;
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;

interface TokenRequest {
  readonly spec?: {
    readonly audiences?: readonly string[] | null;
    readonly expirationSeconds?: number | null;
    readonly boundObjectRef?: unknown;
  };
}

/** Answers POST of `.../serviceaccounts/x/token`. */
export function tokenRequest(call: Call, namespace: string | undefined, name: string): ApiResponse {
  const { store, clock, yaml } = call.backend;
  const account = store.get(storageKey('ServiceAccount', objectKey('ServiceAccount', namespace, name)))?.value;
  const { spec = {} } = readBody(call.request, 'TokenRequest', yaml).value as TokenRequest; // An object: readBody.
  if (account === undefined) throw notFound('ServiceAccount', name);
  // A client of Go sends what it has not set as null.
  const expirationSeconds = spec.expirationSeconds ?? DEFAULT_SECONDS;
  const boundObjectRef = spec.boundObjectRef ?? null;
  const audiences = spec.audiences ?? [ISSUER];
  checkSeconds(expirationSeconds);
  const now = clock.now();
  const issued = Math.floor(now / 1000);
  const claims = {
    aud: audiences,
    exp: issued + expirationSeconds,
    iat: issued,
    iss: ISSUER,
    jti: newUid(clock, 'tokens', name),
    'kubernetes.io': { namespace: namespace ?? '', serviceaccount: { name, uid: account.metadata.uid } },
    nbf: issued,
    sub: `system:serviceaccount:${namespace ?? ''}:${name}`,
  };
  const token = signedToken(claims);
  return respond(call, 201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid: account.metadata.uid, creationTimestamp: formatTime(now) },
    spec: { audiences, expirationSeconds, boundObjectRef },
    status: { token, expirationTimestamp: formatTime((now + expirationSeconds * 1000) as Instant) },
  });
}

function checkSeconds(seconds: number): void {
  const errors: FieldError[] = [];
  const field = 'spec.expirationSeconds';
  if (seconds < SHORTEST_SECONDS)
    errors.push(invalid(field, seconds, 'may not specify a duration less than 10 minutes'));
  if (seconds > LONGEST_SECONDS)
    errors.push(invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds'));
  if (errors.length === 0) return;
  throw invalidError('ServiceAccount', '', errors, { kind: 'TokenRequest', group: 'authentication.k8s.io' });
}
