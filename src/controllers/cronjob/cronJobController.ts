/**
 * Makes a Job of each CronJob whenever its schedule says so.
 * Models pkg/controller/cronjob/cronjob_controllerv2.go (v1.36.3).
 */
import type { CronJob } from '../../api/batch/cronJob';
import type { Job } from '../../api/batch/job';
import type { Schedule } from '../../api/batch/schedule';
import type { ObjectReference } from '../../api/core/event';
import { isDeepEqual } from '../../api/meta/equality';
import { type ObjectKey, controllerOf, keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { formatDate, formatTime, parseTime } from '../../api/meta/time';
import { isTimeZone, zoneOffsetMs } from '../../api/meta/timeZone';
import type { Again, Controller, ControllerWorld } from '../controller';
import { controllerReference } from '../shared/claim';
import { dependentsOf } from '../shared/ownerWatches';
import { isNamespaceTerminating } from '../shared/podControl';
import { deleteJob, reviewJobs, trimHistory, withoutJob } from './jobHistory';
import { dueRun, nextLookMs, scheduleOf } from './runs';

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

type Status = CronJob['status'];
/** How a look ends: the status to write, when to look again, and a refusal that keeps the job from being made. */
interface Result {
  readonly status: Status;
  readonly againMs?: number;
  readonly refusal?: ApiError;
}

/** Keeps CronJobs to their schedules. */
export const cronJobController: Controller<'CronJob'> = {
  name: 'cronjob-controller',
  kind: 'CronJob',
  watches: [dependentsOf('CronJob', 'Job', () => false)],
  // A changed schedule begins with its next time: what it would have missed is not made up for.
  batchMs({ type, object, previous }, now) {
    if (type !== 'MODIFIED' || previous === undefined) return 0;
    const [before, after] = [previous.spec, object.spec];
    if (before.schedule === after.schedule && before.timeZone === after.timeZone) return 0;
    const schedule = scheduleOf(object);
    return typeof schedule === 'string' ? 0 : nextLookMs(object, schedule, now);
  },

  async reconcile(key, world) {
    const cronJob = world.cache.get('CronJob', key);
    if (cronJob === undefined) return undefined;
    const { uid } = cronJob.metadata;
    const jobs = world.cache.ownedBy('Job', uid).filter((job) => controllerOf(job)?.uid === uid);
    const trimmed = await trimHistory(cronJob, jobs, cronJob.status, world);
    const reviewed = await reviewJobs(cronJob, jobs, trimmed, world);
    const { status, againMs, refusal } = await run({ ...cronJob, status: reviewed }, world);
    if (!isDeepEqual(status, cronJob.status)) {
      world.explain.rule('runsNoted', { owner: key.name, active: status.active?.length ?? 0 });
      await world.client.update('CronJob', { ...cronJob, status }, 'status');
    }
    if (againMs === undefined && refusal !== undefined) throw refusal;
    return again(againMs);
  },
};

function again(requeueAfterMs: number | undefined): Again | undefined {
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}

/** Starts the run that is due, if there is one and nothing forbids it. */
async function run(cronJob: CronJob, world: ControllerWorld): Promise<Result> {
  const { spec, status, metadata } = cronJob;
  const { timeZone } = spec;
  if (metadata.deletionTimestamp !== undefined) return { status };
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const text = `invalid timeZone: "${timeZone}": unknown time zone ${timeZone}`;
    await world.recorder.event(cronJob, 'Warning', 'UnknownTimeZone', text);
    return { status };
  }
  if (spec.suspend === true) return { status };
  const schedule = scheduleOf(cronJob);
  if (typeof schedule === 'string') {
    const text = `unparseable schedule: "${spec.schedule}" : ${schedule}`;
    await world.recorder.event(cronJob, 'Warning', 'UnparseableSchedule', text);
    return { status };
  }
  const now = world.clock.now();
  const { latest, missed } = dueRun(cronJob, schedule, now);
  if (latest !== undefined && missed === 'many') {
    const text = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    await world.recorder.event(cronJob, 'Warning', 'TooManyMissedTimes', text);
  }
  if (latest === undefined || !(await mayStart(cronJob, latest, world))) {
    return { status, againMs: nextLookMs(cronJob, schedule, now) };
  }
  return start(cronJob, latest, schedule, world);
}

/** True if the run of `scheduled` is still to be started. */
async function mayStart(cronJob: CronJob, scheduled: number, world: ControllerWorld): Promise<boolean> {
  const { spec, status } = cronJob;
  const { startingDeadlineSeconds: deadline } = spec;
  if (deadline !== undefined && scheduled + deadline * 1000 < world.clock.now()) {
    world.explain.rule('runMissed', { owner: cronJob.metadata.name, deadlineMs: deadline * 1000 });
    const text = `Missed scheduled time to start a job: ${formatDate(scheduled)}`;
    await world.recorder.event(cronJob, 'Warning', 'MissSchedule', text);
    return false;
  }
  const { active = [], lastScheduleTime } = status;
  const name = jobName(cronJob, scheduled);
  if (active.some((reference) => reference.name === name)) return false;
  if (lastScheduleTime !== undefined && parseTime(lastScheduleTime) === scheduled) return false;
  if (spec.concurrencyPolicy !== 'Forbid' || active.length === 0) return true;
  world.explain.rule('runForbidden', { owner: cronJob.metadata.name, active: active.length });
  const text = 'Not starting job because prior execution is running and concurrency policy is Forbid';
  await world.recorder.event(cronJob, 'Normal', 'JobAlreadyActive', text);
  return false;
}

async function start(cronJob: CronJob, scheduled: number, schedule: Schedule, world: ControllerWorld): Promise<Result> {
  let { status } = cronJob;
  try {
    if (cronJob.spec.concurrencyPolicy === 'Replace') status = await replaceActive(cronJob, world);
    const job = await createJob(cronJob, scheduled, world);
    if (job === undefined) return { status };
    const active = [...(status.active ?? []), referenceTo(job)];
    const next = { ...status, active, lastScheduleTime: formatTime(scheduled) };
    return { status: next, againMs: nextLookMs({ ...cronJob, status: next }, schedule, world.clock.now()) };
  } catch (error) {
    if (error instanceof ApiError) return { status, refusal: error };
    throw error;
  }
}

/** Deletes the jobs that are still active. Throws ApiError. */
async function replaceActive(cronJob: CronJob, world: ControllerWorld): Promise<Status> {
  let { status } = cronJob;
  for (const { name = '', namespace, uid = '' } of status.active ?? []) {
    let job: Job;
    try {
      job = await world.client.get('Job', namespace === undefined ? { name } : { namespace, name });
    } catch (error) {
      if (error instanceof ApiError) {
        await world.recorder.event(cronJob, 'Warning', 'FailedGet', `Get job: ${error.message}`);
      }
      throw error;
    }
    if (await deleteJob(cronJob, job, 'runReplaced', world)) status = withoutJob(status, uid);
  }
  return status;
}

/** The new job; undefined if there is one of that name that is not ours to tell of. Throws ApiError. */
async function createJob(cronJob: CronJob, scheduled: number, world: ControllerWorld): Promise<Job | undefined> {
  const { spec, metadata, status } = cronJob;
  const told = { owner: metadata.name, schedule: spec.schedule, scheduled: localText(scheduled, spec.timeZone) };
  world.explain.rule('runDue', told);
  const { labels, annotations } = spec.jobTemplate.metadata ?? {};
  const { namespace } = metadata;
  const name = jobName(cronJob, scheduled);
  let job: Job;
  try {
    job = await world.client.create('Job', {
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
        annotations: { ...annotations, [SCHEDULED]: localText(scheduled, spec.timeZone) },
        ownerReferences: [controllerReference(cronJob)],
      },
      spec: spec.jobTemplate.spec,
    });
  } catch (error) {
    if (isReason(error, 'AlreadyExists')) return existingJob(cronJob, { ...keyOf(cronJob), name }, status, world);
    if (!(error instanceof ApiError)) throw error;
    if (!isNamespaceTerminating(error)) {
      await world.recorder.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`);
    }
    throw error;
  }
  await world.recorder.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
  return job;
}

/** A job that was made before its CronJob could tell of it. */
async function existingJob(
  cronJob: CronJob,
  key: ObjectKey,
  { active = [] }: Status,
  world: ControllerWorld,
): Promise<Job | undefined> {
  const job = await world.client.get('Job', key);
  const isOurs = controllerOf(job)?.uid === cronJob.metadata.uid;
  return isOurs && !active.some(({ uid }) => uid === job.metadata.uid) ? job : undefined;
}

/** Minutes since the epoch make a name that a second look does not make again. */
function jobName({ metadata }: CronJob, scheduled: number): string {
  return `${metadata.name}-${Math.floor(scheduled / 60_000)}`;
}

function referenceTo({ apiVersion, kind, metadata }: Job): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { kind, ...(namespace === undefined ? {} : { namespace }), name, uid, apiVersion, resourceVersion };
}

/** RFC 3339 on the clocks of the zone. */
function localText(instant: number, zone: string | undefined): string {
  if (zone === undefined || zone === 'UTC') return formatTime(instant);
  const minutes = Math.round(zoneOffsetMs(instant, zone) / 60_000);
  const local = formatTime(instant + minutes * 60_000).slice(0, -1);
  if (minutes === 0) return `${local}Z`;
  const two = (number: number) => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
