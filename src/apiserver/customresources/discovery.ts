/**
 * Discovery of custom resources, as it stands beside that of built-in kinds.
 * Models apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go (v1.36.3).
 */
import { base64OfBytes } from '../../api/meta/base64';
import { hashString } from '../../sim/hash';
import type { Store } from '../../storage/store';
import type { CustomResource } from './resource';
import { customGroups } from './routes';

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const written = ['get', 'patch', 'update'];

/** The groups of custom resources for `/apis`. */
export function customGroupDocuments(store: Store): readonly object[] {
  return [...customGroups(store)].map(([group, versions]) =>
    groupDocument(
      group,
      versions.map(({ version }) => version),
    ),
  );
}

function groupDocument(name: string, names: readonly string[]): object {
  const versions = names.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

/** The document at `/apis/<group>` or `/apis/<group>/<version>`, if custom resources have one there. */
export function customDocument(store: Store, path: string): object | undefined {
  const [group = '', version] = path.split('/').slice(2);
  const versions = customGroups(store).get(group);
  if (versions === undefined) return undefined;
  if (version === undefined) {
    return {
      kind: 'APIGroup',
      apiVersion: 'v1',
      ...groupDocument(
        group,
        versions.map((each) => each.version),
      ),
    };
  }
  const found = versions.find((each) => each.version === version);
  if (found === undefined) return undefined;
  const resources = found.resources.flatMap((resource) => [resourceOf(resource), ...subresourcesOf(resource)]);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${group}/${version}`, resources };
}

function resourceOf(resource: CustomResource): object {
  const { info, storedAs } = resource;
  const text = `${storedAs}/${info.kind}`;
  const bytes = [hashString(text, 1), hashString(text, 2)].flatMap((hash) =>
    [24, 16, 8, 0].map((by) => (hash >>> by) & 255),
  );
  return {
    name: info.plural,
    singularName: resource.singular,
    namespaced: info.namespaced,
    kind: info.kind,
    verbs,
    ...(info.shortNames.length === 0 ? {} : { shortNames: info.shortNames }),
    ...(info.categories.length === 0 ? {} : { categories: info.categories }),
    storageVersionHash: base64OfBytes(bytes),
  };
}

function subresourcesOf({ info }: CustomResource): readonly object[] {
  return info.subresources.map((name) => ({
    name: `${info.plural}/${name}`,
    singularName: '',
    namespaced: info.namespaced,
    ...(name === 'scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { kind: info.kind }),
    verbs: written,
  }));
}

/** The groups of custom resources in the form that tells all at once. */
export function customAggregated(store: Store): readonly object[] {
  return [...customGroups(store)].map(([group, versions]) => ({
    metadata: { name: group },
    versions: versions.map(({ version, resources }) => ({
      version,
      resources: resources.map(aggregatedResource),
      freshness: 'Current',
    })),
  }));
}

function aggregatedResource(resource: CustomResource): object {
  const { info } = resource;
  const { group, version, kind } = info;
  const subresources = info.subresources.map((subresource) => ({
    subresource,
    responseKind:
      subresource === 'scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { group, version, kind },
    verbs: written,
  }));
  return {
    resource: info.plural,
    responseKind: { group, version, kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs,
    ...(info.shortNames.length === 0 ? {} : { shortNames: info.shortNames }),
    ...(info.categories.length === 0 ? {} : { categories: info.categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}
