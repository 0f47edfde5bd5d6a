/**
 * Prefers nodes on which the pod evens out the shares of cpu and memory in use.
 * Models pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go (v1.36.3).
 * Left out: resources other than cpu and memory, which only a scheduler configuration can add.
 */
import { MAX_NODE_SCORE, type NodeInfo, type Plugin, skip } from '../framework';
import { type PodRequests, podRequests } from '../podRequests';

export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  preScore(pod) {
    const requests = podRequests(pod);
    if (requests.cpuMilli === 0 && requests.memory === 0) return skip;
    return { type: 'score', score: (node) => improvement(requests, node) };
  },
};

/** 50 to 100: 75 if the balance stays as it is. */
function improvement({ cpuMilli, memory }: PodRequests, node: NodeInfo): number {
  const change = balance(node, cpuMilli, memory) - balance(node, 0, 0);
  return MAX_NODE_SCORE / 2 + Math.trunc((MAX_NODE_SCORE / 2 + change) / 2);
}

/** 100 if cpu and memory are used to the same share. Two values: the standard deviation is half their distance. */
function balance({ allocatable, usage }: NodeInfo, cpuMilli: number, memory: number): number {
  if (allocatable.cpuMilli === 0 || allocatable.memory === 0) return MAX_NODE_SCORE;
  const cpu = Math.min(1, (usage.cpuMilli + cpuMilli) / allocatable.cpuMilli);
  const ram = Math.min(1, (usage.memory + memory) / allocatable.memory);
  return Math.trunc((1 - Math.abs((cpu - ram) / 2)) * MAX_NODE_SCORE);
}
