/** The kinds that definitions among the objects add, and where the API has objects of any kind. */
import { type Kind, infoOf, kindOf, kinds } from '../api/kinds';
import { at, listAt, type Manifest, textAt } from './manifest';

/** How the API spells a kind. */
export interface ServedKind {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Finds what an apiVersion and kind are; `unserved`: the kind is known, in another version. */
export type ServedKinds = (apiVersion: string, kind: string) => ServedKind | 'unserved' | undefined;

/** Second versions of kinds that the table has in one. */
const otherForms: Readonly<Record<string, string>> = {
  'autoscaling/v1 HorizontalPodAutoscaler': 'autoscaling/v2',
};

/** What a server serves that knows the kinds of the table and the definitions among `objects`. */
export function servedKinds(objects: readonly Manifest[]): ServedKinds {
  const custom = new Map<string, ServedKind | 'unserved'>();
  for (const object of objects) if (object.kind === 'CustomResourceDefinition') addDefinition(object, custom);
  return (apiVersion, kind) => {
    const known = kindOf(otherForms[`${apiVersion} ${kind}`] ?? apiVersion, kind);
    if (known !== undefined) return infoOf(known);
    const defined = custom.get(`${apiVersion} ${kind}`) ?? custom.get(`${groupOf(apiVersion)} ${kind}`);
    return defined ?? otherVersionOf(apiVersion, kind);
  };
}

/** A kind of the table in another version of its group. */
function otherVersionOf(apiVersion: string, kind: string): 'unserved' | undefined {
  return builtInKind({ apiVersion, kind }) === undefined ? undefined : 'unserved';
}

/** The kind of an object, if it is one of Kubernetes' own: others may call theirs `Service` or `Ingress` too. */
export function builtInKind({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): Kind | undefined {
  if (!Object.hasOwn(kinds, kind)) return undefined;
  const known = kind as Kind; // It is a key of the table of kinds.
  return infoOf(known).group === groupOf(apiVersion) ? known : undefined;
}

/** The group of `apps/v1`; empty for the core group's `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
}

function addDefinition(definition: Manifest, custom: Map<string, ServedKind | 'unserved'>): void {
  const group = textAt(definition, 'spec', 'group');
  const kind = textAt(definition, 'spec', 'names', 'kind');
  const plural = textAt(definition, 'spec', 'names', 'plural');
  if (group === undefined || kind === undefined || plural === undefined) return;
  const served = { plural, namespaced: at(definition, 'spec', 'scope') === 'Namespaced' };
  custom.set(`${group} ${kind}`, 'unserved');
  for (const version of listAt(definition, 'spec', 'versions')) {
    if (version.served === true) custom.set(`${group}/${String(version.name)} ${kind}`, served);
  }
}
