/**
 * A pod's phase, from its containers' statuses.
 * Models pkg/kubelet/kubelet_pods.go, getPhase (v1.36.3).
 */
import type { Container, ContainerStatus, Pod, PodPhase } from '../api/core/pod';
import { isSidecar } from './context';
import { REMOVED, matchingRule } from './restartRules';

/** True if a container that ended with `exitCode` will run again under its pod's policy. */
export function restartsAfter(container: Container, pod: Pod, exitCode: number): boolean {
  if (container.restartPolicyRules !== undefined && matchingRule(container, exitCode) !== undefined) return true;
  switch (container.restartPolicy ?? pod.spec.restartPolicy) {
    case 'Always':
      return true;
    case 'OnFailure':
      return exitCode !== 0;
    case 'Never':
      return false;
  }
}

interface Counts {
  running: number;
  waiting: number;
  stopped: number;
  final: number;
  succeeded: number;
  unknown: number;
}

/** `terminal`: the pod's containers will not be started again. `initialized`: a regular container has run before. */
export function podPhase(
  pod: Pod,
  statuses: readonly ContainerStatus[],
  options: { readonly terminal: boolean; readonly initialized: boolean },
): PodPhase {
  const byName = new Map(statuses.map((status) => [status.name, status]));
  const init = initState(pod, byName);
  if (init.failed) return 'Failed';
  const counts = countContainers(pod, byName);
  const pendingInit = init.pending || (init.sidecarPending && !options.initialized);
  if (pendingInit || counts.waiting + init.sidecarWaiting > 0) return 'Pending';
  const running = counts.running + init.sidecarRunning;
  const unknown = counts.unknown + init.sidecarUnknown;
  if (running > 0 && unknown === 0) return 'Running';
  if (running > 0 || counts.stopped === 0 || unknown > 0) return 'Pending';
  if (!options.terminal && counts.stopped !== counts.final) return 'Running';
  return counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed';
}

function initState(pod: Pod, statuses: ReadonlyMap<string, ContainerStatus>) {
  let pending = false;
  let failed = false;
  let sidecarPending = false;
  let sidecarRunning = 0;
  let sidecarWaiting = 0;
  let sidecarUnknown = 0;
  for (const container of pod.spec.initContainers ?? []) {
    const status = statuses.get(container.name);
    if (isSidecar(container)) {
      if (status === undefined) sidecarUnknown += 1;
      else if (status.state.running !== undefined) {
        sidecarRunning += 1;
        if (status.started !== true) sidecarPending = true;
      } else if (status.state.terminated === undefined && status.lastState.terminated === undefined) {
        sidecarPending = true;
        sidecarWaiting += 1;
      }
      continue;
    }
    const ended = status?.state.terminated ?? (status?.state.running ? undefined : status?.lastState.terminated);
    if (ended === undefined || (status !== undefined && isRestartingAll(status))) pending = true;
    else if (ended.exitCode !== 0 && !initRestarts(pod, container, ended.exitCode)) failed = true;
  }
  return { pending, failed, sidecarPending, sidecarRunning, sidecarWaiting, sidecarUnknown };
}

function initRestarts(pod: Pod, container: Container, exitCode: number): boolean {
  return restartsAfter(container, pod, exitCode);
}

/** It was taken away with all others, and is about to start. */
function isRestartingAll({ state, lastState }: ContainerStatus): boolean {
  return state.waiting !== undefined && lastState.terminated?.reason === REMOVED.reason;
}

function countContainers(pod: Pod, statuses: ReadonlyMap<string, ContainerStatus>): Counts {
  const counts: Counts = { running: 0, waiting: 0, stopped: 0, final: 0, succeeded: 0, unknown: 0 };
  for (const container of pod.spec.containers) {
    const status = statuses.get(container.name);
    const ended = status?.state.terminated ?? status?.lastState.terminated;
    if (status === undefined) counts.unknown += 1;
    else if (status.state.running !== undefined || isRestartingAll(status)) counts.running += 1;
    else if (ended === undefined) counts.waiting += 1;
    else {
      counts.stopped += 1;
      if (!restartsAfter(container, pod, ended.exitCode)) counts.final += 1;
      if (status.state.terminated?.exitCode === 0) counts.succeeded += 1;
    }
  }
  return counts;
}
