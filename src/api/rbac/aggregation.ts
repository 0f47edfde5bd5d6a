/**
 * The rules that a ClusterRole gathers from others.
 * Models syncClusterRole of pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go (v1.36.3).
 */
import { labelSelectorMatches } from '../meta/labels';
import type { ClusterRole, PolicyRule } from './role';

/**
 * What `role` should have by its aggregation rule: the rules of the matching roles, each once, selector by selector;
 * undefined if it gathers nothing. `roles` are sorted by name.
 */
export function aggregatedRules(
  {
    metadata,
    aggregationRule,
  }: Pick<ClusterRole, 'aggregationRule'> & { readonly metadata: { readonly name: string } },
  roles: readonly (Pick<ClusterRole, 'rules'> & {
    readonly metadata: Pick<ClusterRole['metadata'], 'name' | 'labels'>;
  })[],
): readonly PolicyRule[] | undefined {
  if (aggregationRule === undefined) return undefined;
  const gathered: PolicyRule[] = [];
  const known = new Set<string>();
  for (const selector of aggregationRule.clusterRoleSelectors ?? []) {
    for (const other of roles) {
      if (other.metadata.name === metadata.name || !labelSelectorMatches(selector, other.metadata.labels)) continue;
      for (const rule of other.rules ?? []) {
        const text = ruleText(rule);
        if (known.has(text)) continue;
        known.add(text);
        gathered.push(rule);
      }
    }
  }
  return gathered;
}

/** Equal for rules that say the same in the same words. */
function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]);
}
