/**
 * Keeps as many pods of a job active as it still needs.
 * Models manageJob of pkg/controller/job/job_controller.go and indexed_job_utils.go (v1.36.3).
 */
import type { Job } from '../../api/batch/job';
import { JOB_TRACKING, isIndexed } from '../../api/batch/jobStatus';
import type { Pod } from '../../api/core/pod';
import { isPodReady, isPodTerminal, isPodTerminating, maxRestarts, readySince } from '../../api/core/podStatus';
import { type ObjectKey, keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { parseTime } from '../../api/meta/time';
import type { RuleKey } from '../../rules/registry';
import type { ControllerWorld } from '../controller';
import { createPod, deletePod } from '../shared/podControl';
import { slowStart } from '../shared/slowStart';
import { remainingMs, remainingOfIndexMs } from './backOff';
import { replacesOnlyFailed } from './failures';
import { completionIndexOf, firstFree, indexesOf, merge } from './indexes';
import { type JobSync, isTracked } from './jobSync';
import { indexedPrefix, indexedTemplate, trackedTemplate } from './podTemplates';

/** Most pods created or deleted in one sync. */
const MOST_AT_ONCE = 500;
/** Changes are answered together within this time; nothing is looked at again sooner. */
export const BATCH_MS = 1000;

/** What became of the pods. */
export interface Managed {
  readonly active: number;
  /** Pods that were deleted, and how many of them were ready. */
  readonly deleted: number;
  readonly deletedReady: number;
  /** When the next pod may be created. */
  readonly againMs?: number;
  /** A refusal by the API server: the status tells first. */
  readonly refusal?: ApiError;
}

/** Deletes surplus pods or creates missing ones; never both. */
export async function managePods(sync: JobSync, world: ControllerWorld): Promise<Managed> {
  const { job, active, pods } = sync;
  const isSuspended = job.spec.suspend === true;
  const wanted = isSuspended ? 0 : wantedActive(sync);
  const surplus = surplusOf(job, active, Math.max(0, active.length - wanted));
  const going = isSuspended ? surplus : surplus.slice(0, MOST_AT_ONCE);
  if (isSuspended || going.length > 0)
    return deletePods(job, going, active.length, isSuspended ? 'jobSuspended' : 'jobSurplus', world);
  const terminating = replacesOnlyFailed(job) ? terminatingOf(pods).length : 0;
  const missing = wanted - terminating - active.length;
  return missing > 0
    ? createPods(sync, Math.min(missing, MOST_AT_ONCE), world)
    : { active: active.length, deleted: 0, deletedReady: 0 };
}

/** Pods that are on their way out but have not ended. */
export function terminatingOf(pods: readonly Pod[]): readonly Pod[] {
  return pods.filter((pod) => isPodTerminating(pod) && !isPodTerminal(pod));
}

function wantedActive({ job, active, succeeded }: JobSync): number {
  const { completions, parallelism = 1 } = job.spec;
  // A work queue that has seen a success lets the others run out.
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

/** Deletes `pods` by `rule`; only those that go because the job ends count as failed. */
export async function deletePods(
  job: Job,
  pods: readonly Pod[],
  active: number,
  rule: RuleKey,
  world: ControllerWorld,
): Promise<Managed> {
  let [deleted, deletedReady] = [0, 0];
  let refusal: ApiError | undefined;
  for (const pod of pods) {
    const { parallelism = 1 } = job.spec;
    world.explain.rule(rule, { owner: job.metadata.name, pod: pod.metadata.name, active, parallelism });
    try {
      if (rule !== 'jobEnding') await untrack(pod, world);
      await deletePod(job, pod, world);
      deleted += 1;
      if (isPodReady(pod)) deletedReady += 1;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refusal ??= error;
    }
  }
  return { active: active - deleted, deleted, deletedReady, ...(refusal && { refusal }) };
}

/** Takes the finalizer off `pod`. A pod that is gone needs none. */
export async function untrack(pod: Pod, world: ControllerWorld): Promise<void> {
  if (!isTracked(pod)) return;
  await removeFinalizer(keyOf(pod), world);
}

async function removeFinalizer(key: ObjectKey, world: ControllerWorld): Promise<void> {
  const body = { metadata: { '$deleteFromPrimitiveList/finalizers': [JOB_TRACKING] } };
  try {
    await world.client.patch('Pod', key, { type: 'strategic', body });
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

/** At least `count` pods to delete: first those whose index is none or somebody else's, then those of least worth. */
function surplusOf(job: Job, active: readonly Pod[], count: number): readonly Pod[] {
  if (count === 0 && !isIndexed(job)) return [];
  const { going, staying } = isIndexed(job)
    ? withoutRepeats(active, job.spec.completions ?? 0)
    : { going: [], staying: active };
  if (going.length >= count) return going;
  return [...going, ...[...staying].sort(byWorth).slice(0, count - going.length)];
}

function withoutRepeats(active: readonly Pod[], completions: number): { going: Pod[]; staying: Pod[] } {
  const going: Pod[] = [];
  const byIndex = new Map<number, Pod[]>();
  for (const pod of active) {
    const index = completionIndexOf(pod);
    if (index === undefined || index >= completions) going.push(pod);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
  }
  const staying: Pod[] = [];
  for (const group of byIndex.values()) {
    const sorted = group.length > 1 ? group.sort(byWorth) : group;
    going.push(...sorted.slice(0, -1));
    staying.push(...sorted.slice(-1));
  }
  return { going, staying };
}

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Unassigned, pending, not ready, ready for a shorter time, restarted more often, younger: these go first. */
function byWorth(a: Pod, b: Pod): number {
  const rank = ({ spec, status }: Pod) => [spec.nodeName ? 1 : 0, phaseRank[status.phase] ?? 0];
  const [[assignedA = 0, phaseA = 0], [assignedB = 0, phaseB = 0]] = [rank(a), rank(b)];
  const [readyA, readyB] = [isPodReady(a), isPodReady(b)];
  return (
    assignedA - assignedB ||
    phaseA - phaseB ||
    Number(readyA) - Number(readyB) ||
    (readyA && readyB ? (readySince(b) ?? 0) - (readySince(a) ?? 0) : 0) ||
    maxRestarts(b) - maxRestarts(a) ||
    parseTime(b.metadata.creationTimestamp) - parseTime(a.metadata.creationTimestamp)
  );
}

async function createPods(sync: JobSync, missing: number, world: ControllerWorld): Promise<Managed> {
  const { job, active, backOff, indexes } = sync;
  const now = world.clock.now();
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  const wait = perIndex ? 0 : remainingMs(backOff, now);
  if (wait > 0) return waiting(wait);
  let free: readonly number[] | undefined;
  if (indexes !== undefined) {
    free = freeIndexes(sync, missing);
    if (perIndex) {
      const waits = free.map((index) => remainingOfIndexMs(indexes.kept.get(index), now));
      const ready = free.filter((_, position) => waits[position] === 0);
      if (ready.length === 0 && waits.length > 0) return waiting(Math.min(...waits));
      free = ready;
    }
  }
  const count = free?.length ?? missing;
  const numbers = (free ?? [])[Symbol.iterator]();
  const template = trackedTemplate(job);
  explainMissing(sync, count, world);
  let created = 0;
  let refusal: ApiError | undefined;
  try {
    await slowStart(count, async () => {
      const { value: index } = numbers.next();
      if (index === undefined) await createPod(job, template, world);
      else await createPod(job, indexedTemplate(sync, template, index), world, indexedPrefix(job, index));
      created += 1;
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    refusal = error;
  }
  return { active: active.length + created, deleted: 0, deletedReady: 0, ...(refusal && { refusal }) };
}

function explainMissing({ job, active, succeeded, failed }: JobSync, count: number, world: ControllerWorld): void {
  const { completions, parallelism = 1, backoffLimit = 6 } = job.spec;
  const told = { owner: job.metadata.name, active: active.length, count, parallelism, succeeded, failed };
  const rule = failed > 0 ? 'jobRetries' : completions === undefined ? 'jobQueue' : 'jobMissing';
  if (count > 0) world.explain.rule(rule, { ...told, completions: completions ?? 1, backoffLimit });
}

/** The real controller tells of no active pods while it waits, whatever runs beside. */
function waiting(ms: number): Managed {
  return { active: 0, deleted: 0, deletedReady: 0, againMs: Math.max(ms, BATCH_MS) };
}

function freeIndexes({ job, active, pods, indexes }: JobSync, count: number): readonly number[] {
  const busy = [...active, ...(replacesOnlyFailed(job) ? terminatingOf(pods) : [])];
  const numbers = busy.map(completionIndexOf).filter((index) => index !== undefined);
  const taken = merge(merge(indexes?.succeeded ?? [], indexes?.failed ?? []), indexesOf(numbers));
  return firstFree(taken, count, job.spec.completions ?? 0);
}
