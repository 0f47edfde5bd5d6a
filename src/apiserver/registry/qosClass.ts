/** Which pods a node gives up first. Models pkg/apis/core/v1/helper/qos/qos.go (v1.36.3). */
import type { PodSpec, PodStatus, ResourceRequirements } from '../../api/core/pod';
import { compareQuantities } from '../../api/meta/quantity';

const counted = ['cpu', 'memory'] as const;

/**
 * Guaranteed: every container limits cpu and memory and requests just that. BestEffort: no container asks for any.
 * Burstable: the rest. Resources of the pod as a whole, where given, speak for its containers.
 */
export function qosClassOf(spec: PodSpec): NonNullable<PodStatus['qosClass']> {
  const all =
    spec.resources === undefined
      ? [...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.resources ?? {})
      : [spec.resources];
  if (!all.some(asksForAnything)) return 'BestEffort';
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

function asksForAnything({ limits, requests }: ResourceRequirements): boolean {
  return counted.some((name) => isPositive(limits?.[name]) || isPositive(requests?.[name]));
}

function isGuaranteed({ limits, requests }: ResourceRequirements): boolean {
  return counted.every((name) => {
    const limit = limits?.[name];
    const request = requests?.[name];
    return isPositive(limit) && request !== undefined && limit !== undefined && compareQuantities(request, limit) === 0;
  });
}

function isPositive(quantity: string | undefined): boolean {
  return quantity !== undefined && compareQuantities(quantity, '0') > 0;
}
