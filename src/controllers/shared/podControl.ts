/**
 * Creates and deletes pods on behalf of an owner, and tells of it in Events.
 * Models RealPodControl of pkg/controller/controller_utils.go (v1.36.3).
 */
import type { Pod, PodTemplateSpec } from '../../api/core/pod';
import { type KubeObject, keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';
import { controllerReference } from './claim';

/** Names of pods leave room for five random characters. */
export const MAX_PREFIX = 58;

/**
 * Creates a pod of `template` that `owner` controls. Throws the ApiError of a refusal, after an Event about it;
 * in a namespace that is being terminated nothing happens, because nothing can be done about it.
 */
export async function createPod(
  owner: KubeObject,
  template: PodTemplateSpec,
  world: ControllerWorld,
  generateName = `${owner.metadata.name}-`.slice(0, MAX_PREFIX),
): Promise<void> {
  const { labels, annotations, finalizers } = template.metadata;
  const { namespace } = owner.metadata;
  const metadata: Partial<Pod['metadata']> = {
    generateName,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(finalizers === undefined ? {} : { finalizers }),
    ownerReferences: [controllerReference(owner)],
  };
  let pod: Pod;
  try {
    pod = await world.client.create('Pod', { metadata, spec: template.spec });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isNamespaceTerminating(error)) return;
    await world.recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    throw error;
  }
  await world.recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
}

/** Asks for the deletion of `pod`, with its own grace period. A pod that is gone already is no failure. */
export async function deletePod(owner: KubeObject, pod: Pod, world: ControllerWorld): Promise<void> {
  try {
    await world.client.delete('Pod', keyOf(pod), { preconditions: { uid: pod.metadata.uid } });
  } catch (error) {
    if (isReason(error, 'NotFound')) return;
    if (!(error instanceof ApiError)) throw error;
    await world.recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
    throw error;
  }
  await world.recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
}

/** True if the API server refuses because the namespace is on its way out. */
export function isNamespaceTerminating(error: ApiError): boolean {
  return error.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') ?? false;
}
