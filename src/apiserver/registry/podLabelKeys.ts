/**
 * matchLabelKeys and mismatchLabelKeys become part of the selectors beside them when a pod is created.
 * Models applyMatchLabelKeysAndMismatchLabelKeys and applyMatchLabelKeys of pkg/registry/core/pod/strategy.go (v1.36.3).
 */
import type { Affinity, PodAffinity, PodAffinityTerm, TopologySpreadConstraint } from '../../api/core/affinity';
import type { Pod } from '../../api/core/pod';
import type { LabelSelector, Labels } from '../../api/meta/objectMeta';

type Keyed = Pick<PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>;

/** The spec of `pod` with its label keys resolved; the same object if it has none. */
export function withLabelKeys({ metadata, spec }: Pod): Pod['spec'] {
  const { affinity, topologySpreadConstraints: spread } = spec;
  const isMeant =
    spread?.some(isKeyed) === true || hasKeys(affinity?.podAffinity) || hasKeys(affinity?.podAntiAffinity);
  if (!isMeant) return spec;
  const { labels = {} } = metadata;
  return {
    ...spec,
    ...(affinity && { affinity: resolvedAffinity(affinity, labels) }),
    ...(spread && {
      topologySpreadConstraints: spread.map((each): TopologySpreadConstraint => resolved(each, labels)),
    }),
  };
}

function isKeyed({ matchLabelKeys, mismatchLabelKeys, labelSelector }: Keyed): boolean {
  return labelSelector !== undefined && (matchLabelKeys ?? mismatchLabelKeys) !== undefined;
}

function hasKeys(affinity: PodAffinity | undefined): boolean {
  if (affinity === undefined) return false;
  const {
    requiredDuringSchedulingIgnoredDuringExecution: hard,
    preferredDuringSchedulingIgnoredDuringExecution: soft,
  } = affinity;
  return hard?.some(isKeyed) === true || soft?.some(({ podAffinityTerm }) => isKeyed(podAffinityTerm)) === true;
}

function resolvedAffinity(affinity: Affinity, labels: Labels): Affinity {
  const { podAffinity, podAntiAffinity } = affinity;
  return {
    ...affinity,
    ...(podAffinity && { podAffinity: resolvedTerms(podAffinity, labels) }),
    ...(podAntiAffinity && { podAntiAffinity: resolvedTerms(podAntiAffinity, labels) }),
  };
}

function resolvedTerms(affinity: PodAffinity, labels: Labels): PodAffinity {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: hard,
    preferredDuringSchedulingIgnoredDuringExecution: soft,
  } = affinity;
  const preferred = soft?.map((wish) => ({ ...wish, podAffinityTerm: resolved(wish.podAffinityTerm, labels) }));
  return {
    ...affinity,
    ...(hard && { requiredDuringSchedulingIgnoredDuringExecution: hard.map((term) => resolved(term, labels)) }),
    ...(preferred && { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
  };
}

/** Keys that the pod has no label for say nothing. */
function resolved<T extends Keyed>(keyed: T, labels: Labels): T {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = keyed;
  if (labelSelector === undefined) return keyed;
  const added = [...expressions('In', matchLabelKeys, labels), ...expressions('NotIn', mismatchLabelKeys, labels)];
  if (added.length === 0) return keyed;
  const { matchExpressions = [] } = labelSelector;
  return { ...keyed, labelSelector: { ...labelSelector, matchExpressions: [...matchExpressions, ...added] } };
}

function expressions(
  operator: 'In' | 'NotIn',
  keys: readonly string[],
  labels: Labels,
): NonNullable<LabelSelector['matchExpressions']> {
  return keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
