/** What a node's box says: kubectl's STATUS, taints as tabs, requested resources, the last heartbeat. Pure. */
import { conditionOf } from '../../api/meta/conditions';
import { milliValue, wholeValue } from '../../api/meta/quantity';
import type { Node, Taint } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';

export interface NodeState {
  /** `Ready`, `NotReady` or `Unknown`, as kubectl prints it without SchedulingDisabled. */
  readonly status: 'Ready' | 'NotReady' | 'Unknown';
  /** Nobody hears from it: drawn dashed and hatched. */
  readonly lost: boolean;
  readonly cordoned: boolean;
  /** Shown on the top edge, the hardest effect first: `unreachable:NoExecute`. */
  readonly taints: readonly string[];
}

/** How `node` stands; undefined: the object is gone, its pods are still there. Or it may not be seen: nothing is known then. */
export function nodeState(node: Node | undefined, maySee = true): NodeState {
  if (node === undefined) return { status: maySee ? 'NotReady' : 'Unknown', lost: maySee, cordoned: false, taints: [] };
  const ready = conditionOf(node.status.conditions, 'Ready');
  const cordoned = node.spec.unschedulable === true;
  return {
    status: ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady',
    lost: ready?.status === 'Unknown',
    cordoned,
    taints: taintTabs(node.spec.taints ?? [], cordoned),
  };
}

const HARDNESS = ['NoExecute', 'NoSchedule', 'PreferNoSchedule'];

/** One tab per key, with its hardest effect; a cordon says so in kubectl's word. */
function taintTabs(taints: readonly Taint[], cordoned: boolean): readonly string[] {
  const byKey = new Map<string, Taint>();
  for (const taint of [...taints].sort((a, b) => HARDNESS.indexOf(a.effect) - HARDNESS.indexOf(b.effect))) {
    if (!byKey.has(taint.key)) byKey.set(taint.key, taint);
  }
  byKey.delete('node.kubernetes.io/unschedulable');
  const tabs = [...byKey.values()].map(({ key, value, effect }) => {
    const name = key.replace(/^node\.kubernetes\.io\//, '');
    return `${name}${value === undefined || value === '' ? '' : `=${value}`}:${effect}`;
  });
  return cordoned ? [...tabs, 'SchedulingDisabled'] : tabs;
}

export interface ResourceUse {
  readonly requested: string;
  readonly allocatable: string;
  /** 0 to 100. */
  readonly percent: number;
}

/** What the pods on a node request of its cpu and memory, as the scheduler counts. Finished pods hold nothing. */
export function requestedOf(
  node: Node,
  pods: readonly Pod[],
): { readonly cpu: ResourceUse; readonly memory: ResourceUse } {
  let cpu = 0;
  let memory = 0;
  for (const pod of pods) {
    if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') continue;
    for (const { resources } of pod.spec.containers) {
      cpu += amount(resources?.requests?.cpu, milliValue);
      memory += amount(resources?.requests?.memory, wholeValue);
    }
  }
  const cpuAll = amount(node.status.allocatable?.cpu, milliValue);
  const memoryAll = amount(node.status.allocatable?.memory, wholeValue);
  return {
    cpu: { requested: coresText(cpu), allocatable: coresText(cpuAll), percent: percentOf(cpu, cpuAll) },
    memory: {
      requested: gibText(memory),
      allocatable: `${gibText(memoryAll)}Gi`,
      percent: percentOf(memory, memoryAll),
    },
  };
}

const amount = (text: string | undefined, read: (text: string) => number) => (text === undefined ? 0 : read(text));
const percentOf = (part: number, whole: number) => (whole === 0 ? 0 : Math.min(100, Math.round((100 * part) / whole)));
const oneDigit = (value: number) => String(Math.round(value * 10) / 10);
const coresText = (milli: number) => oneDigit(milli / 1000);
const gibText = (bytes: number) => oneDigit(bytes / 2 ** 30);
