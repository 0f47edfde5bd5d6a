/**
 * Keeps the phases of volumes, and gives back those whose claim is gone.
 * Models syncVolume and reclaimVolume of pkg/controller/volume/persistentvolume/pv_controller.go (v1.36.3).
 * Left out: recycling, which is deprecated: such a volume stays Released.
 */
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import { PROVISIONED_BY } from '../../api/core/volumeAnnotations';
import type { Controller, ControllerWorld } from '../controller';
import { BINDER, BINDER_SOURCE, unbind, writePhase } from './binding';

/** Keeps the phases of volumes, and gives back those whose claim is gone. */
export const volumeBinder: Controller<'PersistentVolume'> = {
  name: `${BINDER}/volumes`,
  source: BINDER_SOURCE,
  kind: 'PersistentVolume',
  watches: [
    {
      kind: 'PersistentVolumeClaim',
      concerns({ object, type }) {
        const { volumeName = '' } = (object as PersistentVolumeClaim).spec; // Of the kind that is watched.
        return type === 'DELETED' && volumeName !== '' ? [{ name: volumeName }] : [];
      },
    },
  ],

  async reconcile(key, world) {
    const volume = world.cache.get('PersistentVolume', key);
    if (volume !== undefined) await syncVolume(volume, world);
    return undefined;
  },
};

async function syncVolume(volume: PersistentVolume, world: ControllerWorld): Promise<void> {
  const { claimRef } = volume.spec;
  if (claimRef?.name === undefined || (claimRef.uid ?? '') === '') {
    await writePhase(volume, 'Available', world);
    return;
  }
  const key = { name: claimRef.name, ...(claimRef.namespace !== undefined && { namespace: claimRef.namespace }) };
  const claim = world.cache.get('PersistentVolumeClaim', key);
  // What the cache does not show may still be there.
  if (claim !== undefined && claim.metadata.uid === claimRef.uid) {
    const { volumeName = '' } = claim.spec;
    if (volumeName === volume.metadata.name) await writePhase(volume, 'Bound', world);
    else if (volumeName !== '') await giveUp(volume, world);
    return;
  }
  await release(volume, world);
}

/** The claim has found another volume. */
async function giveUp(volume: PersistentVolume, world: ControllerWorld): Promise<void> {
  const wasMade = volume.metadata.annotations?.[PROVISIONED_BY] !== undefined;
  if (wasMade && volume.spec.persistentVolumeReclaimPolicy === 'Delete') await release(volume, world);
  else await unbind(volume, world);
}

async function release(volume: PersistentVolume, world: ControllerWorld): Promise<void> {
  if (volume.status.phase === 'Failed') return;
  await reclaim(await writePhase(volume, 'Released', world), world);
}

/** What becomes of a volume without its claim. */
async function reclaim(volume: PersistentVolume, world: ControllerWorld): Promise<void> {
  const { metadata, spec } = volume;
  // Its provisioner's or driver's business.
  const isOthers = metadata.annotations?.[PROVISIONED_BY] !== undefined || spec.csi !== undefined;
  if (spec.persistentVolumeReclaimPolicy !== 'Delete' || isOthers || metadata.deletionTimestamp !== undefined) return;
  const { path } = spec.hostPath ?? {};
  if (path !== undefined && /^\/tmp\/.+/.test(path)) {
    world.explain.rule('volumeReclaimed', { volume: metadata.name });
    await world.client.delete('PersistentVolume', { name: metadata.name });
    return;
  }
  const why =
    path === undefined
      ? `error getting deleter volume plugin for volume "${metadata.name}": no deletable volume plugin matched`
      : `host_path deleter only supports /tmp/.+ but received provided ${path}`;
  await writePhase(volume, 'Failed', world, why);
  await world.recorder.event(volume, 'Warning', 'VolumeFailedDelete', why);
}
