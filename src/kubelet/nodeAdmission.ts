/**
 * Whether a pod may run on this node at all: the kubelet checks again what the scheduler has decided.
 * Models pkg/kubelet/lifecycle/predicate.go and eviction_manager.go, Admit (v1.36.3). Left out: NodePorts, topology, sysctls.
 */
import { milliValue, wholeValue } from '../api/meta/quantity';
import type { Pod, Toleration } from '../api/core/pod';
import type { Kubelet } from './context';
import { isCritical, pressuresOf } from './eviction/evictionManager';
import { isShuttingDown } from './nodeConditions';
import { isTerminal } from './podStatus';

const MEMORY_PRESSURE = 'node.kubernetes.io/memory-pressure';

export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

/** Why the pod is refused; undefined if it may run. A pod that has been running is not asked again. */
export function admissionRefusal(kl: Kubelet, pod: Pod): Refusal | undefined {
  if (pod.status.startTime !== undefined) return undefined;
  const pressed = pressureRefusal(kl, pod);
  if (pressed !== undefined) return pressed;
  return osRefusal(pod) ?? resourceShortage(kl, pod) ?? selectorRefusal(kl, pod) ?? shutdownRefusal(kl);
}

/** These machines run Linux. */
function osRefusal({ spec }: Pod): Refusal | undefined {
  if (spec.os === undefined || spec.os.name === 'linux') return undefined;
  return {
    reason: 'PodOSNotSupported',
    message: "Failed to admit pod as the OS field doesn't match node OS",
  };
}

/** What the machine lacks to take the pod beside the others. */
export function resourceShortage(kl: Kubelet, pod: Pod): Refusal | undefined {
  const { spec } = kl.machine;
  const asks = pod.spec.containers.some(({ resources }) => resources.requests !== undefined);
  // Who asks for nothing fits as long as there are places: most pods need no counting.
  if (asks || kl.pods.size > spec.pods) {
    const others = activePods(kl, pod);
    const refusal = others.length + 1 > spec.pods ? shortage('pods', 1, others.length, spec.pods) : undefined;
    return (
      refusal ??
      resourceRefusal(pod, others, 'cpu', milliValue, spec.cpu * 1000) ??
      resourceRefusal(pod, others, 'memory', wholeValue, wholeValue(spec.memory))
    );
  }
  return undefined;
}

/** Under pressure nothing new is let in but what the system needs; short memory still takes those that ask for some. */
function pressureRefusal(kl: Kubelet, pod: Pod): Refusal | undefined {
  const pressures = pressuresOf(kl);
  if (pressures.length === 0 || isCritical(pod)) return undefined;
  if (pressures.length === 1 && pressures[0] === 'MemoryPressure') {
    const tolerates = ({ key, operator, effect }: Toleration) =>
      (key === undefined ? operator === 'Exists' : key === MEMORY_PRESSURE) &&
      (effect === undefined || effect === 'NoSchedule');
    if (pod.status.qosClass !== 'BestEffort' || pod.spec.tolerations?.some(tolerates) === true) return undefined;
  }
  return { reason: 'Evicted', message: `The node had condition: [${pressures.join(' ')}]. ` };
}

function shutdownRefusal(kl: Kubelet): Refusal | undefined {
  if (!isShuttingDown(kl)) return undefined;
  return { reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' };
}

function activePods(kl: Kubelet, except: Pod): readonly Pod[] {
  const active: Pod[] = [];
  for (const pod of kl.pods.values()) {
    const phase = kl.statuses.get(pod.metadata.uid)?.status.phase ?? pod.status.phase;
    if (pod.metadata.uid !== except.metadata.uid && !isTerminal(phase)) active.push(pod);
  }
  return active;
}

function resourceRefusal(
  pod: Pod,
  others: readonly Pod[],
  name: 'cpu' | 'memory',
  value: (quantity: string) => number,
  capacity: number,
): Refusal | undefined {
  const requested = requestOf(pod, name, value);
  if (requested === 0) return undefined;
  let used = 0;
  for (const other of others) used += requestOf(other, name, value);
  return used + requested > capacity ? shortage(name, requested, used, capacity) : undefined;
}

function requestOf(pod: Pod, name: string, value: (quantity: string) => number): number {
  let sum = 0;
  for (const { resources } of pod.spec.containers) {
    const quantity = resources.requests?.[name];
    if (quantity !== undefined) sum += value(quantity);
  }
  return sum;
}

function shortage(name: string, requested: number, used: number, capacity: number): Refusal {
  const numbers = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, ${numbers}` };
}

function selectorRefusal(kl: Kubelet, pod: Pod): Refusal | undefined {
  const selector = pod.spec.nodeSelector;
  const labels = kl.world.cache.get('Node', { name: kl.node })?.metadata.labels;
  if (selector === undefined || labels === undefined) return undefined;
  const matches = Object.entries(selector).every(([key, value]) => labels[key] === value);
  if (matches) return undefined;
  return {
    reason: 'NodeAffinity',
    message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  };
}
