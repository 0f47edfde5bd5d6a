/**
 * The claims that a pod's volumes name.
 * Models staging/src/k8s.io/component-helpers/storage/ephemeral (v1.36.3).
 */
import type { Pod, Volume } from './pod';

const none: readonly string[] = Object.freeze([]);

/** Names of the claims of `pod`, also of those that are made for its ephemeral volumes. */
export function claimNames(pod: Pod): readonly string[] {
  let names = none;
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod, volume);
    if (name !== undefined) names = [...names, name];
  }
  return names;
}

/** The claim behind `volume`, if it has one. */
export function claimNameOf({ metadata }: Pod, volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName;
  return volume.ephemeral === undefined ? undefined : `${metadata.name}-${volume.name}`;
}
