/** Go's name of an object's type, which some of kubectl's messages show: `*v1.Deployment`. */

/** What `%T` prints for a decoded `object` of a built-in kind. */
export function goTypeOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `*${apiVersion.split('/').at(-1) ?? ''}.${kind}`;
}
