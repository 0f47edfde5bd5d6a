/**
 * Which pod has to go first, and what it is told.
 * Models pkg/kubelet/eviction/helpers.go, rankMemoryPressure, rankDiskPressureFunc and evictionMessage (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import { canonicalQuantity, wholeValue } from '../../api/meta/quantity';
import type { PodAmounts } from '../runtime/machineResources';
import { type Observation, type Resource, bytesText } from './thresholds';

/** A pod that could be evicted, with what it takes. */
export interface Candidate {
  readonly pod: Pod;
  readonly amounts: PodAmounts;
}

/**
 * Candidates in the order of eviction: 1. who takes more than it requests, 2. lower priority, 3. who takes most beyond
 * its request.
 */
export function rank(candidates: readonly Candidate[], resource: Resource): readonly Candidate[] {
  const rows = candidates.map((candidate) => {
    const usage = usageOf(candidate, resource);
    return { candidate, usage, beyond: usage - requestOf(candidate.pod, resource) };
  });
  const exceeds = ({ beyond }: { readonly beyond: number }) => (beyond > 0 ? 0 : 1);
  const priority = ({ candidate }: { readonly candidate: Candidate }) => candidate.pod.spec.priority ?? 0;
  const name = ({ candidate }: { readonly candidate: Candidate }) => candidate.pod.metadata.uid;
  return rows
    .sort(
      (a, b) =>
        exceeds(a) - exceeds(b) || priority(a) - priority(b) || b.beyond - a.beyond || (name(a) < name(b) ? -1 : 1),
    )
    .map(({ candidate }) => candidate);
}

/** What the pod takes of the resource. */
export function usageOf({ pod, amounts }: Candidate, resource: Resource): number {
  let sum = 0;
  for (const { memory, rootfs, logs } of amounts.containers) sum += resource === 'memory' ? memory : rootfs + logs;
  if (resource === 'memory') return sum;
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    if (emptyDir?.medium !== 'Memory') sum += amounts.volumes[name] ?? 0;
  }
  return sum;
}

function requestOf({ spec }: Pod, resource: Resource): number {
  let sum = 0;
  for (const { resources } of spec.containers) {
    const quantity = resources.requests?.[resource];
    if (quantity !== undefined) sum += wholeValue(quantity);
  }
  return sum;
}

/** Status message and Event of an eviction; it ends in a blank, as the real one. */
export function evictionMessage({ pod, amounts }: Candidate, { resource, threshold, available }: Observation): string {
  let message = `The node was low on resource: ${resource}. `;
  message += `Threshold quantity: ${bytesText(threshold)}, available: ${bytesText(available)}. `;
  for (const { name, memory, rootfs, logs } of amounts.containers) {
    const container = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((one) => one.name === name);
    if (container === undefined) continue; // Ephemeral containers cannot request anything and are not blamed.
    const request = container.resources.requests?.[resource] ?? '0';
    const usage = resource === 'memory' ? memory : rootfs + logs;
    if (usage <= wholeValue(request)) continue;
    const texts = `was using ${bytesText(usage)}, request is ${canonicalQuantity(request)}`;
    message += `Container ${name} ${texts}, has larger consumption of ${resource}. `;
  }
  return message;
}
