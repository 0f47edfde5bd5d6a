/**
 * Runs the pods of Jobs until enough of them have succeeded or too many have failed.
 * Models pkg/controller/job/job_controller.go (v1.36.3).
 */
import type { Job, JobStatus } from '../../api/batch/job';
import { JOB_TRACKING, isJobFinished, isManagedElsewhere } from '../../api/batch/jobStatus';
import { isPodReady } from '../../api/core/podStatus';
import { conditionOf } from '../../api/meta/conditions';
import { labelSelectorMatches } from '../../api/meta/labels';
import { type Labels, keyText } from '../../api/meta/objectMeta';
import { formatTime } from '../../api/meta/time';
import type { Again, Controller, ControllerWorld } from '../controller';
import { claim, readDependents } from '../shared/claim';
import { dependentsOf } from '../shared/ownerWatches';
import { backOffs } from './backOff';
import { BATCH_MS, type Managed, deletePods, managePods, terminatingOf } from './jobPods';
import { type JobSync, deadlineLeftMs, lookAt, newCondition, outcomeOf } from './jobSync';
import { track } from './tracking';

const selects = (job: Job, labels: Labels | undefined) => labelSelectorMatches(job.spec.selector, labels);

/** Keeps Jobs going. */
export const jobController: Controller<'Job'> = {
  name: 'job-controller',
  kind: 'Job',
  watches: [{ ...dependentsOf('Job', 'Pod', selects), batchMs: BATCH_MS }],
  // Only what somebody asked for is done at once; the status follows the pods.
  batchMs: ({ type, object, previous }) =>
    type === 'MODIFIED' && object.metadata.generation === previous?.metadata.generation ? BATCH_MS : 0,
  start: (world) => backOffs(world).clear(),

  async reconcile(key, world) {
    const job = world.cache.get('Job', key);
    if (job === undefined || isJobFinished(job)) {
      backOffs(world).delete(keyText(key));
      return undefined;
    }
    if (isManagedElsewhere(job)) return undefined;
    const pods = await claim(
      readDependents('Pod', job, world),
      job,
      (labels) => selects(job, labels),
      () => true,
      world,
      [JOB_TRACKING],
    );
    return syncJob(lookAt(job, pods, world), world);
  },
};

async function syncJob(sync: JobSync, world: ControllerWorld): Promise<Again | undefined> {
  const now = world.clock.now();
  const { job, active, pods, succeeded } = sync;
  let outcome = outcomeOf(sync, now);
  let { status } = job;
  let managed: Managed = { active: active.length, deleted: 0, deletedReady: 0 };
  if (outcome !== undefined) {
    managed = await deletePods(job, active, active.length, 'jobEnding', world);
    // What could not be deleted is not counted yet.
    if (managed.refusal !== undefined) outcome = undefined;
  } else {
    const isManaged = job.metadata.deletionTimestamp === undefined;
    if (isManaged) managed = await managePods(sync, world);
    const { completions } = job.spec;
    const isComplete = managed.active === 0 && succeeded >= (completions ?? 1);
    if (isComplete) {
      const text = 'Reached expected number of succeeded pods';
      outcome = newCondition('SuccessCriteriaMet', 'True', 'CompletionsReached', text, now);
    } else if (isManaged) status = await withSuspension(job, status, world);
  }
  const ready = active.filter(isPodReady).length - managed.deletedReady;
  const { active: _, ...rest } = status;
  const draft: JobStatus = {
    ...rest,
    ...(managed.active > 0 && { active: managed.active }),
    ready,
    terminating: terminatingOf(pods).length + managed.deleted,
  };
  await track(sync, draft, outcome, world);
  if (managed.refusal !== undefined) throw managed.refusal;
  const waits = [managed.againMs, outcome === undefined ? deadlineLeftMs(job, now) : undefined];
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : { requeueAfterMs: Math.max(0, Math.min(...known)) };
}

/** Tells when the job was suspended or resumed; its active time begins anew. */
async function withSuspension(job: Job, status: JobStatus, world: ControllerWorld): Promise<JobStatus> {
  const isSuspended = job.spec.suspend === true;
  const old = conditionOf(status.conditions, 'Suspended');
  if (isSuspended ? old?.status === 'True' : old === undefined || old.status === 'False') return status;
  const now = world.clock.now();
  const condition = isSuspended
    ? newCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', now)
    : newCondition('Suspended', 'False', 'JobResumed', 'Job resumed', now);
  const { conditions = [] } = status;
  const next =
    old === undefined ? [...conditions, condition] : conditions.map((each) => (each === old ? condition : each));
  world.explain.rule(isSuspended ? 'jobSuspends' : 'jobResumes', { owner: job.metadata.name });
  await world.recorder.event(job, 'Normal', isSuspended ? 'Suspended' : 'Resumed', condition.message ?? '');
  const { startTime: _, ...rest } = status;
  return { ...rest, conditions: next, ...(isSuspended ? {} : { startTime: formatTime(now) }) };
}
