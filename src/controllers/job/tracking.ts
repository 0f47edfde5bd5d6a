/**
 * Counts pods that have ended, exactly once: their names are written down, then their finalizers go, then the counters
 * rise; only then is the job finished. Models trackJobStatusAndRemoveFinalizers of
 * pkg/controller/job/job_controller.go (v1.36.3).
 */
import type { Job, JobCondition, JobStatus } from '../../api/batch/job';
import { isIndexed } from '../../api/batch/jobStatus';
import type { Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { ApiError } from '../../api/meta/status';
import type { RuleKey } from '../../rules/registry';
import type { ControllerWorld } from '../controller';
import { keepBackOff } from './backOff';
import { countsAsFailure, isPodFailed } from './failures';
import { countIndexes, formatIndexes, hasIndex, indexesOf, merge, validIndexOf } from './indexes';
import { untrack } from './jobPods';
import { type JobSync, isTracked, newCondition } from './jobSync';

/** Most pods that are written down at once. */
const MOST_UNCOUNTED = 500;

/** Writes the status that `draft` begins; `outcome` is how the job ends, if it does. Throws ApiError. */
export async function track(
  sync: JobSync,
  draft: JobStatus,
  outcome: JobCondition | undefined,
  world: ControllerWorld,
): Promise<void> {
  const tracked = new Set(sync.pods.filter(isTracked).map(({ metadata }) => metadata.uid));
  const collected = collect(sync, withoutCounted(draft, tracked), outcome);
  let { status } = collected;
  if (outcome !== undefined) status = withInterim(status, outcome);

  const first = await flush(sync.stored, status, outcome, world);
  if (first !== sync.stored) keepBackOff(first, sync.backOff, world);
  let refusal: ApiError | undefined;
  for (const pod of collected.done) {
    world.explain.rule('jobPodCounted', { owner: sync.job.metadata.name, pod: pod.metadata.name });
    try {
      await untrack(pod, world);
      tracked.delete(pod.metadata.uid);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refusal ??= error;
    }
  }
  status = withoutCounted(first.status, tracked);
  const finished = collected.isAll && refusal === undefined ? finishedCondition(status, outcome, world) : undefined;
  if (finished !== undefined) {
    const isComplete = finished.type === 'Complete' && finished.lastTransitionTime !== undefined;
    status = {
      ...status,
      conditions: [...(status.conditions ?? []).filter(({ type }) => type !== finished.type), finished],
      ...(isComplete ? { completionTime: finished.lastTransitionTime } : {}),
    } as JobStatus; // completionTime is there if the transition time is.
  }
  const last = await flush(first, status, outcome, world);
  if (finished !== undefined) await tellFinished(last, finished, world);
  if (refusal !== undefined) throw refusal;
}

async function flush(
  job: Job,
  status: JobStatus,
  outcome: JobCondition | undefined,
  world: ControllerWorld,
): Promise<Job> {
  if (isDeepEqual(job.status, status)) return job;
  const { active = 0, ready = 0, succeeded = 0, failed = 0, startTime } = status;
  const { completions = 1, backoffLimit = 6, activeDeadlineSeconds = 0 } = job.spec;
  world.explain.rule(ruleOf(outcome), {
    ...{ owner: job.metadata.name, active, ready, succeeded, failed, completions, backoffLimit },
    ...(startTime === undefined ? {} : { deadlineMs: activeDeadlineSeconds * 1000 }),
    ...(outcome === undefined ? {} : { reason: outcome.reason ?? '', message: outcome.message ?? '' }),
  });
  return world.client.update('Job', { ...job, status }, 'status');
}

/** What is told of the end of a job, or of its course. */
function ruleOf(outcome: JobCondition | undefined): RuleKey {
  switch (outcome?.reason) {
    case undefined:
      return 'jobCounted';
    case 'CompletionsReached':
      return 'jobComplete';
    case 'BackoffLimitExceeded':
      return 'jobBackOffLimit';
    case 'DeadlineExceeded':
      return 'jobDeadline';
    default:
      return 'jobEnds';
  }
}

/** Pods that are written down and have lost their finalizer are counted. */
function withoutCounted(status: JobStatus, tracked: ReadonlySet<string>): JobStatus {
  const { uncountedTerminatedPods: uncounted = {}, succeeded = 0, failed = 0 } = status;
  const left = (uids: readonly string[] = []) => uids.filter((uid) => tracked.has(uid));
  const [leftSucceeded, leftFailed] = [left(uncounted.succeeded), left(uncounted.failed)];
  return {
    ...status,
    ...counter('succeeded', succeeded + (uncounted.succeeded?.length ?? 0) - leftSucceeded.length),
    ...counter('failed', failed + (uncounted.failed?.length ?? 0) - leftFailed.length),
    uncountedTerminatedPods: uncountedPods(leftSucceeded, leftFailed),
  };
}

/** Counters of nothing are not printed. */
function counter<K extends 'succeeded' | 'failed'>(name: K, value: number): { readonly [P in K]?: number } {
  return (value > 0 ? { [name]: value } : {}) as { readonly [P in K]?: number }; // The one key that is asked for.
}

function uncountedPods(succeeded: readonly string[], failed: readonly string[]): JobStatus['uncountedTerminatedPods'] {
  return { ...(succeeded.length > 0 && { succeeded }), ...(failed.length > 0 && { failed }) };
}

/** Writes down pods that have ended, and finds those whose finalizer may go. */
function collect(
  sync: JobSync,
  status: JobStatus,
  outcome: JobCondition | undefined,
): { readonly status: JobStatus; readonly done: readonly Pod[]; readonly isAll: boolean } {
  const { job, pods, indexes } = sync;
  const indexed = isIndexed(job);
  const completions = job.spec.completions ?? 0;
  const succeeded = [...(status.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(status.uncountedTerminatedPods?.failed ?? [])];
  const newIndexes = new Set<number>();
  const done: Pod[] = [];
  let isAll = true;
  // A job that fails counts every pod that has not ended as failed.
  const isFailing = outcome !== undefined && outcome.type !== 'SuccessCriteriaMet';
  for (const pod of pods) {
    if (!isTracked(pod) || !mayGo(sync, pod, outcome)) continue;
    done.push(pod);
    const { uid } = pod.metadata;
    const index = indexed ? validIndexOf(pod, completions) : undefined;
    if (pod.status.phase === 'Succeeded' && !failed.includes(uid)) {
      if (indexed) {
        if (index !== undefined && !hasIndex(indexes?.counted ?? [], index)) newIndexes.add(index);
      } else if (!succeeded.includes(uid)) succeeded.push(uid);
    } else if (isPodFailed(pod, job) || isFailing) {
      const isValid = !indexed || index !== undefined;
      if (isValid && !failed.includes(uid) && countsAsFailure(job, pod)) failed.push(uid);
    }
    if (newIndexes.size + succeeded.length + failed.length >= MOST_UNCOUNTED) {
      isAll = false;
      break;
    }
  }
  const written = { ...status, uncountedTerminatedPods: uncountedPods(succeeded, failed) };
  return { status: indexes ? withIndexes(written, sync, newIndexes) : written, done, isAll };
}

function withIndexes(status: JobStatus, { indexes }: JobSync, newIndexes: ReadonlySet<number>): JobStatus {
  const counted = merge(indexes?.counted ?? [], indexesOf(newIndexes));
  const { succeeded: _, completedIndexes: __, ...rest } = status;
  return {
    ...rest,
    ...counter('succeeded', countIndexes(counted)),
    ...(counted.length > 0 && { completedIndexes: formatIndexes(counted) }),
    ...(indexes?.failed && { failedIndexes: formatIndexes(indexes.failed) }),
  };
}

/** Ended for the job; a failed pod whose count its successor still needs stays. */
function mayGo({ job, indexes }: JobSync, pod: Pod, outcome: JobCondition | undefined): boolean {
  if (job.metadata.deletionTimestamp !== undefined || outcome !== undefined) return true;
  if (pod.status.phase === 'Succeeded') return true;
  if (!isPodFailed(pod, job)) return false;
  for (const kept of indexes?.kept.values() ?? []) if (kept.metadata.uid === pod.metadata.uid) return false;
  return true;
}

/** The status tells what is going to happen before the finalizers go. */
function withInterim(status: JobStatus, outcome: JobCondition): JobStatus {
  const { conditions = [] } = status;
  if (outcome.type === 'Failed' || conditions.some(({ type }) => type === outcome.type)) return status;
  return { ...status, conditions: [...conditions, outcome] };
}

/** Complete or Failed, once all is counted and no pod is on its way out any more. */
function finishedCondition(
  status: JobStatus,
  outcome: JobCondition | undefined,
  world: ControllerWorld,
): JobCondition | undefined {
  if (outcome === undefined || (status.terminating ?? 0) > 0) return undefined;
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (succeeded.length + failed.length > 0) return undefined;
  const type = outcome.type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed';
  return newCondition(type, 'True', outcome.reason ?? '', outcome.message ?? '', world.clock.now());
}

async function tellFinished(job: Job, { type, reason, message }: JobCondition, world: ControllerWorld): Promise<void> {
  const { completions } = job.spec;
  if (completions !== undefined && (job.status.succeeded ?? 0) > completions) {
    const text = 'Too many succeeded pods running after completion count reached';
    await world.recorder.event(job, 'Warning', 'TooManySucceededPods', text);
  }
  if (type === 'Complete') await world.recorder.event(job, 'Normal', 'Completed', 'Job completed');
  else await world.recorder.event(job, 'Warning', reason ?? '', message ?? '');
}
