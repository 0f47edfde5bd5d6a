/**
 * The tokens that the API server hands out for ServiceAccounts: a real token's claims, in the form of a JSON Web Token.
 * Models pkg/serviceaccount/claims.go (v1.36.3). The signature is a stand-in, good enough to tell a token of this
 * cluster from one that somebody has changed.
 */
import { encodeBase64 } from '../meta/base64';
import { sha256 } from '../meta/sha256';

/** Who issues them; also their audience, unless another is asked for. */
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** Tokens of pods last a year, so that clients which never read them again go on; these are meant to last an hour. */
const EXTENDED_FROM_SECONDS = 3607;
const EXTENDED_SECONDS = 365 * 24 * 3600;

/** What a pod's token says. */
export interface BoundToken {
  readonly namespace: string;
  /** Of the ServiceAccount. */
  readonly name: string;
  readonly uid: string;
  readonly pod: { readonly name: string; readonly uid: string };
  readonly node: string;
  readonly audience?: string;
  readonly expirationSeconds: number;
}

/** The token that a pod got at `issuedAt`, in seconds since the epoch. */
export function boundToken(bound: BoundToken, issuedAt: number): string {
  const { namespace, name, uid, pod, node, audience = ISSUER, expirationSeconds } = bound;
  const isExtended = expirationSeconds === EXTENDED_FROM_SECONDS;
  const warnafter = isExtended ? { warnafter: issuedAt + expirationSeconds } : {};
  const id = sha256(`${pod.uid}/${issuedAt}/${audience}`);
  return encodeToken({
    aud: [audience],
    exp: issuedAt + (isExtended ? EXTENDED_SECONDS : expirationSeconds),
    iat: issuedAt,
    iss: ISSUER,
    jti: [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join('-'),
    'kubernetes.io': { namespace, node: { name: node }, pod, serviceaccount: { name, uid }, ...warnafter },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${name}`,
  });
}

/** `claims` as a signed token. */
export function encodeToken(claims: unknown): string {
  const text = [{ alg: 'RS256', kid: 'simulated' }, claims].map((part) => urlText(JSON.stringify(part))).join('.');
  return `${text}.${signatureOf(text)}`;
}

/** The last part of a token whose other parts are `text`. */
export function signatureOf(text: string): string {
  return urlText(sha256(text));
}

/** Base64 for URLs, without padding. */
function urlText(text: string): string {
  return encodeBase64(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
