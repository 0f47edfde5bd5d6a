/**
 * Volumes, claims and their classes. Data never travels: what a provisioner made is made anew and empty.
 */
import type { Cleaned, CopyContext } from './copyContext';
import { at, type Manifest, objectAt, subjectOf, textAt, withAt, without } from './manifest';

const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
/** What makes volumes in a twin whose classes name drivers that are not there. */
export const TWIN_PROVISIONER = 'k8s.io/minikube-hostpath';
/** Claims of such a class wait for volumes that people make. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** A volume that somebody made by hand: it remembers its claim by name alone, as claims get new uids. */
export function cleanVolume(volume: Manifest): Manifest {
  const { namespace, name } = objectAt(volume, 'spec', 'claimRef');
  const claimRef = name === undefined ? undefined : { namespace, name };
  return withAt(volume, ['spec', 'claimRef'], claimRef);
}

/** `original` still has the annotations that tell who made its volume. */
export function cleanClaim(claim: Manifest, original: Manifest, context: CopyContext): Manifest {
  const volume = textAt(claim, 'spec', 'volumeName');
  const annotations = objectAt(original, 'metadata', 'annotations');
  const isProvisioned = annotations[PROVISIONER] !== undefined || annotations[BETA_PROVISIONER] !== undefined;
  const isKept = volume !== undefined && !isProvisioned && context.hasVolume(volume);
  return isKept ? claim : withAt(claim, ['spec', 'volumeName'], undefined);
}

/** A class of a driver that is not in the twin gets the twin's own; without the driver's parameters and topology. */
export function cleanStorageClass(storageClass: Manifest, context: CopyContext): Cleaned {
  const provisioner = String(at(storageClass, 'provisioner'));
  if (provisioner === NO_PROVISIONER || context.hasProvisioner(provisioner)) {
    return { object: storageClass, notes: [] };
  }
  return {
    object: {
      ...without(storageClass, 'parameters', 'allowedTopologies', 'mountOptions'),
      provisioner: TWIN_PROVISIONER,
    },
    notes: [{ tone: 'changed', key: 'provisioner', about: subjectOf(storageClass), params: { provisioner } }],
  };
}
