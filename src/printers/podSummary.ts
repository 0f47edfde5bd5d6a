/**
 * How a pod stands in a few words: READY, STATUS and RESTARTS of `kubectl get pods`.
 * Models pkg/printers/internalversion/printers.go, printPod (v1.36.3).
 */
import type { ContainerState, ContainerStateTerminated, ContainerStatus, Pod } from '../api/core/pod';
import { conditionOf, isConditionTrue } from '../api/meta/conditions';
import { instantOf } from './duration';

/** What the table says of a pod. */
export interface PodSummary {
  readonly status: string;
  readonly ready: number;
  /** Regular containers and sidecars. */
  readonly total: number;
  readonly restarts: number;
  /** Milliseconds since the epoch of the newest end that led to a restart. */
  readonly lastRestart: number | undefined;
}

/** The summary of `pod`. */
export function podSummary(pod: Pod): PodSummary {
  const { status, spec, metadata } = pod;
  const sidecars = new Set((spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const init = initSummary(pod, sidecars);
  const isInitialized = init.word === undefined || isConditionTrue(status.conditions, 'Initialized');
  const main = isInitialized ? containersSummary(pod, init.word ?? phaseWord(pod)) : undefined;
  const counted =
    main === undefined ? init.seen : [...init.seen.filter(({ name }) => sidecars.has(name)), ...main.seen];
  let word = main?.word ?? init.word ?? phaseWord(pod);
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') word = 'Unknown';
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') word = 'Terminating';
  }
  return {
    status: word,
    ready: init.ready + (main?.ready ?? 0),
    total: spec.containers.length + sidecars.size,
    restarts: counted.reduce((sum, { restartCount }) => sum + restartCount, 0),
    lastRestart: newestEnd(counted),
  };
}

function isSidecar(container: { readonly restartPolicy?: string }): boolean {
  return container.restartPolicy === 'Always';
}

function phaseWord({ status }: Pod): string {
  if (conditionOf(status.conditions, 'PodScheduled')?.reason === 'SchedulingGated') return 'SchedulingGated';
  return status.reason !== undefined && status.reason !== '' ? status.reason : status.phase;
}

interface Part {
  readonly word: string | undefined;
  readonly ready: number;
  /** The containers that were looked at. */
  readonly seen: readonly ContainerStatus[];
}

/** Up to the first init container that has not done its work, which has the word; no word if all have. */
function initSummary(pod: Pod, sidecars: ReadonlySet<string>): Part {
  const statuses = pod.status.initContainerStatuses ?? [];
  let ready = 0;
  for (const [index, container] of statuses.entries()) {
    if (container.state?.terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready) ready += 1;
      continue;
    }
    const word = initWord(container.state, `${index}/${pod.spec.initContainers?.length ?? 0}`);
    return { word: `Init:${word}`, ready, seen: statuses.slice(0, index + 1) };
  }
  return { word: undefined, ready, seen: statuses };
}

function initWord(state: ContainerState | undefined, progress: string): string {
  if (state?.terminated !== undefined) return endWord(state.terminated);
  const reason = state?.waiting?.reason ?? '';
  return reason !== '' && reason !== 'PodInitializing' ? reason : progress;
}

function endWord({ reason, signal = 0, exitCode }: ContainerStateTerminated): string {
  if (reason !== undefined && reason !== '') return reason;
  return signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** From the last container to the first, so the first one with something to say has the word. */
function containersSummary(pod: Pod, start: string): Part & { readonly word: string } {
  const seen = pod.status.containerStatuses ?? [];
  let word = start;
  let error: string | undefined;
  let ready = 0;
  for (const container of [...seen].reverse()) {
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason !== undefined && waiting.reason !== '') word = waiting.reason;
    else if (terminated !== undefined) {
      word = endWord(terminated);
      if (terminated.exitCode !== 0) error = word;
    } else if (container.ready && running !== undefined) ready += 1;
  }
  if (word === 'Completed') {
    if (ready > 0 && isConditionTrue(pod.status.conditions, 'Ready')) word = 'Running';
    else word = error ?? (ready > 0 ? 'NotReady' : word);
  }
  return { word, ready, seen };
}

function newestEnd(containers: readonly ContainerStatus[]): number | undefined {
  let newest: number | undefined;
  for (const { lastState } of containers) {
    const end = instantOf(lastState?.terminated?.finishedAt);
    if (end !== undefined && (newest === undefined || end > newest)) newest = end;
  }
  return newest;
}
