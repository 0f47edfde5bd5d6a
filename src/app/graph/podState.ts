/** How a pod stands: kubectl's STATUS, READY and RESTARTS, and the one of eight states that the graph draws. */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { type PodSummary, podSummary } from '../../printers/podSummary';

/** The eight states of a pod; each has its own outline. */
export type PodStateName = 'pending' | 'starting' | 'ready' | 'unready' | 'failed' | 'done' | 'terminating' | 'unknown';

export const POD_STATES: readonly PodStateName[] = [
  'ready',
  'unready',
  'starting',
  'pending',
  'failed',
  'done',
  'terminating',
  'unknown',
];

export interface PodState {
  readonly state: PodStateName;
  /** STATUS as `kubectl get pods` prints it. */
  readonly status: string;
  /** READY as `kubectl get pods` prints it: `1/1`. */
  readonly ready: string;
  /** RESTARTS without the time in brackets. */
  readonly restarts: number;
}

/** STATUS words of a pod that is on its way to running. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing', 'Pending', 'SchedulingGated']);

/** The state of `pod`; `node` is the machine that it is bound to, if that still exists. */
export function podState(pod: Pod, node: Node | undefined): PodState {
  const summary = podSummary(pod);
  return {
    state: stateName(pod, node, summary),
    status: summary.status,
    ready: `${summary.ready}/${summary.total}`,
    restarts: summary.restarts,
  };
}

/** True if nobody hears from the machine: its Ready condition is Unknown. */
export function isNodeLost(node: Node | undefined): boolean {
  return node !== undefined && conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown';
}

function stateName(pod: Pod, node: Node | undefined, { status: word, ready, total }: PodSummary): PodStateName {
  const { phase } = pod.status;
  if (pod.metadata.deletionTimestamp !== undefined) return 'terminating';
  if (phase === 'Succeeded') return 'done';
  if (phase === 'Failed') return 'failed';
  if (pod.spec.nodeName === undefined) return 'pending';
  if (phase === 'Unknown' || isNodeLost(node)) return 'unknown';
  if (STARTING.has(word) || /^Init:\d+\/\d+$/.test(word)) return 'starting';
  if (word === 'Running') return ready === total ? 'ready' : 'unready';
  // Completed here waits for its next start; NotReady has a container that runs beside one that ended.
  return word === 'Completed' || word === 'NotReady' ? 'unready' : 'failed';
}
