/**
 * What is taken on each node, kept up to date one pod at a time.
 * Models pkg/scheduler/framework/types.go, NodeInfo (v1.36.3).
 * Left out: volumes in use.
 */
import type { Pod, ResourceList } from '../api/core/pod';
import { wholeValue } from '../api/meta/quantity';
import type { StateMap } from '../sim/clock';
import { type ResourceAmounts, addAmounts, amountsOf, podRequests } from './podRequests';

/** What a node can give away. */
export interface Allocatable extends ResourceAmounts {
  readonly pods: number;
}

/** What the pods on a node have asked for. */
export interface NodeUsage extends ResourceAmounts {
  readonly nonZeroCpuMilli: number;
  readonly nonZeroMemory: number;
  readonly pods: number;
  /** How many of them ask for ports of the node itself. */
  readonly podsWithHostPorts: number;
}

const EMPTY: NodeUsage = {
  cpuMilli: 0,
  memory: 0,
  ephemeralStorage: 0,
  nonZeroCpuMilli: 0,
  nonZeroMemory: 0,
  pods: 0,
  podsWithHostPorts: 0,
};

const allocatables = new WeakMap<ResourceList, Allocatable>();
const nothing: Allocatable = { ...amountsOf(undefined), pods: 0 };

/** The numbers in a node's status.allocatable. */
export function allocatableOf(resources: ResourceList | undefined): Allocatable {
  if (resources === undefined) return nothing;
  let found = allocatables.get(resources);
  if (found === undefined) {
    found = { ...amountsOf(resources), pods: resources.pods === undefined ? 0 : wholeValue(resources.pods) };
    allocatables.set(resources, found);
  }
  return found;
}

/** Whether a container of `pod` asks for a port of the node. */
export function hasHostPorts({ spec }: Pod): boolean {
  const asks = (container: { readonly ports?: readonly { readonly hostPort?: number }[] }) =>
    container.ports?.some(({ hostPort }) => (hostPort ?? 0) > 0) === true;
  return spec.containers.some(asks) || (spec.initContainers?.some(asks) ?? false);
}

/** `usage` with `pod` added (sign 1) or taken away (-1). */
export function withPod(usage: NodeUsage, pod: Pod, sign: 1 | -1): NodeUsage {
  const requests = podRequests(pod);
  return {
    ...addAmounts(usage, requests, sign),
    nonZeroCpuMilli: usage.nonZeroCpuMilli + sign * requests.nonZeroCpuMilli,
    nonZeroMemory: usage.nonZeroMemory + sign * requests.nonZeroMemory,
    pods: usage.pods + sign,
    podsWithHostPorts: usage.podsWithHostPorts + (hasHostPorts(pod) ? sign : 0),
  };
}

/** The usage of every node that has pods. A node that is unknown, or gone, may have pods all the same. */
export class NodeUsages {
  constructor(private readonly state: StateMap<NodeUsage>) {}

  of(node: string): NodeUsage {
    return this.state.get(node) ?? EMPTY;
  }

  /** Counts `pod` on `node` (sign 1), or no longer (-1). */
  change(node: string, pod: Pod, sign: 1 | -1): void {
    const next = withPod(this.of(node), pod, sign);
    if (next.pods === 0) this.state.delete(node);
    else this.state.set(node, next);
  }

  clear(): void {
    this.state.clear();
  }
}
