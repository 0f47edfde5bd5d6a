/**
 * How a pod stands: kubectl's STATUS, READY and RESTARTS, and the one of eight states that the graph draws.
 * Models pkg/printers/internalversion/printers.go, printPod (v1.36.3).
 */
import { conditionOf, isConditionTrue } from '../../api/meta/conditions';
import type { Node } from '../../api/core/node';
import type { ContainerStatus, Pod } from '../../api/core/pod';

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
  const { word, initializing } = statusWord(pod);
  return {
    state: stateName(pod, node, word),
    status: word,
    ready: readyText(pod),
    restarts: restartCount(pod, initializing),
  };
}

/** True if nobody hears from the machine: its Ready condition is Unknown. */
export function isNodeLost(node: Node | undefined): boolean {
  return node !== undefined && conditionOf(node.status.conditions, 'Ready')?.status === 'Unknown';
}

function stateName(pod: Pod, node: Node | undefined, word: string): PodStateName {
  const { phase } = pod.status;
  if (pod.metadata.deletionTimestamp !== undefined) return 'terminating';
  if (phase === 'Succeeded') return 'done';
  if (phase === 'Failed') return 'failed';
  if (pod.spec.nodeName === undefined) return 'pending';
  if (phase === 'Unknown' || isNodeLost(node)) return 'unknown';
  if (STARTING.has(word) || /^Init:\d+\/\d+$/.test(word)) return 'starting';
  if (word === 'Running') {
    const [ready, total] = readyText(pod).split('/');
    return ready === total ? 'ready' : 'unready';
  }
  // Completed here waits for its next start; NotReady has a container that runs beside one that ended.
  return word === 'Completed' || word === 'NotReady' ? 'unready' : 'failed';
}

interface StatusWord {
  readonly word: string;
  readonly initializing: boolean;
}

function statusWord(pod: Pod): StatusWord {
  const { status } = pod;
  const plain = status.reason !== undefined && status.reason !== '' ? status.reason : status.phase;
  const scheduled = conditionOf(status.conditions, 'PodScheduled');
  const start = scheduled?.reason === 'SchedulingGated' ? 'SchedulingGated' : plain;
  const init = initWord(pod);
  const initializing = init !== undefined;
  const initialized = !initializing || isConditionTrue(status.conditions, 'Initialized');
  const word = initialized ? containerWord(pod, init ?? start) : init;
  if (pod.metadata.deletionTimestamp === undefined) return { word, initializing };
  if (status.reason === 'NodeLost') return { word: 'Unknown', initializing };
  const isOver = status.phase === 'Succeeded' || status.phase === 'Failed';
  return { word: isOver ? word : 'Terminating', initializing };
}

/** The word of the first init container that has not done its work; undefined if all have. */
function initWord(pod: Pod): string | undefined {
  const specs = pod.spec.initContainers ?? [];
  for (const [index, container] of (pod.status.initContainerStatuses ?? []).entries()) {
    const isSidecar = specs.find(({ name }) => name === container.name)?.restartPolicy === 'Always';
    const { terminated, waiting } = container.state;
    if (terminated?.exitCode === 0 || (isSidecar && container.started === true)) continue;
    if (terminated !== undefined) {
      if (terminated.reason !== undefined && terminated.reason !== '') return `Init:${terminated.reason}`;
      return (terminated.signal ?? 0) !== 0
        ? `Init:Signal:${terminated.signal}`
        : `Init:ExitCode:${terminated.exitCode}`;
    }
    const reason = waiting?.reason ?? '';
    return reason !== '' && reason !== 'PodInitializing' ? `Init:${reason}` : `Init:${index}/${specs.length}`;
  }
  return undefined;
}

/** From the last container to the first, as kubectl reads them: the first one with something to say wins. */
function containerWord(pod: Pod, start: string): string {
  let word = start;
  let error: string | undefined;
  let hasRunning = false;
  for (const container of [...(pod.status.containerStatuses ?? [])].reverse()) {
    const { waiting, terminated, running } = container.state;
    if (waiting?.reason !== undefined && waiting.reason !== '') word = waiting.reason;
    else if (terminated !== undefined) {
      const signal = terminated.signal ?? 0;
      const named = terminated.reason !== undefined && terminated.reason !== '' ? terminated.reason : undefined;
      word = named ?? (signal !== 0 ? `Signal:${signal}` : `ExitCode:${terminated.exitCode}`);
      if (terminated.exitCode !== 0) error = word;
    } else if (container.ready && running !== undefined) hasRunning = true;
  }
  if (word !== 'Completed') return word;
  if (hasRunning && isConditionTrue(pod.status.conditions, 'Ready')) return 'Running';
  return error ?? (hasRunning ? 'NotReady' : word);
}

const isSidecarOf = (pod: Pod) => {
  const names = new Set(
    (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  return (status: ContainerStatus) => names.has(status.name);
};

function readyText(pod: Pod): string {
  const isSidecar = isSidecarOf(pod);
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').length;
  const main = (pod.status.containerStatuses ?? []).filter(({ ready, state }) => ready && state.running !== undefined);
  const beside = (pod.status.initContainerStatuses ?? []).filter(
    (status) => isSidecar(status) && status.started === true && status.ready,
  );
  return `${main.length + beside.length}/${pod.spec.containers.length + sidecars}`;
}

function restartCount(pod: Pod, initializing: boolean): number {
  const init = pod.status.initContainerStatuses ?? [];
  const counted = initializing ? init : [...init.filter(isSidecarOf(pod)), ...(pod.status.containerStatuses ?? [])];
  return counted.reduce((sum, status) => sum + status.restartCount, 0);
}
