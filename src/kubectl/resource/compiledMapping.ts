/** Kinds that kubectl has compiled in and asks no discovery for. */
import type { Mapping } from './access';

/** The mapping of such a kind. Its verbs, categories and subresources are nobody's question. */
export function compiledMapping(
  apiVersion: string,
  kind: string,
  { plural, namespaced }: Pick<Mapping, 'plural' | 'namespaced'>,
): Mapping {
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: [],
    namespaced,
    verbs: [],
    categories: [],
    subresources: [],
  };
}
