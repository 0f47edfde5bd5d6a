/**
 * Which custom resource a path names, looked up where definitions lie: their name is made of plural and group.
 * Models staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go (v1.36.3).
 */
import type { CustomResourceDefinition } from '../../api/apiextensions/customResourceDefinition';
import { storageKey } from '../storageKey';
import type { Store } from '../../storage/store';
import type { Route } from '../paths';
import type { WriteTarget } from '../registry/strategy';
import { byPriority, type CustomResource, customResourceOf, servedVersions } from './resource';

/** A route to a custom resource, and the resource. */
export interface CustomRoute {
  readonly route: Route & { readonly type: 'collection' | 'item' };
  readonly resource: CustomResource;
  readonly definition: CustomResourceDefinition;
}

/** The stored definitions, in the order of their names. */
export function definitionsIn(store: Store): readonly CustomResourceDefinition[] {
  const { entries } = store.list('/registry/customresourcedefinitions/');
  return entries.map(({ value }) => value as CustomResourceDefinition); // By their prefix.
}

/** Where `path` leads, if that is a custom resource. */
export function customRouteOf(store: Store, path: string): CustomRoute | undefined {
  const [root, group = '', version = '', ...rest] = path.split('/').filter((part) => part !== '');
  if (root !== 'apis' || rest.length === 0) return undefined;
  const legacyWatch = rest[0] === 'watch';
  const parts = legacyWatch ? rest.slice(1) : rest;
  const isInNamespace = parts[0] === 'namespaces' && parts.length >= 3;
  const namespace = isInNamespace ? parts[1] : undefined;
  const [plural = '', name, subresource = '', ...more] = isInNamespace ? parts.slice(2) : parts;
  const definition = store.get(storageKey('CustomResourceDefinition', { name: `${plural}.${group}` }))?.value as
    | CustomResourceDefinition
    | undefined; // By its key.
  const resource = definition === undefined ? undefined : customResourceOf(definition, version);
  if (definition === undefined || resource === undefined || more.length > 0) return undefined;
  const { kind, info } = resource;
  const scope = namespace === undefined ? {} : { namespace };
  if (info.namespaced !== isInNamespace && (name !== undefined || isInNamespace)) return undefined;
  if (name === undefined) return { route: { type: 'collection', kind, ...scope, legacyWatch }, resource, definition };
  if (subresource !== '' && !info.subresources.includes(subresource)) return undefined;
  const target = subresource as WriteTarget; // Custom resources have status and scale.
  const route = {
    type: 'item',
    kind,
    ...scope,
    name: decodeURIComponent(name),
    subresource,
    target,
    legacyWatch,
  } as const;
  return { route, resource, definition };
}

/** The document at `path`, if custom resources have one there: their groups and versions. */
export function customDocumentOf(store: Store, path: string): (Route & { readonly type: 'document' }) | undefined {
  const [root, group = '', version, ...more] = path.split('/').filter((part) => part !== '');
  if (root !== 'apis' || more.length > 0) return undefined;
  const versions = customGroups(store).get(group);
  if (versions === undefined) return undefined;
  if (version !== undefined && !versions.some((each) => each.version === version)) return undefined;
  return { type: 'document', path: `/apis/${group}${version === undefined ? '' : `/${version}`}` };
}

/** A version of a group with the resources that are served in it. */
export interface ServedVersion {
  readonly version: string;
  readonly resources: readonly CustomResource[];
}

/** The groups of established definitions with their versions, best first. */
export function customGroups(store: Store): ReadonlyMap<string, readonly ServedVersion[]> {
  const groups = new Map<string, Map<string, CustomResource[]>>();
  for (const definition of definitionsIn(store)) {
    for (const version of servedVersions(definition)) {
      const resource = customResourceOf(definition, version);
      if (resource === undefined) continue;
      const { group } = resource.info;
      const versions = groups.get(group) ?? new Map<string, CustomResource[]>();
      groups.set(group, versions);
      versions.set(version, [...(versions.get(version) ?? []), resource]);
    }
  }
  return new Map(
    [...groups].map(([group, versions]) => [
      group,
      [...versions.keys()].sort(byPriority).map((version) => ({ version, resources: versions.get(version) ?? [] })),
    ]),
  );
}
