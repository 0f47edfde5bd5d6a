/**
 * The token that leads from one page of a list to the next.
 * Models staging/src/k8s.io/apiserver/pkg/storage/continue.go (v1.36.3).
 */
import { bytesOfBase64, encodeBase64, utf8Text } from '../api/meta/base64';
import { jsonSyntaxError } from './jsonText';
import { badRequest } from './errors';

/** Where a list goes on. */
export interface Continuation {
  /** The first key that is not on the pages before, relative to the prefix of the list. */
  readonly start: string;
  /** The revision that all pages show; -1: the present one. */
  readonly revision: number;
}

/** The token for the page after the object at `lastKey` (relative to the list's prefix). */
export function encodeContinuation(lastKey: string, revision: number): string {
  const start = JSON.stringify(`${revision < 0 ? '' : '/'}${lastKey}\0`);
  return encodeBase64(`{"v":"meta.k8s.io/v1","rv":${revision},"start":${start}}`).replace(/=+$/, '');
}

/** Reads a token. Throws 400. */
export function decodeContinuation(token: string): Continuation {
  const padded = token
    .replace(/-/g, '+')
    .replace(/_/g, '/')
    .padEnd(Math.ceil(token.length / 4) * 4, '=');
  const text = utf8Text(bytesOfBase64(padded) ?? []) ?? 'invalid';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused(jsonSyntaxError(text));
  }
  const { v, rv, start } = (value ?? {}) as { readonly v?: unknown; readonly rv?: unknown; readonly start?: unknown };
  if (v !== 'meta.k8s.io/v1') throw refused(`server does not recognize this encoded version ${JSON.stringify(v)}`);
  if (typeof rv !== 'number' || rv === 0)
    throw refused('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '') throw refused('encoded start key empty (version meta.k8s.io/v1)');
  return { revision: rv, start: start.startsWith('/') ? start.slice(1) : start };
}

function refused(why: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
