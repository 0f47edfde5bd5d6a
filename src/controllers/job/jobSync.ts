/**
 * What one look at a job finds: its pods, what has ended since the last one, and how that ends the job.
 * Models the first half of syncJob of pkg/controller/job/job_controller.go (v1.36.3).
 */
import type { Job, JobCondition } from '../../api/batch/job';
import { JOB_TRACKING, isIndexed } from '../../api/batch/jobStatus';
import type { ContainerStatus, Pod } from '../../api/core/pod';
import { isPodActive } from '../../api/core/podStatus';
import { conditionOf } from '../../api/meta/conditions';
import { formatTime, parseTime } from '../../api/meta/time';
import type { ControllerWorld } from '../controller';
import { type BackOff, backOffOf, finishedAt, nextBackOff } from './backOff';
import { countsAsFailure, failJobMessage, isPodFailed, matchFailurePolicy, matchSuccessPolicy } from './failures';
import {
  type Indexes,
  countIndexes,
  failureCountOf,
  hasIndex,
  ignoredFailureCountOf,
  indexesOf,
  merge,
  parseIndexes,
  validIndexOf,
} from './indexes';

/** What an Indexed job has come to. */
export interface IndexState {
  /** As the status tells. */
  readonly counted: Indexes;
  readonly succeeded: Indexes;
  /** Absent without a limit per index. */
  readonly failed?: Indexes;
  /** Failed pods that are kept until their index has a new pod, which takes over their count. */
  readonly kept: ReadonlyMap<number, Pod>;
}

export interface JobSync {
  /** As the API server has it. */
  readonly stored: Job;
  /** With the beginning of its active time, which may be now. */
  readonly job: Job;
  /** All pods of the job, in key order; those of Indexed jobs by index. */
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  readonly indexes?: IndexState;
  readonly backOff: BackOff;
}

/** The pod has not been counted yet. */
export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(JOB_TRACKING) ?? false;
}

/** Reads the pods of a job. */
export function lookAt(stored: Job, found: readonly Pod[], world: ControllerWorld): JobSync {
  const job = started(stored, world);
  const completions = job.spec.completions ?? 0;
  const indexed = isIndexed(job);
  const index = (pod: Pod) => validIndexOf(pod, completions) ?? completions;
  const pods = indexed ? [...found].sort((a, b) => index(a) - index(b)) : found;
  const { uncountedTerminatedPods: uncounted, succeeded = 0, failed = 0 } = job.status;
  const isNew = (pod: Pod, known: readonly string[] = []) =>
    isTracked(pod) && !known.includes(pod.metadata.uid) && (!indexed || validIndexOf(pod, completions) !== undefined);
  const newSucceeded = pods.filter((pod) => pod.status.phase === 'Succeeded' && isNew(pod, uncounted?.succeeded));
  const newFailed = pods.filter((pod) => isPodFailed(pod, job) && isNew(pod, uncounted?.failed));
  const active = pods.filter(isPodActive);
  const indexes = indexed ? indexStateOf(job, pods, active) : undefined;
  return {
    stored,
    job,
    pods,
    active,
    succeeded: indexes
      ? countIndexes(indexes.succeeded)
      : succeeded + newSucceeded.length + (uncounted?.succeeded?.length ?? 0),
    failed: failed + newFailed.filter((pod) => countsAsFailure(job, pod)).length + (uncounted?.failed?.length ?? 0),
    ...(indexes && { indexes }),
    backOff: nextBackOff(backOffOf(job, world), newSucceeded, newFailed),
  };
}

function started(job: Job, world: ControllerWorld): Job {
  const { spec, status } = job;
  if (status.startTime !== undefined || spec.suspend === true) return job;
  return { ...job, status: { ...status, startTime: formatTime(world.clock.now()) } };
}

function indexStateOf(job: Job, pods: readonly Pod[], active: readonly Pod[]): IndexState {
  const { completions = 0, backoffLimitPerIndex } = job.spec;
  const { completedIndexes = '', failedIndexes = '' } = job.status;
  const counted = parseIndexes(completedIndexes, completions);
  const indexOf = (pod: Pod) => (isTracked(pod) ? validIndexOf(pod, completions) : undefined);
  const ended = new Set<number>();
  const broken = new Set<number>();
  for (const pod of pods) {
    const index = indexOf(pod);
    if (index === undefined) continue;
    if (pod.status.phase === 'Succeeded') ended.add(index);
    if (backoffLimitPerIndex !== undefined && isIndexFailed(job, pod, backoffLimitPerIndex)) broken.add(index);
  }
  const succeeded = merge(counted, indexesOf(ended));
  if (backoffLimitPerIndex === undefined) return { counted, succeeded, kept: new Map() };
  const failed = merge(parseIndexes(failedIndexes, completions), indexesOf(broken));
  const busy = new Set(active.map((pod) => validIndexOf(pod, completions)));
  const kept = new Map<number, Pod>();
  for (const pod of pods) {
    const index = isPodFailed(pod, job) ? indexOf(pod) : undefined;
    if (index === undefined || hasIndex(succeeded, index) || hasIndex(failed, index) || busy.has(index)) continue;
    const other = kept.get(index);
    const isLater =
      other === undefined || (failuresUpTo(other) <= failuresUpTo(pod) && finishedAt(pod) >= finishedAt(other));
    if (isLater) kept.set(index, pod);
  }
  return { counted, succeeded, failed, kept };
}

function failuresUpTo(pod: Pod): number {
  return failureCountOf(pod) + ignoredFailureCountOf(pod);
}

function isIndexFailed(job: Job, pod: Pod, limit: number): boolean {
  if (!isPodFailed(pod, job)) return false;
  const { action, counts } = matchFailurePolicy(job, pod);
  return action === 'FailIndex' || (counts && failureCountOf(pod) >= limit);
}

/** A condition that begins now. */
export function newCondition(
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
  now: number,
): JobCondition {
  const time = formatTime(now);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
}

/** How the job ends: SuccessCriteriaMet, FailureTarget or, once that was told, Failed. Undefined while it goes on. */
export function outcomeOf(sync: JobSync, now: number): JobCondition | undefined {
  const { job, pods, failed, indexes } = sync;
  const { conditions } = job.status;
  const met = conditionOf(conditions, 'SuccessCriteriaMet');
  if (met?.status === 'True') return met;
  const target = conditionOf(conditions, 'FailureTarget');
  if (target?.status === 'True') {
    return newCondition('Failed', 'True', target.reason ?? '', target.message ?? '', now);
  }
  const fails = (reason: string, message: string) => newCondition('FailureTarget', 'True', reason, message, now);
  const message = failJobMessage(job, pods);
  if (message !== undefined) return fails('PodFailurePolicy', message);
  if (failed > (job.spec.backoffLimit ?? 0) || restartsExceedLimit(job, pods)) {
    return fails('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const left = deadlineLeftMs(job, now);
  if (left !== undefined && left <= 0) {
    return fails('DeadlineExceeded', 'Job was active longer than specified deadline');
  }
  if (indexes === undefined) return undefined;
  const { completions = 0, maxFailedIndexes } = job.spec;
  const failedIndexes = countIndexes(indexes.failed ?? []);
  if (indexes.failed !== undefined && maxFailedIndexes !== undefined && failedIndexes > maxFailedIndexes) {
    const why = 'Job has exceeded the specified maximal number of failed indexes';
    return fails('MaxFailedIndexesExceeded', why);
  }
  if (failedIndexes > 0 && failedIndexes + countIndexes(indexes.succeeded) >= completions) {
    return fails('FailedIndexes', 'Job has failed indexes');
  }
  const rule = matchSuccessPolicy(job, indexes.succeeded);
  return rule === undefined ? undefined : newCondition('SuccessCriteriaMet', 'True', 'SuccessPolicy', rule, now);
}

/** Time until the job has been active for too long; undefined without such a limit, or while it is suspended. */
export function deadlineLeftMs({ spec, status }: Job, now: number): number | undefined {
  const { activeDeadlineSeconds, suspend } = spec;
  if (activeDeadlineSeconds === undefined || suspend === true || status.startTime === undefined) return undefined;
  return parseTime(status.startTime) + activeDeadlineSeconds * 1000 - now;
}

/** Containers that are restarted in place count against the limit too. */
function restartsExceedLimit({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec.restartPolicy !== 'OnFailure') return false;
  const restartsOf = (statuses: readonly ContainerStatus[] = []) =>
    statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  let restarts = 0;
  for (const { status } of pods) {
    if (status.phase !== 'Running' && status.phase !== 'Pending') continue;
    restarts += restartsOf(status.initContainerStatuses) + restartsOf(status.containerStatuses);
  }
  const limit = spec.backoffLimit ?? 0;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}
