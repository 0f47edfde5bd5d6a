/**
 * In-place resize: what a pod has been allocated, which may lag behind what its spec asks for.
 * Models pkg/kubelet/allocation/allocation_manager.go (v1.36.3).
 * There is a row only for pods whose resources have changed since they were let in. The kubelet sees them with what they
 * have been allocated.
 */
import { isDeepEqual } from '../api/meta/equality';
import { keyOf } from '../api/meta/objectMeta';
import { milliValue, wholeValue } from '../api/meta/quantity';
import type { Container, Pod, ResourceRequirements } from '../api/core/pod';
import { type Kubelet, podEvent, requestSync, wake } from './context';
import { resourceShortage } from './nodeAdmission';
import { type Allocation, detailsOf } from './resize';

/** Pending resizes are looked at again this often, and whenever a pod has gone. */
const RETRY_MS = 180_000;

/** `pod` with what it has been allocated; itself if that is what it asks for. */
export function allocatedPod(kl: Kubelet, pod: Pod): Pod {
  const row = kl.allocations.size === 0 ? undefined : kl.allocations.get(pod.metadata.uid);
  return row === undefined ? pod : withResources(pod, row.containers);
}

function withResources(pod: Pod, resources: Allocation['containers']): Pod {
  const apply = (containers: readonly Container[]) =>
    containers.map((container) => {
      const own = resources[container.name];
      return own === undefined || own === container.resources ? container : { ...container, resources: own };
    });
  const { containers, initContainers } = pod.spec;
  const init = initContainers === undefined ? {} : { initContainers: apply(initContainers) };
  return { ...pod, spec: { ...pod.spec, containers: apply(containers), ...init } };
}

function resourcesOf({ spec }: Pod): Record<string, ResourceRequirements> {
  const resources: Record<string, ResourceRequirements> = {};
  for (const { name, resources: own } of [...(spec.initContainers ?? []), ...spec.containers]) resources[name] = own;
  return resources;
}

/** A pod as it came from the API server, as the kubelet is to see it. A change of its resources is looked at next. */
export function receivePod(kl: Kubelet, before: Pod | undefined, after: Pod): Pod {
  const { uid, generation } = after.metadata;
  if (before !== undefined && before.metadata.generation !== generation && kl.workers.get(uid)?.admitted === true) {
    const had = resourcesOf(before);
    if (!isDeepEqual(had, resourcesOf(after))) {
      if (!kl.allocations.has(uid)) kl.allocations.set(uid, { containers: had });
      wake(kl, 0, 'resizes', null);
    }
  }
  return allocatedPod(kl, after);
}

/** Looks at every resize that waits, in the order in which they may go. */
export async function resizesDue(kl: Kubelet): Promise<void> {
  const waiting: Pod[] = [];
  for (const uid of kl.allocations.keys()) {
    const pod = desiredPod(kl, uid);
    if (pod !== undefined) waiting.push(pod);
  }
  waiting.sort((a, b) => compareResizes(kl, a, b));
  for (const pod of waiting) await tryResize(kl, pod);
  const isLeft = [...kl.allocations.values()].some(({ pending }) => pending !== undefined);
  if (isLeft) wake(kl, RETRY_MS, 'resizes', null);
}

/** The pod as its spec asks to be. */
function desiredPod(kl: Kubelet, uid: string): Pod | undefined {
  const known = kl.pods.get(uid);
  const current = known === undefined ? undefined : kl.world.cache.get('Pod', keyOf(known));
  return current?.metadata.uid === uid && kl.workers.get(uid)?.state === 'syncing' ? current : undefined;
}

/** 1. who asks for no more; 2. priority; 3. quality of service; 4. who has waited longest. */
function compareResizes(kl: Kubelet, a: Pod, b: Pod): number {
  const keys = [a, b].map((pod) => {
    const row = kl.allocations.get(pod.metadata.uid);
    const grows = (['cpu', 'memory'] as const).some(
      (name) => requestOf(pod, name) > requestOf(allocatedPod(kl, pod), name),
    );
    const guaranteed = pod.status.qosClass === 'Guaranteed';
    return [grows ? 1 : 0, -(pod.spec.priority ?? 0), guaranteed ? 0 : 1, row?.pending?.since ?? Infinity];
  });
  const [left = [], right = []] = keys;
  for (let index = 0; index < left.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return a.metadata.uid < b.metadata.uid ? -1 : 1;
}

function requestOf({ spec }: Pod, name: 'cpu' | 'memory'): number {
  let sum = 0;
  for (const { resources } of spec.containers) {
    const quantity = resources.requests?.[name];
    if (quantity !== undefined) sum += name === 'cpu' ? milliValue(quantity) : wholeValue(quantity);
  }
  return sum;
}

async function tryResize(kl: Kubelet, pod: Pod): Promise<void> {
  const { uid, generation = 1 } = pod.metadata;
  const row = kl.allocations.get(uid);
  if (row === undefined) return;
  const wanted = resourcesOf(pod);
  if (isDeepEqual(wanted, row.containers)) {
    if (row.pending === undefined) return;
    const { pending: _over, ...rest } = row;
    kl.allocations.set(uid, rest);
    return requestSync(kl, uid);
  }
  const refusal = infeasible(kl, pod) ?? resourceShortage(kl, pod);
  const now = kl.world.clock.now();
  if (refusal === undefined) {
    kl.allocations.set(uid, { containers: wanted, inProgress: { since: now, generation } });
    kl.pods.set(uid, allocatedPod(kl, pod));
    kl.world.explain.rule('resizeStarted', { pod: pod.metadata.name, node: kl.node });
    await podEvent(kl, pod, 'Normal', 'ResizeStarted', `Pod resize started: ${detailsOf(pod, generation)}`);
    return requestSync(kl, uid);
  }
  const { reason, message } = refusal;
  const shown = reason === 'Infeasible' ? reason : 'Deferred';
  const { pending } = row;
  if (pending?.message === message && pending.generation === generation && pending.reason === shown) return;
  const since = pending?.since ?? now;
  kl.allocations.set(uid, { ...row, pending: { since, generation, reason: shown, message } });
  kl.world.explain.rule('resizeRefused', { pod: pod.metadata.name, node: kl.node, reason: shown, message });
  const text = `Pod resize ${reason}: ${detailsOf(pod, generation, message)}`;
  await podEvent(kl, pod, 'Warning', `Resize${shown}`, text);
  requestSync(kl, uid);
}

/** More than the whole machine has. */
function infeasible(kl: Kubelet, pod: Pod): { readonly reason: string; readonly message: string } | undefined {
  const { cpu, memory } = kl.machine.spec;
  const capacities = { cpu: cpu * 1000, memory: wholeValue(memory) };
  for (const name of ['cpu', 'memory'] as const) {
    const requested = requestOf(pod, name);
    if (requested <= capacities[name]) continue;
    const numbers = `requested: ${requested}, capacity: ${capacities[name]}`;
    return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${name}, ${numbers}` };
  }
  return undefined;
}
