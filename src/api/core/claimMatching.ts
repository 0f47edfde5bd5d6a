/**
 * Which volume suits a claim: for the controller that binds them, and for the scheduler.
 * Models staging/src/k8s.io/component-helpers/storage/volume (v1.36.3).
 */
import type { Node } from './node';
import type { PersistentVolume } from './persistentVolume';
import type { PersistentVolumeClaim } from './persistentVolumeClaim';
import { termMatches } from './nodeAffinity';
import { labelSelectorMatches } from '../meta/labels';
import { compareQuantities } from '../meta/quantity';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** The class of a claim or volume; empty for none. */
export function classOf({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

/** True if the volume says that it is this claim's: by name, and by uid once that is known. */
export function isPreBound({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  if (claimRef?.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === metadata.uid;
}

/**
 * The volume for `claim`: one that is meant for it, else the smallest available one that suits. `isDelayed`: only the
 * former, because the scheduler has yet to choose. With a `node`, volumes that cannot be reached from there are out.
 */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  { isDelayed = false, node }: { readonly isDelayed?: boolean; readonly node?: Node } = {},
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (volume.metadata.deletionTimestamp !== undefined || !fits(volume, claim)) continue;
    const isReachable = node === undefined || isReachableFrom(volume, node);
    if (isPreBound(volume, claim)) {
      if (isReachable) return volume;
      continue;
    }
    if (isDelayed || !isReachable || volume.spec.claimRef !== undefined) continue;
    if (volume.status.phase !== 'Available' || !suits(volume, claim)) continue;
    if (smallest === undefined || compareQuantities(sizeOf(volume), sizeOf(smallest)) < 0) smallest = volume;
  }
  return smallest;
}

/** True if pods on `node` can use the volume. */
export function isReachableFrom({ spec }: PersistentVolume, node: Node): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || required.nodeSelectorTerms.some((term) => termMatches(term, node));
}

/** Why a volume that a claim asks for by name is not for it; undefined if it is. */
export function mismatchOf(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  const { volumeMode = 'Filesystem', accessModes = [], resources } = claim.spec;
  const { name, deletionTimestamp } = volume.metadata;
  if (deletionTimestamp !== undefined) return `the volume is marked for deletion "${name}"`;
  if (compareQuantities(sizeOf(volume), resources.requests?.storage ?? '0') < 0) return 'requested PV is too small';
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match';
  if ((volume.spec.volumeAttributesClassName ?? '') !== (claim.spec.volumeAttributesClassName ?? '')) {
    return 'volumeAttributesClassName does not match';
  }
  if ((volume.spec.volumeMode ?? 'Filesystem') !== volumeMode) return 'incompatible volumeMode';
  const offered = volume.spec.accessModes ?? [];
  return accessModes.every((mode) => offered.includes(mode)) ? undefined : 'incompatible accessMode';
}

function sizeOf({ spec }: PersistentVolume): string {
  return spec.capacity?.storage ?? '0';
}

function fits(volume: PersistentVolume, { spec }: PersistentVolumeClaim): boolean {
  const isBigEnough = compareQuantities(sizeOf(volume), spec.resources.requests?.storage ?? '0') >= 0;
  return isBigEnough && (volume.spec.volumeMode ?? 'Filesystem') === (spec.volumeMode ?? 'Filesystem');
}

function suits(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { selector, accessModes = [] } = claim.spec;
  const offered = volume.spec.accessModes ?? [];
  return (
    classOf(volume) === classOf(claim) &&
    (volume.spec.volumeAttributesClassName ?? '') === (claim.spec.volumeAttributesClassName ?? '') &&
    accessModes.every((mode) => offered.includes(mode)) &&
    (selector === undefined || labelSelectorMatches(selector, volume.metadata.labels))
  );
}
