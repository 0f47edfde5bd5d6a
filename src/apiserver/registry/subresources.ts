/** The two halves of an object that are written through different endpoints. */
import type { KubeObject } from '../../api/meta/objectMeta';

/** What a write to the main endpoint stores: the status stays. */
export function keepStatus<T extends KubeObject & { readonly status: unknown }>(next: T, old: T): T {
  return next.status === old.status ? next : { ...next, status: old.status };
}

/** What a write to /status stores: the spec stays. */
export function keepSpec<T extends KubeObject & { readonly spec: unknown }>(next: T, old: T): T {
  return next.spec === old.spec ? next : { ...next, spec: old.spec };
}
