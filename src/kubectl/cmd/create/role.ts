/**
 * `kubectl create role NAME --verb=get,list --resource=pods,deployments.apps/status [--resource-name=NAME]...`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_role.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import { CommandError, PlainError } from '../../errors';
import type { Mapping, RestMapper } from '../../resource/access';
import { generatorCommand } from './generator';

/** A Role of one rule for each API group. */
export const createRole = generatorCommand({
  path: ['create', 'role'],
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  plural: 'roles',
  async generate(name, invocation) {
    const verbs = verbsOf(invocation);
    const resources = resourcesOf(invocation);
    if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
    warnOfVerbs(invocation, verbs);
    if (resources.length === 0) throw new CommandError('at least one resource must be specified');
    return { metadata: { name }, rules: await resourceRules(invocation, verbs, resources) };
  },
});

/** A resource that a rule names: `deployments.apps/status`. */
export interface RuleResource {
  readonly resource: string;
  readonly group: string;
  readonly subresource: string;
}

/** The verbs of --verb, each once; `*` stands for all. */
export function verbsOf({ flags }: Invocation): readonly string[] {
  const verbs = flags.list('verb');
  return verbs.includes('*') ? ['*'] : [...new Set(verbs)];
}

/** The resources of --resource; what follows a bare `*` says nothing more. */
export function resourcesOf({ flags }: Invocation): readonly RuleResource[] {
  const resources: RuleResource[] = [];
  for (const text of flags.list('resource')) {
    const [path, subresource = ''] = splitOnce(text, '/');
    const [resource, group = ''] = splitOnce(path, '.');
    resources.push({ resource, group, subresource });
    if (text === '*') break;
  }
  return resources;
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

const standardVerbs: ReadonlySet<string> = new Set(
  '* get delete list create update patch watch proxy deletecollection use bind escalate impersonate'.split(' '),
);

/** Warns of verbs that no resource knows. */
export function warnOfVerbs({ io }: Invocation, verbs: readonly string[]): void {
  for (const verb of verbs) {
    if (!standardVerbs.has(verb)) void io.err(`Warning: '${verb}' is not a standard resource verb\n`);
  }
}

const RBAC = 'rbac.authorization.k8s.io';
const bindable = [`roles.${RBAC}`, `clusterroles.${RBAC}`];
/** Verbs that only some resources have, which need not be in discovery. */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: bindable,
  escalate: bindable,
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
};

/**
 * One rule for each API group, sorted, with the resources as the server names them. Throws PlainError
 * (`the server doesn't have a resource type "x"`) and CommandError.
 */
export async function resourceRules(
  invocation: Invocation,
  verbs: readonly string[],
  resources: readonly RuleResource[],
): Promise<readonly object[]> {
  const mapper = await (await invocation.access()).mapper();
  checkResources(mapper, verbs, resources);
  const byGroup = new Map<string, Set<string>>();
  for (const wanted of resources) {
    const found = mappingOf(mapper, wanted);
    const { plural, group } = found instanceof Error ? { plural: wanted.resource, group: wanted.group } : found;
    const names = byGroup.get(group) ?? new Set();
    names.add(wanted.subresource === '' ? plural : `${plural}/${wanted.subresource}`);
    byGroup.set(group, names);
  }
  const resourceNames = [...new Set(invocation.flags.list('resource-name'))];
  const groups = [...byGroup].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return groups.map(([group, names]) => ({
    verbs,
    apiGroups: [group],
    resources: [...names],
    ...(resourceNames.length > 0 && { resourceNames }),
  }));
}

function checkResources(mapper: RestMapper, verbs: readonly string[], resources: readonly RuleResource[]): void {
  for (const wanted of resources) {
    if (wanted.resource === '') throw new CommandError('resource must be specified if apiGroup/subresource specified');
    if (wanted.resource === '*') return;
    const found = mappingOf(mapper, wanted);
    const { plural, group } = found instanceof Error ? { plural: wanted.resource, group: wanted.group } : found;
    let isSpecial = false;
    for (const verb of verbs) {
      const allowed = specialVerbs[verb];
      if (allowed === undefined) continue;
      if (!allowed.includes(`${plural}.${group}`)) {
        throw new CommandError(`can not perform '${verb}' on '${plural}' in group '${group}'`);
      }
      isSpecial = true;
    }
    if (found instanceof Error && !isSpecial) throw found;
  }
}

/** The kind that a rule means, or why there is none. */
function mappingOf(mapper: RestMapper, { resource, group }: RuleResource): Mapping | Error {
  try {
    return mapper.resource(group === '' ? resource : `${resource}.${group}`);
  } catch (error) {
    if (error instanceof Error) return new PlainError(error.message);
    throw error;
  }
}
