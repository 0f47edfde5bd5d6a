/**
 * What a Job's spec and status say, and the names that jobs leave on their pods.
 * Models pkg/controller/job/util/utils.go and staging/src/k8s.io/api/batch/v1/types.go (v1.36.3).
 */
import type { Job, JobCondition } from './job';

/** The finalizer that keeps a job's pod until it has been counted. */
export const JOB_TRACKING = 'batch.kubernetes.io/job-tracking';
/** Label and annotation of a pod of an Indexed job: which of the completions it works on. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
/** Label of a job's pods, and what its generated selector asks for. */
export const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';
export const LEGACY_CONTROLLER_UID = 'controller-uid';
export const JOB_NAME = 'batch.kubernetes.io/job-name';
export const LEGACY_JOB_NAME = 'job-name';
/** The value of spec.managedBy that means the job controller of the cluster. */
export const JOB_CONTROLLER = 'kubernetes.io/job-controller';

/** The condition that ended the job: Complete or Failed. */
export function finishedConditionOf(job: Job): JobCondition | undefined {
  return job.status.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

/** Complete or Failed: nothing will be started for it any more. */
export function isJobFinished(job: Job): boolean {
  return finishedConditionOf(job) !== undefined;
}

/** Its completions are numbered. */
export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === 'Indexed';
}

/** Some other controller looks after it. */
export function isManagedElsewhere({ spec }: Job): boolean {
  return spec.managedBy !== undefined && spec.managedBy !== JOB_CONTROLLER;
}
