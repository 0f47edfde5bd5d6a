/**
 * Makes the claims behind the ephemeral volumes of pods; each goes with its pod.
 * Models pkg/controller/volume/ephemeral/controller.go (v1.36.3).
 */
import type { Pod, Volume } from '../../api/core/pod';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import { claimNameOf } from '../../api/core/podClaims';
import { controllerOf } from '../../api/meta/objectMeta';
import { ApiError } from '../../api/meta/status';
import type { Controller, ControllerWorld } from '../controller';
import { controllerReference } from '../shared/claim';

export const ephemeralVolumes: Controller<'Pod'> = {
  name: 'ephemeral-volume-controller',
  source: 'ephemeral_volume',
  kind: 'Pod',
  // What a pod mounts is for life.
  isConcernedBy: ({ type, object }) => type === 'ADDED' && object.spec.volumes?.some(isEphemeral) === true,
  watches: [
    {
      kind: 'PersistentVolumeClaim',
      concerns({ type, object }) {
        const owner = type === 'DELETED' ? controllerOf(object) : undefined;
        const { namespace = '' } = object.metadata;
        return owner?.kind === 'Pod' ? [{ namespace, name: owner.name }] : [];
      },
    },
  ],

  async reconcile(key, world) {
    const pod = world.cache.get('Pod', key);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return undefined;
    for (const volume of pod.spec.volumes ?? []) if (isEphemeral(volume)) await provide(pod, volume, world);
    return undefined;
  },
};

function isEphemeral({ ephemeral }: Volume): boolean {
  return ephemeral !== undefined;
}

async function provide(pod: Pod, volume: Volume, world: ControllerWorld): Promise<void> {
  const { namespace = '' } = pod.metadata;
  const name = claimNameOf(pod, volume) ?? '';
  const claim = world.cache.get('PersistentVolumeClaim', { namespace, name });
  if (claim !== undefined) {
    if (controllerOf(claim)?.uid === pod.metadata.uid) return;
    const owner = `pod ${namespace}/${pod.metadata.name}`;
    await complain(pod, volume, `PVC ${namespace}/${name} was not created for ${owner} (pod is not owner)`, world);
    return;
  }
  const { metadata: { annotations, labels } = {}, spec } = volume.ephemeral?.volumeClaimTemplate ?? {};
  if (spec === undefined) return; // The API server lets none pass.
  const metadata: Partial<PersistentVolumeClaim['metadata']> = {
    name,
    namespace,
    ...(annotations && { annotations }),
    ...(labels && { labels }),
    ownerReferences: [controllerReference(pod)],
  };
  world.explain.rule('ephemeralClaim', { claim: name, pod: pod.metadata.name });
  try {
    await world.client.create('PersistentVolumeClaim', { metadata, spec });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await complain(pod, volume, `create PVC ${name}: ${error.message}`, world);
    throw error;
  }
}

async function complain(pod: Pod, { name }: Volume, why: string, world: ControllerWorld): Promise<void> {
  await world.recorder.event(pod, 'Warning', 'FailedBinding', `ephemeral volume ${name}: ${why}`);
}
