/**
 * The claims of a StatefulSet's pods: made before the pod, kept when it goes, unless the set says otherwise.
 * Models createPersistentVolumeClaims of pkg/controller/statefulset/stateful_pod_control.go and the claims' part of
 * stateful_set_utils.go (v1.36.3).
 */
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { PersistentVolumeClaimTemplate } from '../../api/core/persistentVolumeClaim';
import type { Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import type { OwnerReference } from '../../api/meta/objectMeta';
import { ApiError, failure, isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';
import { controllerReference } from '../shared/claim';
import { claimName, ordinalOf, podName } from './identity';

/**
 * Makes what is missing of the claims of the pod with that number. Throws an ApiError if one cannot be made, after an
 * Event, or is on its way out.
 */
export async function createClaims(set: StatefulSet, ordinal: number, world: ControllerWorld): Promise<void> {
  const { namespace = '' } = set.metadata;
  const faults: string[] = [];
  let refusal: ApiError | undefined;
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(set, template, ordinal);
    const present = world.cache.get('PersistentVolumeClaim', { namespace, name });
    if (present === undefined) {
      const refused = await createClaim(set, template, ordinal, world);
      if (refused !== undefined) faults.push(`failed to create PVC ${name}: ${refused.message}`);
      refusal ??= refused;
    } else if (present.metadata.deletionTimestamp !== undefined) faults.push(`pvc ${name} is being deleted`);
  }
  if (faults.length === 0) return;
  const message = faults.length === 1 ? (faults[0] ?? '') : `[${faults.join(', ')}]`;
  throw new ApiError({ ...(refusal?.status ?? failure(409, 'Conflict', message)), message });
}

async function createClaim(
  set: StatefulSet,
  template: PersistentVolumeClaimTemplate,
  ordinal: number,
  world: ControllerWorld,
): Promise<ApiError | undefined> {
  const { namespace = '' } = set.metadata;
  const { selector, persistentVolumeClaimRetentionPolicy: policy } = set.spec;
  const { annotations, labels } = template.metadata ?? {};
  const name = claimName(set, template, ordinal);
  const pod = podName(set, ordinal);
  try {
    await world.client.create('PersistentVolumeClaim', {
      metadata: {
        name,
        namespace,
        labels: { ...labels, ...selector.matchLabels },
        ...(annotations && { annotations }),
        ...(policy?.whenDeleted === 'Delete' && { ownerReferences: [controllerReference(set)] }),
      },
      spec: template.spec,
    });
  } catch (error) {
    if (isReason(error, 'AlreadyExists')) return undefined; // The cache will show it.
    if (!(error instanceof ApiError)) throw error;
    const text = `Create Claim ${name} for Pod ${pod} in StatefulSet ${set.metadata.name} failed error: ${error.message}`;
    await world.recorder.event(set, 'Warning', 'FailedCreate', text);
    return error;
  }
  const text = `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`;
  await world.recorder.event(set, 'Normal', 'SuccessfulCreate', text);
  return undefined;
}

/**
 * Gives the claims of `pod` the owners that the set's retention policy asks for: with them the garbage collector deletes
 * the claims. Follows a policy that is changed later. True if something was to be changed.
 */
export async function keepClaims(set: StatefulSet, pod: Pod, world: ControllerWorld): Promise<boolean> {
  let isChanged = false;
  const { volumeClaimTemplates = [] } = set.spec;
  const { namespace = '' } = set.metadata;
  for (const template of volumeClaimTemplates) {
    const key = { namespace, name: claimName(set, template, ordinalOf(set, pod) ?? -1) };
    const claim = world.cache.get('PersistentVolumeClaim', key);
    if (claim === undefined) continue;
    const { ownerReferences: references = [], ...metadata } = claim.metadata;
    const isForeign = hasOtherController(references, set, pod);
    const wanted = ownersFor(references, set, pod, isForeign);
    if (isDeepEqual(wanted, references)) continue;
    isChanged = true;
    if (isForeign) {
      const text = `PersistentVolumeClaim ${key.name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`;
      await world.recorder.event(set, 'Warning', 'ConflictingController', text);
    }
    world.explain.rule('claimRetention', { owner: set.metadata.name, claim: key.name });
    const owners = wanted.length === 0 ? {} : { ownerReferences: wanted };
    await world.client.update('PersistentVolumeClaim', { ...claim, metadata: { ...metadata, ...owners } });
  }
  return isChanged;
}

/** A claim that goes with an earlier pod of the same name must be gone before there is a new one. */
export function isWaitingForClaims(set: StatefulSet, ordinal: number, world: ControllerWorld): boolean {
  const { volumeClaimTemplates = [], persistentVolumeClaimRetentionPolicy: policy } = set.spec;
  if (policy?.whenScaled !== 'Delete') return false;
  const { namespace = '' } = set.metadata;
  return volumeClaimTemplates.some((template) => {
    const key = { namespace, name: claimName(set, template, ordinal) };
    const { ownerReferences = [] } = world.cache.get('PersistentVolumeClaim', key)?.metadata ?? {};
    return ownerReferences.some(({ kind, name }) => kind === 'Pod' && name === podName(set, ordinal));
  });
}

function ownersFor(
  references: readonly OwnerReference[],
  set: StatefulSet,
  pod: Pod,
  isForeign: boolean,
): readonly OwnerReference[] {
  const isStale = references.some((each) => (isNamed(each, set) || isNamed(each, pod)) && !isOf(each, set, pod));
  if (isStale) return references;
  const others = references.filter((each) => !isOf(each, set, pod));
  if (isForeign) return others;
  const { replicas, ordinals, persistentVolumeClaimRetentionPolicy: policy } = set.spec;
  const place = (ordinalOf(set, pod) ?? -1) - (ordinals?.start ?? 0);
  const isWanted = place >= 0 && place < replicas;
  const isScaledAway = policy?.whenScaled === 'Delete' && !isWanted;
  if (isScaledAway) return [...others, controllerReference(pod)];
  return policy?.whenDeleted === 'Delete' ? [...others, controllerReference(set)] : others;
}

/** Somebody else manages the claim, and the set would too. */
function hasOtherController(references: readonly OwnerReference[], set: StatefulSet, pod: Pod): boolean {
  const { whenScaled = 'Retain', whenDeleted = 'Retain' } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (whenScaled === 'Retain' && whenDeleted === 'Retain') return false;
  return references.some((each) => each.controller === true && !isOf(each, set, pod));
}

function isOf({ uid }: OwnerReference, set: StatefulSet, pod: Pod): boolean {
  return uid === set.metadata.uid || uid === pod.metadata.uid;
}

function isNamed({ kind, name }: OwnerReference, owner: StatefulSet | Pod): boolean {
  return kind === owner.kind && name === owner.metadata.name;
}
