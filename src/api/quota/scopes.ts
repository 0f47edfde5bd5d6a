/**
 * Which pods a quota is about.
 * Models podMatchesScopeFunc of pkg/quota/v1/evaluator/core/pods.go (v1.36.3).
 */
import type { PodAffinityTerm } from '../core/affinity';
import type { Pod } from '../core/pod';
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../core/resourceQuota';
import type { Kind } from '../kinds';
import type { KubeObject } from '../meta/objectMeta';

/** True if every scope of `quota` covers `object`. Scopes speak of pods: none covers an object of another kind. */
export function isInScope({ spec }: ResourceQuota, kind: Kind, object: KubeObject): boolean {
  const requirements: readonly ScopedResourceSelectorRequirement[] = [
    ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' as const })),
    ...(spec.scopeSelector?.matchExpressions ?? []),
  ];
  if (requirements.length === 0) return true;
  return kind === 'Pod' && requirements.every((each) => covers(each, object as Pod)); // By kind.
}

function covers({ scopeName, operator, values = [] }: ScopedResourceSelectorRequirement, pod: Pod): boolean {
  const { spec, status } = pod;
  switch (scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return status.qosClass === 'BestEffort';
    case 'NotBestEffort':
      return status.qosClass !== 'BestEffort';
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(pod);
    case 'PriorityClass': {
      const { priorityClassName = '' } = spec;
      if (operator === 'Exists') return priorityClassName !== '';
      if (operator === 'DoesNotExist') return priorityClassName === '';
      return values.includes(priorityClassName) === (operator === 'In');
    }
    default:
      return false;
  }
}

function crossesNamespaces({ spec: { affinity } }: Pod): boolean {
  const terms: PodAffinityTerm[] = [];
  for (const side of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    terms.push(...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []));
    terms.push(...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((each) => each.podAffinityTerm));
  }
  return terms.some(
    ({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
  );
}
