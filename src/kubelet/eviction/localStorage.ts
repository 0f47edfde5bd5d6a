/**
 * Limits of a pod's own files: sizeLimit of an emptyDir, limits of ephemeral storage.
 * Models pkg/kubelet/eviction/eviction_manager.go, localStorageEviction (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import { addQuantities, canonicalQuantity, wholeValue } from '../../api/meta/quantity';
import { type Candidate, usageOf } from './ranking';

const STORAGE = 'ephemeral-storage';

/** True if the kubelet has to measure the pod's files. */
export function hasStorageLimit({ spec }: Pod): boolean {
  for (const { resources } of spec.containers) if (resources.limits?.[STORAGE] !== undefined) return true;
  return (spec.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined);
}

/** Names of the pod's emptyDir volumes. */
export function emptyDirs({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ name, emptyDir }) => (emptyDir === undefined ? [] : [name]));
}

/** Which limit the pod is over, in the words of its status; undefined if none. */
export function exceededLimit(candidate: Candidate): string | undefined {
  const { pod, amounts } = candidate;
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit;
    if (limit === undefined || wholeValue(limit) <= 0) continue;
    if ((amounts.volumes[name] ?? 0) > wholeValue(limit)) {
      return `Usage of EmptyDir volume "${name}" exceeds the limit "${canonicalQuantity(limit)}". `;
    }
  }
  const total = podLimit(pod);
  if (total !== undefined && usageOf(candidate, STORAGE) > wholeValue(total)) {
    return `Pod ephemeral local storage usage exceeds the total limit of containers ${canonicalQuantity(total)}. `;
  }
  for (const { name, rootfs, logs } of amounts.containers) {
    const limit = pod.spec.containers.find((one) => one.name === name)?.resources.limits?.[STORAGE];
    if (limit === undefined || wholeValue(limit) === 0 || rootfs + logs <= wholeValue(limit)) continue;
    return `Container ${name} exceeded its local ephemeral storage limit "${canonicalQuantity(limit)}". `;
  }
  return undefined;
}

/** The sum of the containers' limits. */
function podLimit({ spec }: Pod): string | undefined {
  const limits = spec.containers.flatMap(({ resources }) => resources.limits?.[STORAGE] ?? []);
  return limits.length === 0 ? undefined : limits.reduce(addQuantities);
}
