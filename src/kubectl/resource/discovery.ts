/**
 * Which kinds a server has, from its aggregated discovery documents.
 * Models client-go discovery/aggregated_discovery.go (v1.36.3). Left out: servers before 1.27, which have none.
 */
import type { Mapping } from './access';

/** What kubectl accepts at `/api` and `/apis`. */
export const DISCOVERY_TYPES =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** Kinds and versions in the document's order. */
export interface Discovered {
  readonly mappings: readonly Mapping[];
  readonly groupVersions: readonly string[];
}

interface GroupList {
  readonly kind?: string;
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly freshness?: string;
      readonly resources?: readonly Resource[];
    }[];
  }[];
}

interface Resource {
  readonly resource: string;
  readonly responseKind?: { readonly group?: string; readonly version?: string; readonly kind?: string };
  readonly scope: string;
  readonly singularResource?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string }[];
}

/** Reads an APIGroupDiscoveryList; undefined if `body` is something else. */
export function readDiscovery(body: unknown): Discovered | undefined {
  const { kind, items = [] } = (body ?? {}) as GroupList; // What the server sent: its kind is looked at first.
  if (kind !== 'APIGroupDiscoveryList') return undefined;
  const mappings: Mapping[] = [];
  const groupVersions: string[] = [];
  for (const { metadata, versions = [] } of items) {
    const group = metadata?.name ?? '';
    for (const { version, freshness, resources = [] } of versions) {
      // Nobody answers for it at the moment.
      if (freshness === 'Stale') continue;
      groupVersions.push(group === '' ? version : `${group}/${version}`);
      for (const resource of resources) mappings.push(mappingOf(resource, group, version));
    }
  }
  return { mappings, groupVersions };
}

function mappingOf(resource: Resource, group: string, version: string): Mapping {
  const kind = resource.responseKind?.kind ?? '';
  return {
    group,
    version,
    kind,
    plural: resource.resource,
    singular: resource.singularResource || kind.toLowerCase(),
    shortNames: resource.shortNames ?? [],
    namespaced: resource.scope === 'Namespaced',
    verbs: resource.verbs,
    categories: resource.categories ?? [],
    subresources: (resource.subresources ?? []).map(({ subresource }) => subresource),
  };
}
