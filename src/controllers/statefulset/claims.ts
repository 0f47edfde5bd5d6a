/**
 * The claims of a StatefulSet's pods: made before the pod, kept when it goes, unless the set says otherwise.
 * Models createPersistentVolumeClaims of pkg/controller/statefulset/stateful_pod_control.go and the claims' part of
 * stateful_set_utils.go (v1.36.3). Left out: following a retention policy that is changed later.
 */
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { Pod } from '../../api/core/pod';
import { ApiError, isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';
import { controllerReference } from '../shared/claim';
import { claimName, ordinalOf, podName } from './identity';

/** Makes what is missing of the claims of the pod with that number. Throws the ApiError of a refusal, after an Event. */
export async function createClaims(set: StatefulSet, ordinal: number, world: ControllerWorld): Promise<void> {
  const { namespace = '' } = set.metadata;
  const { selector, volumeClaimTemplates = [], persistentVolumeClaimRetentionPolicy: policy } = set.spec;
  for (const template of volumeClaimTemplates) {
    const name = claimName(set, template, ordinal);
    if (world.cache.get('PersistentVolumeClaim', { namespace, name }) !== undefined) continue;
    const { annotations, labels } = template.metadata ?? {};
    const what = `Claim ${name} Pod ${podName(set, ordinal)} in StatefulSet ${set.metadata.name}`;
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
      if (isReason(error, 'AlreadyExists')) continue; // The cache will show it.
      if (!(error instanceof ApiError)) throw error;
      await world.recorder.event(set, 'Warning', 'FailedCreate', `create ${what} failed error: ${error.message}`);
      throw error;
    }
    await world.recorder.event(set, 'Normal', 'SuccessfulCreate', `Create ${what} success`);
  }
}

/** The claims of a pod that the set no longer wants go with the pod, if the set says so. */
export async function leaveClaimsTo(pod: Pod, set: StatefulSet, world: ControllerWorld): Promise<void> {
  const { replicas, ordinals, volumeClaimTemplates = [], persistentVolumeClaimRetentionPolicy: policy } = set.spec;
  const ordinal = ordinalOf(set, pod) ?? -1;
  const start = ordinals?.start ?? 0;
  if (policy?.whenScaled !== 'Delete' || (ordinal >= start && ordinal < start + replicas)) return;
  const { namespace = '' } = set.metadata;
  for (const template of volumeClaimTemplates) {
    const key = { namespace, name: claimName(set, template, ordinal) };
    const claim = world.cache.get('PersistentVolumeClaim', key);
    if (claim === undefined) continue;
    const { uid, name } = pod.metadata;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name, uid, blockOwnerDeletion: true, controller: true }];
    await world.client.update('PersistentVolumeClaim', { ...claim, metadata: { ...claim.metadata, ownerReferences } });
  }
}
