/**
 * How a claim and a volume are tied to each other, and how the loops write what they found.
 * Models bind, unbindVolume and the update functions of pkg/controller/volume/persistentvolume/pv_controller.go (v1.36.3).
 */
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER } from '../../api/core/volumeAnnotations';
import { isDeepEqual } from '../../api/meta/equality';
import { formatTime } from '../../api/meta/time';
import type { ControllerWorld } from '../controller';

/** The name of the controller of claims and volumes, and the source of its events. */
export const BINDER = 'persistentvolume-binder-controller';
export const BINDER_SOURCE = 'persistentvolume-controller';

/** The volume first, then the claim: whoever sees a bound claim finds its volume bound too. */
export async function bind(
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
  world: ControllerWorld,
): Promise<void> {
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
  if (!isNamed) world.explain.rule('claimBound', { claim: metadata.name, volume: bound.metadata.name });
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
  world.explain.rule('claimBound', { claim: name, volume: metadata.name });
  return world.client.update('PersistentVolume', { ...volume, metadata: named, spec: { ...spec, claimRef } });
}

/** Takes the claim off a volume that it does not use. What a person reserved stays reserved. */
export async function unbind(volume: PersistentVolume, world: ControllerWorld): Promise<void> {
  const { claimRef, ...spec } = volume.spec;
  const { [BOUND_BY_CONTROLLER]: isOurs, ...annotations } = volume.metadata.annotations ?? {};
  const { uid: _uid, resourceVersion: _version, ...reservation } = claimRef ?? {};
  const freed: PersistentVolume =
    isOurs === undefined
      ? { ...volume, spec: { ...spec, claimRef: reservation } }
      : { ...volume, metadata: { ...volume.metadata, annotations }, spec };
  world.explain.rule('volumeUnbound', { volume: volume.metadata.name });
  await writePhase(await world.client.update('PersistentVolume', freed), 'Available', world);
}

/** Notes the volume's phase, with a `message` if it failed. */
export async function writePhase(
  volume: PersistentVolume,
  phase: 'Available' | 'Bound' | 'Released' | 'Failed',
  world: ControllerWorld,
  message?: string,
): Promise<PersistentVolume> {
  if (volume.status.phase === phase) return volume;
  world.explain.rule('volumePhase', { volume: volume.metadata.name, phase });
  const lastPhaseTransitionTime = formatTime(world.clock.now());
  const status = { phase, lastPhaseTransitionTime, ...(message !== undefined && { message }) };
  return world.client.update('PersistentVolume', { ...volume, status }, 'status');
}

/** Notes the status of a claim, if it is another one. */
export async function writeClaimStatus(
  claim: PersistentVolumeClaim,
  status: PersistentVolumeClaim['status'],
  world: ControllerWorld,
): Promise<void> {
  if (isDeepEqual(status, claim.status)) return;
  world.explain.rule('claimPhase', { claim: claim.metadata.name, phase: status.phase ?? '' });
  await world.client.update('PersistentVolumeClaim', { ...claim, status }, 'status');
}

/** An event of the claim. */
export function tell(
  claim: PersistentVolumeClaim,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  world: ControllerWorld,
): Promise<void> {
  world.explain.rule('claimWaits', { claim: claim.metadata.name, reason, message });
  return world.recorder.event(claim, type, reason, message);
}
