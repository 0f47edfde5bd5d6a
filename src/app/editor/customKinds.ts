/** Kinds of a file that the page does not know: what the cluster's CustomResourceDefinitions say of them. */
import { isCrdCondition } from '../../api/apiextensions/customResourceDefinition';
import { declareKind, infoOf, type Kind, kindOf, kinds } from '../../api/kinds';
import type { KubeClient } from '../../client/client';

/** The kind that `apiVersion` and `kind` name together. */
export type KindLookup = (apiVersion: string, kind: string) => Kind | undefined;

/** Finds built-in kinds, and those that are defined in the cluster now. Rejects with ApiError. */
export async function lookupIn(client: KubeClient): Promise<KindLookup> {
  const found = new Map<string, Kind>();
  for (const crd of (await client.list('CustomResourceDefinition')).items) {
    if (!isCrdCondition(crd, 'Established')) continue;
    const { group, names, scope, versions } = crd.spec;
    for (const { name: version, served } of versions) {
      if (!served) continue;
      const namespaced = scope === 'Namespaced';
      const { plural, kind, shortNames = [], categories = [] } = names;
      const id = `${kind}.${version}.${group}/${plural}/${scope}`;
      const info = { kind: kind as Kind, group, version, plural, shortNames, namespaced, categories, subresources: [] };
      found.set(`${group}/${version} ${kind}`, declareKind(id, info)); // `kind` is only printed.
    }
  }
  return (apiVersion, kind) => kindOf(apiVersion, kind) ?? found.get(`${apiVersion} ${kind}`);
}

/** True for a kind that only a definition tells of. */
export function isCustom(kind: Kind): boolean {
  return !Object.hasOwn(kinds, kind);
}

/** A kind as people write it. */
export function kindName(kind: Kind): string {
  return infoOf(kind).kind;
}
