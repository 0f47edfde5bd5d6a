/**
 * Which pods come from files of the machine, and which objects at the API server stand for them.
 * Models pkg/kubelet/types/pod_update.go (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { keyOf } from '../api/meta/objectMeta';
import type { Kubelet } from './context';

/** Annotations by which the kubelet tells them apart. */
export const MIRROR = 'kubernetes.io/config.mirror';
export const SOURCE = 'kubernetes.io/config.source';

/** Sent to the kubelet when a file in the manifest folder has changed; no data. */
export const MANIFESTS_CHANGED = 'manifestsChanged';

/** True for a pod that a file on the machine asks for: the kubelet's own copy, not its mirror. */
export function isStatic({ metadata }: Pod): boolean {
  return metadata.annotations?.[SOURCE] === 'file' && metadata.annotations[MIRROR] === undefined;
}

/** True for what stands for a static pod at the API server. */
export function isMirror({ metadata }: Pod): boolean {
  return metadata.annotations?.[MIRROR] !== undefined;
}

/** The object at the API server that stands for the pod: itself, or its mirror. */
export function objectOf(kl: Kubelet, pod: Pod): Pod | undefined {
  if (!isStatic(pod)) return pod;
  const mirror = kl.world.cache.get('Pod', keyOf(pod));
  return mirror !== undefined && isMirror(mirror) ? mirror : undefined;
}
