/**
 * Tokens in the form of a JWT. The signature is a stand-in, good enough to tell a token of this server from one that
 * somebody has changed.
 */
import { encodeToken, signatureOf } from '../api/core/serviceAccountToken';
import { decodeBase64 } from '../api/meta/base64';

/** What a token of a ServiceAccount says; instants in seconds since the epoch. */
export interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
  };
  readonly nbf: number;
  readonly sub: string;
}

/** The token that says `claims`. */
export function signedToken(claims: Claims): string {
  return encodeToken(claims);
}

/** What `token` says; undefined if this server has not signed it. */
export function claimsOf(token: string): Claims | undefined {
  const end = token.lastIndexOf('.');
  const text = token.slice(0, Math.max(end, 0));
  if (end < 0 || token.slice(end + 1) !== signatureOf(text)) return undefined;
  const payload = (text.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  const json = decodeBase64(payload.padEnd(Math.ceil(payload.length / 4) * 4, '='));
  return json === undefined ? undefined : (JSON.parse(json) as Claims); // As signedToken wrote it.
}
