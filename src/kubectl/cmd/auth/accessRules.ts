/**
 * Rules of what a user may do, one line per resource.
 * Models staging/src/k8s.io/kubectl/pkg/util/rbac/rbac.go and describe.CombineResourceGroup (v1.36.3).
 */

/** What a subject may do, as a SelfSubjectRulesReview tells it. */
export interface AccessRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** One rule per group, resource and name with all its verbs, and per URL and verb; in the order of their texts. */
export function compactRules(rules: readonly AccessRule[]): readonly AccessRule[] {
  const others: AccessRule[] = [];
  const simple = new Map<string, AccessRule>();
  for (const rule of rules.flatMap(single)) {
    if (rule.nonResourceURLs !== undefined) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = simple.get(key);
    simple.set(key, known === undefined ? rule : { ...known, verbs: [...known.verbs, ...rule.verbs] });
  }
  const texts = new Map([...others, ...simple.values()].map((rule) => [rule, ruleText(rule)]));
  // Equal texts keep their order.
  return [...texts].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([rule]) => rule);
}

/** Rules with one group, resource, name and verb each. */
function single(rule: AccessRule): readonly AccessRule[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb): readonly AccessRule[] => {
        const one = { verbs: [verb], apiGroups: [group], resources: [resource] };
        return resourceNames.length === 0 ? [one] : resourceNames.map((name) => ({ ...one, resourceNames: [name] }));
      }),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ verbs: [verb], nonResourceURLs: [url] })));
  return [...ofResources, ...ofUrls];
}

function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: AccessRule): string {
  return [verbs, apiGroups, resources, resourceNames, nonResourceURLs]
    .map((values = []) => `[${values.join(' ')}]`)
    .join(',');
}

/** `deployments.apps/scale`: the first resource with its group. */
export function resourcesText({ resources = [], apiGroups = [] }: AccessRule): string {
  const [resource] = resources;
  const [group = ''] = apiGroups;
  if (resource === undefined) return '';
  const [name, ...subresource] = resource.split('/');
  return [group === '' ? name : `${name}.${group}`, ...subresource].join('/');
}
