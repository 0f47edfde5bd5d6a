/**
 * The jobs of a CronJob: those that have ended leave its list, the oldest of them go.
 * Models the first half of syncCronJob and cleanupFinishedJobs of pkg/controller/cronjob (v1.36.3).
 */
import type { CronJob } from '../../api/batch/cronJob';
import type { Job } from '../../api/batch/job';
import { finishedConditionOf } from '../../api/batch/jobStatus';
import { isDeepEqual } from '../../api/meta/equality';
import { keyOf } from '../../api/meta/objectMeta';
import { ApiError, isReason } from '../../api/meta/status';
import { parseTime } from '../../api/meta/time';
import type { RuleKey } from '../../rules/registry';
import type { ControllerWorld } from '../controller';

type Status = CronJob['status'];

/** `status` without that job. */
export function withoutJob(status: Status, uid: string): Status {
  const { active = [], ...rest } = status;
  const left = active.filter((reference) => reference.uid !== uid);
  if (left.length === active.length) return status;
  return left.length === 0 ? rest : { ...rest, active: left };
}

/** Deletes one of the jobs and tells of it; false if the API server refuses. */
export async function deleteJob(cronJob: CronJob, job: Job, rule: RuleKey, world: ControllerWorld): Promise<boolean> {
  const { successfulJobsHistoryLimit: complete = 3, failedJobsHistoryLimit: failed = 1 } = cronJob.spec;
  world.explain.rule(rule, { owner: cronJob.metadata.name, job: job.metadata.name, complete, failed });
  try {
    await world.client.delete('Job', keyOf(job), { propagationPolicy: 'Background' });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await world.recorder.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${error.message}`);
    return false;
  }
  await world.recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  return true;
}

/** Deletes finished jobs beyond what the history keeps. Hands back the status without them. */
export async function trimHistory(
  cronJob: CronJob,
  jobs: readonly Job[],
  status: Status,
  world: ControllerWorld,
): Promise<Status> {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec;
  let next = status;
  for (const [type, limit] of [
    ['Complete', successfulJobsHistoryLimit],
    ['Failed', failedJobsHistoryLimit],
  ] as const) {
    if (limit === undefined) continue;
    const ended = jobs.filter((job) => finishedConditionOf(job)?.type === type);
    const surplus = [...ended].sort(byStart).slice(0, Math.max(0, ended.length - limit));
    for (const job of surplus) {
      if (await deleteJob(cronJob, job, 'runHistory', world)) next = withoutJob(next, job.metadata.uid);
    }
  }
  return next;
}

/** Those that have not started come last. */
function byStart(a: Job, b: Job): number {
  const [first, second] = [a.status.startTime, b.status.startTime];
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
  return parseTime(first) - parseTime(second) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

/** Takes what has ended or vanished off the list of active jobs, and tells of it. Throws ApiError. */
export async function reviewJobs(
  cronJob: CronJob,
  jobs: readonly Job[],
  before: Status,
  world: ControllerWorld,
): Promise<Status> {
  let status = before;
  const isActive = ({ metadata }: Job) => status.active?.some(({ uid }) => uid === metadata.uid) ?? false;
  for (const job of jobs) {
    const { name, uid } = job.metadata;
    const finished = finishedConditionOf(job);
    if (!isActive(job) && finished === undefined) {
      const text = `Saw a job that the controller did not create or forgot: ${name}`;
      await world.recorder.event(cronJob, 'Warning', 'UnexpectedJob', text);
    } else if (isActive(job) && finished !== undefined) {
      status = withoutJob(status, uid);
      world.explain.rule('runEnded', { owner: cronJob.metadata.name, job: name, condition: finished.type });
      const text = `Saw completed job: ${name}, condition: ${finished.type}`;
      await world.recorder.event(cronJob, 'Normal', 'SawCompletedJob', text);
    } else if (finished?.type === 'Complete') status = withSuccess(status, job);
  }
  const known = new Set(jobs.map(({ metadata }) => metadata.uid));
  for (const { name = '', namespace, uid = '' } of status.active ?? []) {
    if (known.has(uid) || (await isThere(name, namespace, world))) continue;
    world.explain.rule('runVanished', { owner: cronJob.metadata.name, job: name });
    await world.recorder.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`);
    status = withoutJob(status, uid);
  }
  return isDeepEqual(status, before) ? before : status;
}

function withSuccess(status: Status, { status: { completionTime } }: Job): Status {
  const { lastSuccessfulTime } = status;
  if (completionTime === undefined) return status;
  const isLater = lastSuccessfulTime === undefined || parseTime(completionTime) > parseTime(lastSuccessfulTime);
  return isLater ? { ...status, lastSuccessfulTime: completionTime } : status;
}

async function isThere(name: string, namespace: string | undefined, world: ControllerWorld): Promise<boolean> {
  try {
    await world.client.get('Job', namespace === undefined ? { name } : { namespace, name });
    return true;
  } catch (error) {
    if (isReason(error, 'NotFound')) return false;
    throw error;
  }
}
