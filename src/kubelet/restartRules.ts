/**
 * What a container's restartPolicyRules say of the code with which it has ended.
 * Models pkg/apis/core/v1/helper and pkg/kubelet/container/helpers.go (v1.36.3; beta, on by default).
 */
import type { Container, ContainerRestartRule, ContainerStateTerminated, Pod } from '../api/core/pod';
import type { ContainerRecord } from './runtime/containerRuntime';

/** The first rule that speaks of `exitCode`; its action goes before every restart policy. */
export function matchingRule(container: Container, exitCode: number): ContainerRestartRule | undefined {
  return container.restartPolicyRules?.find(({ exitCodes }) => {
    if (exitCodes === undefined) return false;
    return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
  });
}

/** Some container of the pod may have all of them restarted. */
export function mayRestartAll({ spec }: Pod): boolean {
  return [...(spec.initContainers ?? []), ...spec.containers].some(
    ({ restartPolicyRules }) => restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers') === true,
  );
}

/** A container has just ended in a way that restarts all of them. */
export function asksForAll(pod: Pod, records: readonly ContainerRecord[]): boolean {
  if (!mayRestartAll(pod) || pod.metadata.deletionTimestamp !== undefined) return false;
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].some((container) => {
    const latest = records.findLast(({ name }) => name === container.name);
    if (latest?.state !== 'exited') return false;
    return matchingRule(container, latest.exitCode ?? 0)?.action === 'RestartAllContainers';
  });
}

/** How a container ended that was removed so that all could start anew. */
export const REMOVED: ContainerStateTerminated = {
  exitCode: 137,
  reason: 'RestartingAllContainers',
  message: 'The container is removed because RestartAllContainers in place',
  startedAt: null,
  finishedAt: null,
};
