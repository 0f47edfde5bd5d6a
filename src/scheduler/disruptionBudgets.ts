/**
 * Which pods may not be evicted without breaking a PodDisruptionBudget. To preemption this is a wish, not a rule.
 * Models filterPodsWithPDBViolation of pkg/scheduler/framework/plugins/defaultpreemption (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { labelSelectorMatches } from '../api/meta/labels';
import type { PodDisruptionBudget } from '../api/policy/podDisruptionBudget';

/** Those of `pods`, asked in this order, for whom a budget has nothing left. */
export function sparedByBudgets(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): ReadonlySet<Pod> {
  const spared = new Set<Pod>();
  if (budgets.length === 0) return spared;
  const left = new Map(budgets.map((budget) => [budget, budget.status.disruptionsAllowed ?? 0]));
  for (const pod of pods) {
    for (const budget of budgets) {
      if (!concerns(budget, pod)) continue;
      const rest = (left.get(budget) ?? 0) - 1;
      left.set(budget, rest);
      if (rest < 0) spared.add(pod);
    }
  }
  return spared;
}

/** An empty selector spares nobody here; a pod whose eviction has been counted is not counted again. */
function concerns({ metadata, spec: { selector }, status }: PodDisruptionBudget, { metadata: pod }: Pod): boolean {
  if (metadata.namespace !== pod.namespace || Object.keys(pod.labels ?? {}).length === 0) return false;
  const isEmpty =
    Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;
  if (isEmpty || !labelSelectorMatches(selector, pod.labels)) return false;
  return status.disruptedPods?.[pod.name] === undefined;
}
