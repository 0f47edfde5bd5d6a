/**
 * In-place resize: what is told of it, and how a running container gets what was allocated.
 * Models pkg/kubelet/kuberuntime/kuberuntime_manager.go, doPodResizeAction, and pkg/kubelet/status/status_manager.go
 * (v1.36.3). Left out: the order among containers, which nobody sees here.
 */
import { wholeValue } from '../api/meta/quantity';
import { formatTime } from '../api/meta/time';
import type { Container, Pod, PodCondition, ResourceRequirements } from '../api/core/pod';
import type { Instant } from '../sim/clock';
import { type Kubelet, podEvent, untilTick, wake } from './context';
import type { ContainerRecord } from './runtime/containerRuntime';

/** A resize that waits, or is under way. */
interface ResizeState {
  readonly since: Instant;
  readonly generation: number;
  readonly reason?: string;
  readonly message?: string;
}

/** What one pod has been allocated. */
export interface Allocation {
  readonly containers: Readonly<Record<string, ResourceRequirements>>;
  /** It cannot have what it asks for: `Deferred` for now, `Infeasible` ever. */
  readonly pending?: ResizeState;
  /** The containers do not have yet what has been allocated. */
  readonly inProgress?: ResizeState & { readonly givenAt?: Instant };
}

/** A pod has gone, and somebody who waits may have its place. */
export function retryResizes(kl: Kubelet): void {
  if (kl.allocations.size > 0) wake(kl, 0, 'resizes', null);
}

/** What Events tell of a resize, as JSON. */
export function detailsOf(pod: Pod, generation: number, error?: string): string {
  const list = (containers: readonly Container[] | undefined) =>
    containers?.map(({ name, resources: { limits, requests } }) => ({
      name,
      resources: { ...(limits && { limits: sorted(limits) }), ...(requests && { requests: sorted(requests) }) },
    }));
  const init = list(pod.spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always')) ?? [];
  return JSON.stringify({
    ...(init.length === 0 ? {} : { initContainers: init }),
    containers: list(pod.spec.containers),
    generation,
    ...(error === undefined ? {} : { error }),
  });
}

function sorted(list: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The conditions that tell of a resize, in their order. */
export function resizeConditions(kl: Kubelet, pod: Pod): readonly PodCondition[] {
  const row = kl.allocations.size === 0 ? undefined : kl.allocations.get(pod.metadata.uid);
  if (row === undefined) return [];
  const conditions: PodCondition[] = [];
  if (row.pending !== undefined) conditions.push(conditionOf('PodResizePending', row.pending));
  if (row.inProgress !== undefined) conditions.push(conditionOf('PodResizeInProgress', row.inProgress));
  return conditions;
}

function conditionOf(type: string, { since, generation, reason, message }: ResizeState): PodCondition {
  return {
    type,
    status: 'True',
    observedGeneration: generation,
    lastProbeTime: formatTime(since),
    lastTransitionTime: formatTime(since),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

/** The allocated processor and memory of a running container differ from what it has. */
export function isToBeResized({ resources }: Container, record: ContainerRecord): boolean {
  return record.resources !== undefined && record.resources !== resources && changedOf(resources, record).length > 0;
}

/** Resources that a container has otherwise than allocated: `cpu`, `memory`. */
function changedOf(allocated: ResourceRequirements, { resources: had = {} }: ContainerRecord): readonly string[] {
  return ['cpu', 'memory'].filter(
    (name) => allocated.limits?.[name] !== had.limits?.[name] || allocated.requests?.[name] !== had.requests?.[name],
  );
}

/** What has changed can only be given to a container that starts anew. */
export function mustRestart(container: Container, record: ContainerRecord): boolean {
  const changed = changedOf(container.resources, record);
  return (container.resizePolicy ?? []).some(
    ({ resourceName, restartPolicy }) => restartPolicy === 'RestartContainer' && changed.includes(resourceName),
  );
}

/** Gives a running container what has been allocated. False: its memory is not to be had, as the condition says. */
export async function resizeContainer(kl: Kubelet, pod: Pod, container: Container, id: string): Promise<boolean> {
  const limit = container.resources.limits?.memory;
  const had = kl.runtime.container(id)?.resources?.limits?.memory;
  const used = kl.runtime.meters.usage(id)?.memoryBytes ?? 0;
  const bytes = limit === undefined ? Infinity : wholeValue(limit);
  const shrinks = limit !== undefined && (had === undefined || bytes < wholeValue(had));
  const row = kl.allocations.get(pod.metadata.uid);
  if (!shrinks || used < bytes) {
    kl.runtime.updateContainerResources(id, container.resources);
    if (row?.inProgress !== undefined) {
      const { since, generation } = row.inProgress;
      const inProgress = { since, generation, givenAt: kl.world.clock.now() };
      kl.allocations.set(pod.metadata.uid, { ...row, inProgress });
    }
    return true;
  }
  const what = `attempting to set container "${container.name}" memory limit (${bytes}) below current usage (${used})`;
  const error = `cannot decrease memory limits: ${what}`;
  const generation = pod.metadata.generation ?? 1;
  const inProgress = row?.inProgress ?? { since: kl.world.clock.now(), generation };
  if (row !== undefined) {
    kl.allocations.set(pod.metadata.uid, { ...row, inProgress: { ...inProgress, reason: 'Error', message: error } });
  }
  await podEvent(kl, pod, 'Warning', 'ResizeError', `Pod resize error: ${detailsOf(pod, generation, error)}`);
  return false;
}

function untilTickAfter(kl: Kubelet, instant: Instant): number {
  return untilTick(kl, instant + 1) + kl.world.clock.now() - instant;
}

/** All containers have what was allocated: the resize is over. */
export async function noteResized(kl: Kubelet, pod: Pod, records: readonly ContainerRecord[]): Promise<void> {
  const { uid } = pod.metadata;
  const row = kl.allocations.size === 0 ? undefined : kl.allocations.get(uid);
  if (row?.inProgress === undefined) return;
  // What the runtime was told is seen with its next relist.
  const { givenAt } = row.inProgress;
  if (givenAt !== undefined && givenAt + untilTickAfter(kl, givenAt) > kl.world.clock.now()) return;
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const isDone = all.every((container) => {
    const latest = records.findLast(({ name }) => name === container.name);
    return latest?.state !== 'running' || !isToBeResized(container, latest);
  });
  if (
    !isDone ||
    !pod.spec.containers.some(({ name }) => records.some((one) => one.name === name && one.state === 'running'))
  )
    return;
  const { inProgress, ...rest } = row;
  kl.allocations.set(uid, rest);
  await podEvent(
    kl,
    pod,
    'Normal',
    'ResizeCompleted',
    `Pod resize completed: ${detailsOf(pod, inProgress.generation)}`,
  );
}
