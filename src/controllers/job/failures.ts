/**
 * Which pods of a job count as failed, what its failure policy makes of them, and when its success policy is met.
 * Models pkg/controller/job/{pod_failure_policy,success_policy}.go (v1.36.3).
 */
import type { Job, PodFailurePolicyRule } from '../../api/batch/job';
import type { ContainerStatus, Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { type Indexes, countIndexes, hasIndex, parseIndexes } from './indexes';

/** Failed; or being deleted, unless the job waits for deleted pods to end. */
export function isPodFailed(pod: Pod, job: Job): boolean {
  if (pod.status.phase === 'Failed') return true;
  if (replacesOnlyFailed(job)) return false;
  return pod.metadata.deletionTimestamp !== undefined && pod.status.phase !== 'Succeeded';
}

/** A pod that is being deleted holds its place until it has ended. */
export function replacesOnlyFailed({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

/** What the failure policy says of a failed pod. */
export interface FailureMatch {
  /** Absent: no rule matches, the failure counts as usual. */
  readonly action?: PodFailurePolicyRule['action'];
  /** It counts against the limit of failures. */
  readonly counts: boolean;
  /** Why the whole job fails. */
  readonly message?: string;
}

/** The first rule that matches decides. */
export function matchFailurePolicy({ spec }: Job, pod: Pod): FailureMatch {
  const rules = spec.podFailurePolicy?.rules ?? [];
  for (const [index, rule] of rules.entries()) {
    const what = matchRule(rule, pod);
    if (what === undefined) continue;
    const { action } = rule;
    if (action !== 'FailJob') return { action, counts: action !== 'Ignore' };
    return { action, counts: true, message: `${what} matching ${action} rule at index ${index}` };
  }
  return { counts: true };
}

/** True if the failure of `pod` counts. */
export function countsAsFailure(job: Job, pod: Pod): boolean {
  return job.spec.podFailurePolicy === undefined || matchFailurePolicy(job, pod).counts;
}

/** Why the failure of one of `pods` ends the whole job; undefined if it does not. */
export function failJobMessage(job: Job, pods: readonly Pod[]): string | undefined {
  if (job.spec.podFailurePolicy === undefined) return undefined;
  for (const pod of pods) {
    const message = isPodFailed(pod, job) ? matchFailurePolicy(job, pod).message : undefined;
    if (message !== undefined) return message;
  }
  return undefined;
}

/** What the rule found, as the message tells it. */
function matchRule({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const name = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
  if (onExitCodes !== undefined) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
    const found = [...containerStatuses, ...initContainerStatuses].find((status) => matchesExit(onExitCodes, status));
    const code = found?.state.terminated?.exitCode;
    return found && `Container ${found.name} for pod ${name} failed with exit code ${code}`;
  }
  const found = onPodConditions?.find(
    ({ type, status }) => conditionOf(pod.status.conditions, type)?.status === status,
  );
  return found && `Pod ${name} has condition ${found.type}`;
}

function matchesExit(
  { containerName, operator, values }: NonNullable<PodFailurePolicyRule['onExitCodes']>,
  { name, state }: ContainerStatus,
): boolean {
  const code = state.terminated?.exitCode ?? 0;
  if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
  return values.includes(code) === (operator === 'In');
}

/** The rule of the success policy that the succeeded indexes meet, as the condition tells it. */
export function matchSuccessPolicy({ spec }: Job, succeeded: Indexes): string | undefined {
  if (succeeded.length === 0) return undefined;
  const rules = spec.successPolicy?.rules ?? [];
  const at = rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) {
      return succeededCount !== undefined && countIndexes(succeeded) >= succeededCount;
    }
    const wanted = parseIndexes(succeededIndexes, spec.completions ?? 0);
    const met = countCommon(wanted, succeeded);
    return wanted.length > 0 && met >= (succeededCount ?? countIndexes(wanted));
  });
  return at < 0 ? undefined : `Matched rules at index ${at}`;
}

function countCommon(wanted: Indexes, succeeded: Indexes): number {
  let count = 0;
  for (const [first, last] of wanted) {
    for (let index = first; index <= last; index += 1) if (hasIndex(succeeded, index)) count += 1;
  }
  return count;
}
