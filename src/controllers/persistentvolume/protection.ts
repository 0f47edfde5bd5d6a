/**
 * Lets claims go once no pod uses them, and volumes once no claim has them.
 * Models pkg/controller/volume/{pvcprotection,pvprotection} (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import { claimNames } from '../../api/core/podClaims';
import type { ObjectKey, ObjectMeta } from '../../api/meta/objectMeta';
import type { Controller } from '../controller';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/** A claim that is being deleted stays as long as a pod on a node uses it. */
export const claimProtection: Controller<'PersistentVolumeClaim'> = {
  name: 'persistentvolumeclaim-protection-controller',
  kind: 'PersistentVolumeClaim',
  isConcernedBy: ({ object }) => isGoing(object.metadata, CLAIM_FINALIZER),
  watches: [{ kind: 'Pod', concerns: ({ object }) => claimsOf(object as Pod) }], // Of the kind that is watched.

  async reconcile(key, world) {
    const claim = world.cache.get('PersistentVolumeClaim', key);
    if (claim === undefined || !isGoing(claim.metadata, CLAIM_FINALIZER)) return undefined;
    const isUsed = world.cache
      .list('Pod', key.namespace)
      .some((pod) => (pod.spec.nodeName ?? '') !== '' && claimsOf(pod).some(({ name }) => name === key.name));
    if (isUsed) return undefined;
    world.explain.rule('claimUnused', { claim: key.name });
    const metadata = withoutFinalizer(claim.metadata, CLAIM_FINALIZER);
    await world.client.update('PersistentVolumeClaim', { ...claim, metadata } as PersistentVolumeClaim);
    return undefined;
  },
};

/** A volume that is being deleted stays as long as it is bound. */
export const volumeProtection: Controller<'PersistentVolume'> = {
  name: 'persistentvolume-protection-controller',
  kind: 'PersistentVolume',
  isConcernedBy: ({ object }) => isGoing(object.metadata, VOLUME_FINALIZER),
  watches: [],

  async reconcile(key, world) {
    const volume = world.cache.get('PersistentVolume', key);
    if (volume === undefined || !isGoing(volume.metadata, VOLUME_FINALIZER)) return undefined;
    if (volume.status.phase === 'Bound') return undefined;
    world.explain.rule('volumeUnused', { volume: key.name });
    const metadata = withoutFinalizer(volume.metadata, VOLUME_FINALIZER);
    await world.client.update('PersistentVolume', { ...volume, metadata } as PersistentVolume);
    return undefined;
  },
};

const NOTHING: readonly ObjectKey[] = Object.freeze([]);

/** The claims that a pod mounts. Called for every change of every pod. */
function claimsOf(pod: Pod): readonly ObjectKey[] {
  const names = claimNames(pod);
  const { namespace = '' } = pod.metadata;
  return names.length === 0 ? NOTHING : names.map((name) => ({ namespace, name }));
}

function isGoing({ deletionTimestamp, finalizers }: ObjectMeta, finalizer: string): boolean {
  return deletionTimestamp !== undefined && finalizers?.includes(finalizer) === true;
}

function withoutFinalizer({ finalizers = [], ...metadata }: ObjectMeta, finalizer: string): ObjectMeta {
  const left = finalizers.filter((each) => each !== finalizer);
  return left.length === 0 ? metadata : { ...metadata, finalizers: left };
}
