/**
 * The rules that a ClusterRole gathers from others.
 * Models syncClusterRole of pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go (v1.36.3).
 */
import { isDeepEqual } from '../meta/equality';
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
  for (const selector of aggregationRule.clusterRoleSelectors ?? []) {
    for (const other of roles) {
      if (other.metadata.name === metadata.name || !labelSelectorMatches(selector, other.metadata.labels)) continue;
      for (const rule of other.rules ?? []) {
        if (!gathered.some((known) => known === rule || isDeepEqual(known, rule))) gathered.push(rule);
      }
    }
  }
  return gathered;
}
