/** Where the API has an object or a collection. Models client-go/rest/request.go (v1.36.3). */
import type { Mapping } from './access';

/** `/api/v1/namespaces/default/pods/web/log`; without a name the collection, without a namespace all of them. */
export function resourcePath(
  { group, version, plural, namespaced }: Pick<Mapping, 'group' | 'version' | 'plural' | 'namespaced'>,
  {
    namespace,
    name,
    subresource,
  }: { readonly namespace?: string; readonly name?: string; readonly subresource?: string },
): string {
  const parts = [group === '' ? 'api' : `apis/${group}`, version];
  if (namespaced && namespace !== undefined) parts.push('namespaces', encodeURIComponent(namespace));
  parts.push(plural);
  if (name !== undefined) parts.push(encodeURIComponent(name));
  if (subresource !== undefined) parts.push(subresource);
  return `/${parts.join('/')}`;
}
