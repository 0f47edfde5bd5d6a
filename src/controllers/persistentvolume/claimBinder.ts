/**
 * Finds volumes for claims, and asks provisioners for those that none suits.
 * Models syncClaim of pkg/controller/volume/persistentvolume/pv_controller.go (v1.36.3).
 * Left out: data sources, volumes that plugins of the controller manager itself would make.
 */
import { classOf, findVolume, isPreBound, mismatchOf } from '../../api/core/claimMatching';
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import { claimNames } from '../../api/core/podClaims';
import { BETA_PROVISIONER, BIND_COMPLETED, PROVISIONER, SELECTED_NODE } from '../../api/core/volumeAnnotations';
import { isDeepEqual } from '../../api/meta/equality';
import { keyOf } from '../../api/meta/objectMeta';
import { defaultStorageClass } from '../../api/storage/storageClass';
import type { Controller, ControllerWorld } from '../controller';
import { BINDER, BINDER_SOURCE, bind, tell, writeClaimStatus } from './binding';

/** Claims are looked at again, changed or not. */
const RESYNC_MS = 15_000;

/** Finds volumes for claims. */
export const claimBinder: Controller<'PersistentVolumeClaim'> = {
  name: BINDER,
  source: BINDER_SOURCE,
  kind: 'PersistentVolumeClaim',
  watches: [
    {
      kind: 'PersistentVolume',
      concerns({ object }) {
        const { claimRef } = (object as PersistentVolume).spec; // Of the kind that is watched.
        const { namespace, name } = claimRef ?? {};
        return namespace === undefined || name === undefined ? [] : [{ namespace, name }];
      },
    },
  ],
  reads: ['StorageClass', 'Pod'],

  async reconcile(key, world) {
    const claim = world.cache.get('PersistentVolumeClaim', key);
    if (claim === undefined) return undefined;
    if (claim.metadata.annotations?.[BIND_COMPLETED] === undefined) await syncUnbound(claim, world);
    else await syncBound(claim, world);
    return undefined;
  },

  tick: {
    periodMs: () => RESYNC_MS,
    run: (world) => Promise.resolve(world.cache.list('PersistentVolumeClaim').map(keyOf)),
  },
};

async function syncUnbound(claim: PersistentVolumeClaim, world: ControllerWorld): Promise<void> {
  const { volumeName = '' } = claim.spec;
  if (volumeName !== '') {
    const volume = world.cache.get('PersistentVolume', { name: volumeName });
    if (volume === undefined) return writeClaimStatus(claim, { phase: 'Pending' }, world);
    const mismatch = volume.spec.claimRef === undefined ? mismatchOf(volume, claim) : undefined;
    if (mismatch !== undefined) {
      const message = `Cannot bind to requested volume "${volumeName}": ${mismatch}`;
      await tell(claim, 'Warning', 'VolumeMismatch', message, world);
      return writeClaimStatus(claim, { phase: 'Pending' }, world);
    }
    if (volume.spec.claimRef === undefined || isPreBound(volume, claim)) return bind(volume, claim, world);
    await tell(claim, 'Warning', 'FailedBinding', `volume "${volumeName}" already bound to a different claim.`, world);
    return writeClaimStatus(claim, { phase: 'Pending' }, world);
  }
  const isDelayed = isBindingDelayed(claim, world);
  const volume = findVolume(claim, world.cache.list('PersistentVolume'), { isDelayed });
  if (volume !== undefined) return bind(volume, claim, world);
  if (await assignDefaultClass(claim, world)) return;
  if (isDelayed) await tellOfDelay(claim, world);
  else if (classOf(claim) !== '') await provision(claim, world);
  else {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    await tell(claim, 'Normal', 'FailedBinding', message, world);
  }
  return writeClaimStatus(claim, { phase: 'Pending' }, world);
}

/** True if the class leaves the choice to the scheduler, which has not chosen yet. */
function isBindingDelayed(claim: PersistentVolumeClaim, world: ControllerWorld): boolean {
  if (claim.metadata.annotations?.[SELECTED_NODE] !== undefined) return false;
  const found = world.cache.get('StorageClass', { name: classOf(claim) });
  return found?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** A claim without a class takes the default one as soon as there is one. */
async function assignDefaultClass(claim: PersistentVolumeClaim, world: ControllerWorld): Promise<boolean> {
  if (claim.spec.storageClassName !== undefined || classOf(claim) !== '') return false;
  const found = defaultStorageClass(world.cache.list('StorageClass'));
  if (found === undefined) return false;
  const spec = { ...claim.spec, storageClassName: found.metadata.name };
  world.explain.rule('defaultClass', { claim: claim.metadata.name, storageClass: found.metadata.name });
  await world.client.update('PersistentVolumeClaim', { ...claim, spec });
  return true;
}

async function tellOfDelay(claim: PersistentVolumeClaim, world: ControllerWorld): Promise<void> {
  const { namespace, name } = claim.metadata;
  const waiting = world.cache
    .list('Pod', namespace)
    .filter((pod) => (pod.spec.nodeName ?? '') === '' && claimNames(pod).includes(name))
    .map((pod) => pod.metadata.name);
  if (waiting.length === 0) {
    const message = 'waiting for first consumer to be created before binding';
    return tell(claim, 'Normal', 'WaitForFirstConsumer', message, world);
  }
  const pods = waiting.length === 1 ? 'pod' : 'pods';
  const message = `waiting for ${pods} ${waiting.join(',')} to be scheduled`;
  return tell(claim, 'Normal', 'WaitForPodScheduled', message, world);
}

/** Says who is to make a volume; those who run see it from the claim's annotations. */
async function provision(claim: PersistentVolumeClaim, world: ControllerWorld): Promise<void> {
  const name = classOf(claim);
  const found = world.cache.get('StorageClass', { name });
  if (found === undefined) {
    return tell(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${name}" not found`, world);
  }
  const { provisioner } = found;
  if (provisioner.startsWith('kubernetes.io/')) {
    return tell(claim, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`, world);
  }
  const { metadata } = claim;
  const annotations = { ...metadata.annotations };
  for (const annotation of [BETA_PROVISIONER, PROVISIONER]) annotations[annotation] = provisioner;
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  if (!isDeepEqual(annotations, metadata.annotations)) {
    world.explain.rule('provisionerAsked', { claim: metadata.name, provisioner, storageClass: name });
    // The change of the claim brings it back here.
    await world.client.update('PersistentVolumeClaim', { ...claim, metadata: { ...metadata, annotations } });
    return undefined;
  }
  return tell(claim, 'Normal', 'ExternalProvisioning', message, world);
}

async function syncBound(claim: PersistentVolumeClaim, world: ControllerWorld): Promise<void> {
  const { volumeName = '' } = claim.spec;
  const volume = volumeName === '' ? undefined : world.cache.get('PersistentVolume', { name: volumeName });
  if (volume === undefined) {
    const why =
      volumeName === ''
        ? 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!'
        : 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
    return lose(claim, 'ClaimLost', why, world);
  }
  if (volume.spec.claimRef === undefined || isPreBound(volume, claim)) return bind(volume, claim, world);
  const why = 'Two claims are bound to the same volume, this one is bound incorrectly';
  return lose(claim, 'ClaimMisbound', why, world);
}

async function lose(claim: PersistentVolumeClaim, reason: string, why: string, world: ControllerWorld): Promise<void> {
  if (claim.status.phase === 'Lost') return;
  await tell(claim, 'Warning', reason, why, world);
  await writeClaimStatus(claim, { phase: 'Lost' }, world);
}
