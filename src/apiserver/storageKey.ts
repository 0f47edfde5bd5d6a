/**
 * Where objects lie in etcd: `/registry/pods/default/kubia`.
 * Models the resource prefixes of pkg/kubeapiserver/default_storage_factory_builder.go (v1.36.3).
 */
import { CUSTOM_RESOURCE, type Kind, infoOf, kinds } from '../api/kinds';
import type { KubeObject, ObjectKey } from '../api/meta/objectMeta';

/** Resources whose prefix is not their plural. */
const unusual: Readonly<Record<string, string>> = {
  nodes: 'minions',
  replicationcontrollers: 'controllers',
  services: 'services/specs',
  endpoints: 'services/endpoints',
  ingresses: 'ingress',
};

/** All custom resources lie below. */
const CUSTOM_PREFIX = '/registry/customresources/';

const prefixes = new Map<Kind, string>();

/** `/registry/pods/`, or `/registry/pods/default/` for one namespace. */
export function storagePrefix(kind: Kind, namespace?: string): string {
  let prefix = prefixes.get(kind);
  if (prefix === undefined) {
    const { group, plural } = infoOf(kind);
    if (kind === CUSTOM_RESOURCE) prefix = CUSTOM_PREFIX;
    else if (Object.hasOwn(kinds, kind)) prefix = `/registry/${unusual[plural] ?? plural}/`;
    // A real server has no prefix of its own for them; ours lets those follow them who care about any of them.
    else prefix = `${CUSTOM_PREFIX}${group}/${plural}/`;
    prefixes.set(kind, prefix);
  }
  return namespace === undefined ? prefix : `${prefix}${namespace}/`;
}

/** `/registry/pods/default/kubia`. */
export function storageKey(kind: Kind, { namespace, name }: ObjectKey): string {
  return storagePrefix(kind, namespace) + name;
}

/** The key under which `object` is stored. */
export function storageKeyOf(kind: Kind, object: KubeObject): string {
  return storageKey(kind, object.metadata);
}

/** `object` with its key, as the store's entries have it. */
export function entryOf(kind: Kind, object: KubeObject): { readonly key: string; readonly value: KubeObject } {
  return { key: storageKeyOf(kind, object), value: object };
}
