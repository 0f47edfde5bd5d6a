/**
 * Who wants to speak for a group, but for nobody in it, is refused before anything else is looked at.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation/constrained_impersonation.go (v1.36.3).
 */
import { ApiError, failure } from '../../api/meta/status';

const EXTRA = 'impersonate-extra-';

/** Throws 400 for groups, a uid or extras without a user. */
export function refuseNamelessImpersonation(headers: Readonly<Record<string, string>>): void {
  if (headers['impersonate-user'] !== undefined) return;
  const { 'impersonate-group': groups, 'impersonate-uid': uid = '' } = headers;
  const extra = Object.entries(headers).filter(([name]) => name.startsWith(EXTRA));
  if (groups === undefined && uid === '' && extra.length === 0) return;
  const wanted = `Name:"", UID:${quoted(uid)}, Groups:${goList(groups?.split(','))}, Extra:${goMap(extra)}`;
  const message = `requested &user.DefaultInfo{${wanted}} without impersonating a user name`;
  throw new ApiError(failure(400, 'BadRequest', message));
}

const quoted = (text: string): string => JSON.stringify(text);

/** As Go prints a list of texts with %#v. */
function goList(items: readonly string[] | undefined): string {
  return items === undefined ? '[]string(nil)' : `[]string{${items.map(quoted).join(', ')}}`;
}

function goMap(extra: readonly (readonly [string, string])[]): string {
  if (extra.length === 0) return 'map[string][]string(nil)';
  const entries = extra.map(([name, value]) => `${quoted(name.slice(EXTRA.length))}:[]string{${quoted(value)}}`);
  return `map[string][]string{${entries.sort().join(', ')}}`;
}
