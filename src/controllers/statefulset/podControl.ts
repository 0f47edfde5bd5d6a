/** Creates and deletes the pods of StatefulSets, with their Events. Models pkg/controller/statefulset/stateful_pod_control.go (v1.36.3). */
import type { StatefulSet } from '../../api/apps/statefulSet';
import { keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';
import { controllerReference } from '../shared/claim';
import { isNamespaceTerminating } from '../shared/podControl';
import { createClaims, leaveClaimsTo } from './claims';
import { podName, templateFor } from './identity';
import type { Step } from './nextStep';

/** Does what `step` says. Throws the ApiError of a refusal, after an Event about it. */
export async function carryOut(set: StatefulSet, step: Step, world: ControllerWorld): Promise<void> {
  const verb = step.type === 'create' ? 'Create' : 'Delete';
  const name = step.type === 'create' ? podName(set, step.ordinal) : step.pod.metadata.name;
  try {
    await (step.type === 'create' ? create(set, step, world) : remove(set, step, world));
  } catch (error) {
    // Somebody else has been here before: the watch tells.
    if (isReason(error, 'AlreadyExists') || isReason(error, 'NotFound')) return;
    if (!(error instanceof ApiError)) throw error;
    if (isNamespaceTerminating(error)) return;
    const text = `${verb.toLowerCase()} Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${error.message}`;
    await world.recorder.event(set, 'Warning', `Failed${verb}`, text);
    throw error;
  }
  const text = `${verb} Pod ${name} in StatefulSet ${set.metadata.name} successful`;
  await world.recorder.event(set, 'Normal', `Successful${verb}`, text);
}

async function create(
  set: StatefulSet,
  { ordinal, revision }: Extract<Step, { type: 'create' }>,
  world: ControllerWorld,
) {
  await createClaims(set, ordinal, world);
  const { metadata, spec } = templateFor(set, revision, ordinal);
  const { name, namespace } = set.metadata;
  await world.client.create('Pod', {
    metadata: {
      name: podName(set, ordinal),
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
      ownerReferences: [controllerReference(set)],
    },
    spec,
  });
}

async function remove(
  set: StatefulSet,
  { pod }: Extract<Step, { type: 'delete' }>,
  world: ControllerWorld,
): Promise<void> {
  await leaveClaimsTo(pod, set, world);
  await world.client.delete('Pod', keyOf(pod), { preconditions: { uid: pod.metadata.uid } });
}
