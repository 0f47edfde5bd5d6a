/**
 * What the scheduler writes: bindings, conditions, evictions and events.
 * Models pkg/scheduler/schedule_one.go, plugins/defaultbinder and framework/preemption/executor.go (v1.36.3).
 */
import type { Pod, PodCondition } from '../api/core/pod';
import { BOUND_BY_CONTROLLER, SELECTED_NODE } from '../api/core/volumeAnnotations';
import { conditionOf, withCondition } from '../api/meta/conditions';
import { keyOf } from '../api/meta/objectMeta';
import { ApiError } from '../api/meta/status';
import { formatTime } from '../api/meta/time';
import { pathOf } from '../client/client';
import type { World } from '../component/component';
import type { Provision } from './plugins/volumeBinding';

const SOURCE = 'default-scheduler';
/** The API's limit for an event's text. */
const NOTE_LENGTH = 1024;

/** Binds `pod` to `node` and says so. Hands back the refusal, if the API server refuses. */
export async function bind(pod: Pod, node: string, world: World): Promise<ApiError | undefined> {
  const { namespace, name, uid } = pod.metadata;
  const refused = await refusalOf(() =>
    world.client.raw({
      method: 'POST',
      path: pathOf('Pod', namespace, name, 'binding'),
      body: {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { namespace, name, uid },
        target: { kind: 'Node', name: node },
      },
    }),
  );
  if (refused !== undefined) return refused;
  const message = `Successfully assigned ${namespace}/${name} to ${node}`;
  await world.recorder.event(pod, 'Normal', 'Scheduled', message, { source: SOURCE, action: 'Binding' });
  return undefined;
}

/**
 * Asks for volumes for claims whose first pod goes to `node`: chosen ones are marked with their claim, and a provisioner
 * is told the node. Hands back the first refusal, if any.
 */
export async function bindVolumes(
  provisions: readonly Provision[],
  node: string,
  world: World,
): Promise<ApiError | undefined> {
  for (const provision of provisions) {
    const refused = await refusalOf(() => bindVolume(provision, node, world));
    if (refused !== undefined) return refused;
  }
  return undefined;
}

async function bindVolume({ claim, volume }: Provision, node: string, world: World): Promise<void> {
  const { name, namespace = '', uid, resourceVersion, annotations } = claim.metadata;
  if (volume === undefined) {
    if (annotations?.[SELECTED_NODE] === node) return;
    const metadata = { ...claim.metadata, annotations: { ...annotations, [SELECTED_NODE]: node } };
    await world.client.update('PersistentVolumeClaim', { ...claim, metadata });
    return;
  }
  if (volume.spec.claimRef?.uid === uid) return;
  const header = { kind: 'PersistentVolumeClaim', apiVersion: 'v1' };
  const claimRef = { ...header, namespace, name, uid, resourceVersion };
  const isOthers = volume.spec.claimRef !== undefined; // Reserved for the claim by hand.
  const marked = { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
  const metadata = isOthers ? volume.metadata : { ...volume.metadata, annotations: marked };
  await world.client.update('PersistentVolume', { ...volume, metadata, spec: { ...volume.spec, claimRef } });
}

/** Tells of a failed attempt: an event and the condition PodScheduled. `nominate` as in Preemption. */
export async function reportFailure(
  pod: Pod,
  reason: 'Unschedulable' | 'SchedulerError',
  message: string,
  world: World,
  nominate?: string,
): Promise<void> {
  await recordFailure(pod, message, world);
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'False',
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    lastProbeTime: null,
    reason,
    message,
  };
  await patchStatus(pod, condition, world, nominate);
}

/** Notes in the pod's status that it is to go to `node`; empty takes that back. */
export async function nominate(pod: Pod, node: string, world: World): Promise<void> {
  const body = { status: { nominatedNodeName: node === '' ? null : node } };
  await refusalOf(() => world.client.patch('Pod', keyOf(pod), { type: 'strategic', body }, 'status'));
}

/** The event of a failed attempt alone. */
export async function recordFailure(pod: Pod, message: string, world: World): Promise<void> {
  const text = message.length <= NOTE_LENGTH ? message : `${message.slice(0, NOTE_LENGTH - 4)} ...`;
  await world.recorder.event(pod, 'Warning', 'FailedScheduling', text, { source: SOURCE, action: 'Scheduling' });
}

/** Evicts `victim` to make room on `node` for `preemptor`. One that is going already is left alone. */
export async function evict(victim: Pod, preemptor: Pod, node: string, world: World): Promise<void> {
  if (victim.metadata.deletionTimestamp !== undefined) return;
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    ...(victim.metadata.generation === undefined ? {} : { observedGeneration: victim.metadata.generation }),
    lastProbeTime: null,
    reason: 'PreemptionByScheduler',
    message: `${SOURCE}: preempting to accommodate a higher priority pod`,
  };
  await patchStatus(victim, condition, world);
  const refused = await refusalOf(() => world.client.delete('Pod', keyOf(victim)));
  if (refused !== undefined) return;
  const message = `Preempted by pod ${preemptor.metadata.uid} on node ${node}`;
  await world.recorder.event(victim, 'Normal', 'Preempted', message, { source: SOURCE, action: 'Preempting' });
}

/** Writes `condition` if it says something new. A pod that is gone needs none. */
async function patchStatus(pod: Pod, condition: PodCondition, world: World, nominate?: string): Promise<void> {
  const { conditions, nominatedNodeName = '' } = pod.status;
  const next = withCondition(conditions, condition, formatTime(world.clock.now()));
  const nominatedAnew = nominate !== undefined && nominate !== nominatedNodeName;
  if (next === conditions && !nominatedAnew) return;
  const changed = conditionOf(next, condition.type);
  const status = {
    ...(changed === undefined ? {} : { conditions: [changed] }),
    ...(nominatedAnew ? { nominatedNodeName: nominate === '' ? null : nominate } : {}),
  };
  await refusalOf(() => world.client.patch('Pod', keyOf(pod), { type: 'strategic', body: { status } }, 'status'));
}

async function refusalOf(call: () => Promise<unknown>): Promise<ApiError | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
