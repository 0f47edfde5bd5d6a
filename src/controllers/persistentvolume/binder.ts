/**
 * Brings claims and volumes together: one loop over the claims, one over the volumes. Nobody makes volumes here, as in a
 * cluster whose provisioners are not running.
 * Models pkg/controller/volume/persistentvolume/pv_controller.go (v1.36.3).
 * Left out: recycling, data sources, volumes that plugins of the controller manager itself would make.
 */
import { classOf, findVolume, isPreBound } from '../../api/core/claimMatching';
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import { isDeepEqual } from '../../api/meta/equality';
import { keyOf } from '../../api/meta/objectMeta';
import { formatTime } from '../../api/meta/time';
import { defaultStorageClass } from '../../api/storage/storageClass';
import type { Controller, ControllerWorld } from '../controller';

const NAME = 'persistentvolume-binder-controller';
const SOURCE = 'persistentvolume-controller';
/** Claims and volumes are looked at again, changed or not. */
const RESYNC_MS = 15_000;
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const PROVISIONER = ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'];

/** Finds volumes for claims. */
export const claimBinder: Controller<'PersistentVolumeClaim'> = {
  name: NAME,
  source: SOURCE,
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

/** Keeps the phases of volumes, and gives back those whose claim is gone. */
export const volumeBinder: Controller<'PersistentVolume'> = {
  name: `${NAME}/volumes`,
  source: SOURCE,
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

async function syncUnbound(claim: PersistentVolumeClaim, world: ControllerWorld): Promise<void> {
  const { volumeName = '' } = claim.spec;
  if (volumeName !== '') {
    const volume = world.cache.get('PersistentVolume', { name: volumeName });
    if (volume === undefined) return writeClaimStatus(claim, { phase: 'Pending' }, world);
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
  await world.client.update('PersistentVolumeClaim', { ...claim, spec });
  return true;
}

async function tellOfDelay(claim: PersistentVolumeClaim, world: ControllerWorld): Promise<void> {
  const { namespace, name } = claim.metadata;
  const waiting = world.cache
    .list('Pod', namespace)
    .find(
      ({ spec }) =>
        (spec.nodeName ?? '') === '' &&
        spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === name),
    );
  if (waiting === undefined) {
    const message = 'waiting for first consumer to be created before binding';
    return tell(claim, 'Normal', 'WaitForFirstConsumer', message, world);
  }
  return tell(
    claim,
    'Normal',
    'WaitForPodScheduled',
    `waiting for pod ${waiting.metadata.name} to be scheduled`,
    world,
  );
}

/** Asks the provisioner of the claim's class for a volume, in vain. */
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
  for (const annotation of PROVISIONER) annotations[annotation] = provisioner;
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  if (!isDeepEqual(annotations, metadata.annotations)) {
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
  await writeClaimStatus(claim, { ...claim.status, phase: 'Lost' }, world);
}

/** The volume first, then the claim: whoever sees a bound claim finds its volume bound too. */
async function bind(volume: PersistentVolume, claim: PersistentVolumeClaim, world: ControllerWorld): Promise<void> {
  const bound = await writePhase(await refer(volume, claim, world), 'Bound', world);
  const { metadata, spec } = claim;
  const annotations = {
    ...metadata.annotations,
    [BIND_COMPLETED]: 'yes',
    ...((spec.volumeName ?? '') === '' && { [BOUND_BY_CONTROLLER]: 'yes' }),
  };
  const named = {
    ...claim,
    metadata: { ...metadata, annotations },
    spec: { ...spec, volumeName: bound.metadata.name },
  };
  const isNamed = isDeepEqual(annotations, metadata.annotations) && spec.volumeName === bound.metadata.name;
  const written = isNamed ? claim : await world.client.update('PersistentVolumeClaim', named);
  const { accessModes = [], capacity } = bound.spec;
  const status = { ...written.status, phase: 'Bound', accessModes, ...(capacity && { capacity }) } as const;
  await writeClaimStatus(written, status, world);
}

async function refer(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
  world: ControllerWorld,
): Promise<PersistentVolume> {
  const { metadata, spec } = volume;
  if (spec.claimRef?.uid === claim.metadata.uid) return volume;
  const { name, namespace = '', uid, resourceVersion } = claim.metadata;
  const header = { kind: 'PersistentVolumeClaim', apiVersion: 'v1' };
  const claimRef = { ...header, namespace, name, uid, resourceVersion };
  const isOurs = spec.claimRef === undefined;
  const annotations = { ...metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
  const named = isOurs ? { ...metadata, annotations } : metadata;
  return world.client.update('PersistentVolume', { ...volume, metadata: named, spec: { ...spec, claimRef } });
}

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
    if (claim.spec.volumeName === volume.metadata.name) await writePhase(volume, 'Bound', world);
    return;
  }
  if (volume.status.phase === 'Failed') return;
  await reclaim(await writePhase(volume, 'Released', world), world);
}

/** What becomes of a volume without its claim. */
async function reclaim(volume: PersistentVolume, world: ControllerWorld): Promise<void> {
  const { metadata, spec } = volume;
  const isOthers = metadata.annotations?.[PROVISIONED_BY] !== undefined; // Its provisioner's business.
  if (spec.persistentVolumeReclaimPolicy !== 'Delete' || isOthers || metadata.deletionTimestamp !== undefined) return;
  const { path } = spec.hostPath ?? {};
  if (path !== undefined && /^\/tmp\/.+/.test(path)) {
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

async function writePhase(
  volume: PersistentVolume,
  phase: 'Available' | 'Bound' | 'Released' | 'Failed',
  world: ControllerWorld,
  message?: string,
): Promise<PersistentVolume> {
  if (volume.status.phase === phase) return volume;
  const lastPhaseTransitionTime = formatTime(world.clock.now());
  const status = { phase, lastPhaseTransitionTime, ...(message !== undefined && { message }) };
  return world.client.update('PersistentVolume', { ...volume, status }, 'status');
}

async function writeClaimStatus(
  claim: PersistentVolumeClaim,
  status: PersistentVolumeClaim['status'],
  world: ControllerWorld,
): Promise<void> {
  if (isDeepEqual(status, claim.status)) return;
  await world.client.update('PersistentVolumeClaim', { ...claim, status }, 'status');
}

function tell(
  claim: PersistentVolumeClaim,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  world: ControllerWorld,
): Promise<void> {
  return world.recorder.event(claim, type, reason, message);
}
