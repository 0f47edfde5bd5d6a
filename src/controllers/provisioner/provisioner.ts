/**
 * What volume provisioners do while their pods run: they make volumes for the claims of their classes, and delete those
 * that nobody has any more. The controller manager of a real cluster does not do this; the pods of the provisioners do.
 * Models sigs.k8s.io/sig-storage-lib-external-provisioner/controller (v11).
 * Left out: the helper pods of the local-path provisioner; a directory is there at once.
 */
import { classOf } from '../../api/core/claimMatching';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import type { Pod } from '../../api/core/pod';
import { PROVISIONED_BY, PROVISIONER, SELECTED_NODE } from '../../api/core/volumeAnnotations';
import { keyOf } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import type { Cache, CacheChange } from '../../client/cache';
import type { Controller, ControllerWorld } from '../controller';
import { type Asked, type Provisioner, provisioners, sourceOf, volumeName } from './provisioners';

/** Makes volumes. */
export const volumeProvisioner: Controller<'PersistentVolumeClaim'> = {
  name: 'volume-provisioner',
  kind: 'PersistentVolumeClaim',
  isConcernedBy: ({ type, object }) => type !== 'DELETED' && waitsFor(object) !== undefined,
  watches: [
    {
      kind: 'Pod',
      concerns: (change, cache) =>
        provisionersIn(change).flatMap((found) =>
          cache
            .list('PersistentVolumeClaim')
            .filter((claim) => waitsFor(claim) === found)
            .map(keyOf),
        ),
    },
  ],
  reads: ['StorageClass'],

  async reconcile(key, world) {
    const claim = world.cache.get('PersistentVolumeClaim', key);
    const provisioner = claim && waitsFor(claim);
    if (claim === undefined || provisioner === undefined) return undefined;
    const pod = runningPod(provisioner, world.cache);
    const node = claim.metadata.annotations?.[SELECTED_NODE];
    if (pod !== undefined) await provision(provisioner, { claim, pod, ...(node !== undefined && { node }) }, world);
    return undefined;
  },
};

/** Deletes volumes whose claim is gone. */
export const volumeDeleter: Controller<'PersistentVolume'> = {
  name: 'volume-deleter',
  kind: 'PersistentVolume',
  isConcernedBy: ({ type, object }) => type !== 'DELETED' && object.status.phase === 'Released',
  watches: [
    {
      kind: 'Pod',
      concerns: (change, cache) =>
        provisionersIn(change).length === 0
          ? []
          : cache
              .list('PersistentVolume')
              .filter(({ status }) => status.phase === 'Released')
              .map(keyOf),
    },
  ],

  async reconcile(key, world) {
    const volume = world.cache.get('PersistentVolume', key);
    if (volume === undefined || volume.metadata.deletionTimestamp !== undefined) return undefined;
    if (volume.status.phase !== 'Released' || volume.spec.persistentVolumeReclaimPolicy !== 'Delete') return undefined;
    const maker = volume.metadata.annotations?.[PROVISIONED_BY];
    const provisioner = provisioners.find(({ name }) => name === maker);
    if (provisioner === undefined || runningPod(provisioner, world.cache) === undefined) return undefined;
    world.explain.rule('volumeReclaimed', { volume: key.name });
    try {
      await world.client.delete('PersistentVolume', key);
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
    return undefined;
  },
};

/** Who is to make a volume for `claim`, if that is one of those known here. */
function waitsFor({ metadata, spec }: PersistentVolumeClaim): Provisioner | undefined {
  const asked = metadata.annotations?.[PROVISIONER];
  if (asked === undefined || (spec.volumeName ?? '') !== '') return undefined;
  return provisioners.find(({ name }) => name === asked);
}

const NONE: readonly Provisioner[] = Object.freeze([]);

/** The provisioners that have just begun to run. Called for every change of every pod. */
function provisionersIn({ type, object, previous }: CacheChange): readonly Provisioner[] {
  if (type === 'DELETED') return NONE;
  const pod = object as Pod; // Of the kind that is watched.
  if (pod.status.phase !== 'Running' || (previous as Pod | undefined)?.status.phase === 'Running') return NONE; // As above.
  return provisioners.filter((each) => isPodOf(each, pod));
}

function runningPod(provisioner: Provisioner, cache: Cache): Pod | undefined {
  return cache.list('Pod').find((pod) => pod.status.phase === 'Running' && isPodOf(provisioner, pod));
}

function isPodOf({ images }: Provisioner, { spec }: Pod): boolean {
  return spec.containers.some(({ image }) =>
    images.some((each) => image === each || image.startsWith(`${each}:`) || image.startsWith(`${each}@`)),
  );
}

async function provision(provisioner: Provisioner, asked: Asked, world: ControllerWorld): Promise<void> {
  const { claim, pod, node } = asked;
  const { namespace = '', name, uid, resourceVersion } = claim.metadata;
  const found = world.cache.get('StorageClass', { name: classOf(claim) });
  if (found === undefined) return;
  // Its volume is chosen with the node of the first pod.
  if (found.volumeBindingMode === 'WaitForFirstConsumer' && node === undefined) return;
  const volume = volumeName(uid);
  if (world.cache.get('PersistentVolume', { name: volume }) !== undefined) return;
  world.explain.rule('volumeProvisioned', { claim: name, volume, provisioner: provisioner.name });
  const source = sourceOf(provisioner, pod);
  const begun = `External provisioner is provisioning volume for claim "${namespace}/${name}"`;
  await world.recorder.event(claim, 'Normal', 'Provisioning', begun, { source });
  const { accessModes = [], resources, volumeMode } = claim.spec;
  const storage = resources.requests?.storage;
  await world.client.create('PersistentVolume', {
    metadata: {
      name: volume,
      annotations: { ...provisioner.annotations(asked), [PROVISIONED_BY]: provisioner.name },
    },
    spec: {
      ...provisioner.volume(asked),
      persistentVolumeReclaimPolicy: found.reclaimPolicy ?? 'Delete',
      accessModes,
      ...(storage !== undefined && { capacity: { storage } }),
      ...(volumeMode !== undefined && { volumeMode }),
      ...(found.mountOptions && { mountOptions: found.mountOptions }),
      storageClassName: found.metadata.name,
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion },
    },
  });
  const done = `Successfully provisioned volume ${volume}`;
  await world.recorder.event(claim, 'Normal', 'ProvisioningSucceeded', done, { source });
}
