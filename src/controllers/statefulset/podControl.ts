/** Creates and deletes the pods of StatefulSets, with their Events. Models pkg/controller/statefulset/stateful_pod_control.go (v1.36.3). */
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { Pod } from '../../api/core/pod';
import { keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';
import { controllerReference } from '../shared/claim';
import { isNamespaceTerminating } from '../shared/podControl';
import { createClaims, isWaitingForClaims, keepClaims } from './claims';
import { ordinalOf, podName, templateFor } from './identity';
import type { Step } from './nextStep';

/** Does what `step` says. Throws the ApiError of a refusal, after an Event about it. */
export async function carryOut(set: StatefulSet, step: Step, world: ControllerWorld): Promise<void> {
  const { name: owner } = set.metadata;
  switch (step.type) {
    case 'restoreClaims':
      world.explain.rule('claimRestored', { owner, pod: step.pod.metadata.name });
      return createClaims(set, ordinalOf(set, step.pod) ?? -1, world);
    case 'keepClaims':
      if ((await keepClaims(set, step.pod, world)) && step.isWanted) await tell(set, 'Update', step.pod, world);
      return undefined;
    case 'create': {
      if (isWaitingForClaims(set, step.ordinal, world)) return undefined;
      const pod = { metadata: { name: podName(set, step.ordinal) } };
      const told = { owner, pod: pod.metadata.name, ordinal: step.ordinal, wanted: set.spec.replicas };
      world.explain.rule('ordinalMissing', told);
      return withEvent(set, 'Create', pod, world, () => create(set, step, world));
    }
    case 'delete':
      world.explain.rule(step.rule, { owner, pod: step.pod.metadata.name, wanted: set.spec.replicas });
      return withEvent(set, 'Delete', step.pod, world, () => remove(step.pod, world));
    default:
      return step satisfies never;
  }
}

type Named = { readonly metadata: { readonly name: string } };

async function withEvent(
  set: StatefulSet,
  verb: 'Create' | 'Delete',
  pod: Named,
  world: ControllerWorld,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    // Somebody else has been here before: the watch tells.
    if (isReason(error, 'AlreadyExists') || isReason(error, 'NotFound')) return;
    if (!(error instanceof ApiError)) throw error;
    if (isNamespaceTerminating(error)) return;
    const { name } = set.metadata;
    const text = `${verb} Pod ${pod.metadata.name} in StatefulSet ${name} failed error: ${error.message}`;
    await world.recorder.event(set, 'Warning', `Failed${verb}`, text);
    throw error;
  }
  await tell(set, verb, pod, world);
}

function tell(set: StatefulSet, verb: 'Create' | 'Delete' | 'Update', pod: Named, world: ControllerWorld) {
  const text = `${verb} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`;
  return world.recorder.event(set, 'Normal', `Successful${verb}`, text);
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

async function remove(pod: Pod, world: ControllerWorld): Promise<void> {
  await world.client.delete('Pod', keyOf(pod), { preconditions: { uid: pod.metadata.uid } });
}
