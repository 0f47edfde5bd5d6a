/**
 * Room for the pod's requests; of several nodes the emptier one scores higher (LeastAllocated).
 * Models pkg/scheduler/framework/plugins/noderesources/{fit,least_allocated}.go (v1.36.3).
 * Left out: the strategies MostAllocated and RequestedToCapacityRatio, which only a scheduler configuration can choose.
 */
import type { Pod } from '../../api/core/pod';
import type { NodeInfo, Plugin, Refusal } from '../framework';
import { MAX_NODE_SCORE } from '../framework';
import { type Allocatable, type NodeUsage, allocatableOf } from '../nodeInfo';
import { type PodRequests, podRequests } from '../podRequests';

const unused: Pick<NodeUsage, 'cpuMilli' | 'memory' | 'ephemeralStorage' | 'pods' | 'scalars'> = {
  cpuMilli: 0,
  memory: 0,
  ephemeralStorage: 0,
  pods: 0,
};

export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  preFilter(pod) {
    const requests = podRequests(pod);
    return { type: 'filter', filter: ({ allocatable, usage }) => shortage(requests, allocatable, usage) };
  },
  preScore(pod) {
    const requests = podRequests(pod);
    return { type: 'score', score: (node) => leastAllocated(requests, node) };
  },
  wakes(event, pod) {
    switch (event.type) {
      case 'nodeAdd':
        return fitsEmpty(pod, allocatableOf(event.node.status.allocatable));
      case 'nodeUpdate': {
        const before = allocatableOf(event.previous.status.allocatable);
        const after = allocatableOf(event.node.status.allocatable);
        return before !== after && fitsEmpty(pod, after) && (!fitsEmpty(pod, before) || isMoreFor(pod, before, after));
      }
      case 'assignedPodDelete':
        return true;
      case 'assignedPodUpdate':
        return isLess(podRequests(event.pod), podRequests(event.previous));
      case 'pendingPodUpdate':
        return isLess(podRequests(event.pod), podRequests(event.previous));
      default:
        return false;
    }
  },
};

/** What the node lacks, in Kubernetes' order; undefined if the pod fits. */
function shortage(requests: PodRequests, allocatable: Allocatable, usage: typeof unused): Refusal | undefined {
  const reasons: string[] = [];
  let hopeless = false;
  const check = (reason: string, request: number, total: number, used: number) => {
    if (request === 0 || request <= total - used) return;
    reasons.push(`Insufficient ${reason}`);
    if (request > total) hopeless = true;
  };
  if (usage.pods + 1 > allocatable.pods) reasons.push('Too many pods');
  check('cpu', requests.cpuMilli, allocatable.cpuMilli, usage.cpuMilli);
  check('memory', requests.memory, allocatable.memory, usage.memory);
  check('ephemeral-storage', requests.ephemeralStorage, allocatable.ephemeralStorage, usage.ephemeralStorage);
  for (const [name, request] of Object.entries(requests.scalars ?? {})) {
    check(name, request, allocatable.scalars?.[name] ?? 0, usage.scalars?.[name] ?? 0);
  }
  if (reasons.length === 0) return undefined;
  // A request larger than the whole node is beyond what preemption can free.
  return { code: hopeless ? 'UnschedulableAndUnresolvable' : 'Unschedulable', reasons };
}

function fitsEmpty(pod: Pod, allocatable: Allocatable): boolean {
  return shortage(podRequests(pod), allocatable, unused) === undefined;
}

/** Whether more of something that the pod asks for has come; room for one more pod is asked for by every pod. */
function isMoreFor(pod: Pod, before: Allocatable, after: Allocatable): boolean {
  const { cpuMilli, memory, ephemeralStorage, scalars = {} } = podRequests(pod);
  return (
    after.pods > before.pods ||
    (cpuMilli > 0 && after.cpuMilli > before.cpuMilli) ||
    (memory > 0 && after.memory > before.memory) ||
    (ephemeralStorage > 0 && after.ephemeralStorage > before.ephemeralStorage) ||
    Object.keys(scalars).some((name) => (after.scalars?.[name] ?? 0) > (before.scalars?.[name] ?? 0))
  );
}

function isLess(now: PodRequests, before: PodRequests): boolean {
  if (now === before) return false;
  return now.cpuMilli < before.cpuMilli || now.memory < before.memory || now.ephemeralStorage < before.ephemeralStorage;
}

/** Mean of the free shares of cpu and memory in percent, as if the pod were there. */
function leastAllocated(requests: PodRequests, { allocatable, usage }: NodeInfo): number {
  const cpu = freeShare(usage.nonZeroCpuMilli + requests.nonZeroCpuMilli, allocatable.cpuMilli);
  const memory = freeShare(usage.nonZeroMemory + requests.nonZeroMemory, allocatable.memory);
  const counted = [cpu, memory].filter((share) => share !== undefined);
  return counted.length === 0 ? 0 : Math.floor(counted.reduce((sum, share) => sum + share, 0) / counted.length);
}

/** A resource that the node does not have is not counted. */
function freeShare(used: number, total: number): number | undefined {
  if (total === 0) return undefined;
  return used > total ? 0 : Math.floor(((total - used) * MAX_NODE_SCORE) / total);
}
