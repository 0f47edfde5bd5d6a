/**
 * Who may come in: the administrator's token, tokens of ServiceAccounts, which the API judges, and nobody else but those
 * who ask whether the server is well.
 * Models staging/src/k8s.io/apiserver/pkg/authentication/request/bearertoken and the rules of
 * system:public-info-viewer (v1.36.3). Unlike a real server's, every other request without a token is refused.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** What anybody may read. */
const PUBLIC: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz', '/version', '/version/']);

/**
 * The headers as the API is to see them: without `authorization` for the administrator. Undefined: nobody that is known,
 * 401. `path` without query.
 */
export type Authenticate = (
  headers: Readonly<Record<string, string>>,
  path: string,
) => Readonly<Record<string, string>> | undefined;

/** Lets in whoever shows `token` as the administrator. */
export function tokenAuthentication(token: string): Authenticate {
  const wanted = digest(token);
  return ({ authorization, ...others }, path) => {
    if (authorization === undefined || authorization === '') {
      return PUBLIC.has(path) ? { ...others, authorization: '' } : undefined;
    }
    const [, shown] = /^bearer\s+(\S+)$/i.exec(authorization.trim()) ?? [];
    if (shown === undefined) return undefined;
    // Equal lengths and equal time, whatever is shown.
    if (timingSafeEqual(digest(shown), wanted)) return others;
    // A token of a ServiceAccount has three parts; the API looks into it.
    return shown.split('.').length === 3 ? { ...others, authorization: `Bearer ${shown}` } : undefined;
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
