/** Describes Jobs and CronJobs. Models describeJob and describeCronJob of kubectl's describe.go (v1.36.3). */
import type { CronJob } from '../../api/batch/cronJob';
import type { Job, JobTemplateSpec } from '../../api/batch/job';
import { formatLabelSelector } from '../../api/meta/labels';
import { secondsBetween } from '../../api/meta/time';
import { boolText } from '../../printers/cells';
import { humanDuration } from '../../printers/duration';
import { dateText } from './dates';
import type { DescribeContext } from './describer';
import type { Description } from './description';
import { describeEvents } from './events';
import { describeAnnotations, describeLabels } from './labels';
import { describeController } from './pod';
import { describePodTemplate } from './podTemplate';

/** From here on a list of indexes is cut at the next comma. */
const INDEXES_SHOWN = 50;

export async function describeJob(job: Job, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec, status } = job;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `Selector:\t${formatLabelSelector(spec.selector ?? {})}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  describeController(d, job);
  if (spec.parallelism !== undefined) d.line(0, `Parallelism:\t${spec.parallelism}`);
  d.line(0, `Completions:\t${orUnset(spec.completions)}`);
  if (spec.completionMode !== undefined) d.line(0, `Completion Mode:\t${spec.completionMode}`);
  if (spec.suspend !== undefined) d.line(0, `Suspend:\t${spec.suspend}`);
  if (spec.backoffLimit !== undefined) d.line(0, `Backoff Limit:\t${spec.backoffLimit}`);
  if (spec.ttlSecondsAfterFinished !== undefined) {
    d.line(0, `TTL Seconds After Finished:\t${spec.ttlSecondsAfterFinished}`);
  }
  describeTimes(d, job);
  const { active = 0, ready, succeeded = 0, failed = 0 } = status;
  const readyText = ready === undefined ? '' : ` (${ready} Ready)`;
  d.line(0, `Pods Statuses:\t${active} Active${readyText} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec.completionMode === 'Indexed') d.line(0, `Completed Indexes:\t${indexesText(status.completedIndexes)}`);
  describePodTemplate(d, spec.template);
  await describeEvents(d, job, context);
}

function describeTimes(d: Description, { spec, status: { startTime, completionTime } }: Job): void {
  if (startTime !== undefined) d.line(0, `Start Time:\t${dateText(startTime)}`);
  if (completionTime !== undefined) d.line(0, `Completed At:\t${dateText(completionTime)}`);
  if (startTime !== undefined && completionTime !== undefined) {
    d.line(0, `Duration:\t${humanDuration(secondsBetween(startTime, completionTime) * 1000)}`);
  }
  const { activeDeadlineSeconds } = spec;
  if (activeDeadlineSeconds !== undefined) d.line(0, `Active Deadline Seconds:\t${activeDeadlineSeconds}s`);
}

function indexesText(indexes = ''): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', INDEXES_SHOWN);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}

export async function describeCronJob(job: CronJob, d: Description, context: DescribeContext): Promise<void> {
  const { metadata, spec, status } = job;
  const { startingDeadlineSeconds } = spec;
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, `Schedule:\t${spec.schedule}`);
  d.line(0, `Concurrency Policy:\t${spec.concurrencyPolicy}`);
  d.line(0, `Suspend:\t${boolText(spec.suspend)}`);
  d.line(0, `Time Zone:\t${orUnset(spec.timeZone)}`);
  d.line(0, `Successful Job History Limit:\t${orUnset(spec.successfulJobsHistoryLimit)}`);
  d.line(0, `Failed Job History Limit:\t${orUnset(spec.failedJobsHistoryLimit)}`);
  const deadline = startingDeadlineSeconds === undefined ? '<unset>' : `${startingDeadlineSeconds}s`;
  d.line(0, `Starting Deadline Seconds:\t${deadline}`);
  describeJobTemplate(d, spec.jobTemplate);
  const { lastScheduleTime, active = [] } = status;
  d.line(0, `Last Schedule Time:\t${lastScheduleTime === undefined ? '<unset>' : dateText(lastScheduleTime)}`);
  const names = active.map(({ name = '' }) => name).join(', ');
  d.line(0, `Active Jobs:\t${active.length === 0 ? '<none>' : names}`);
  await describeEvents(d, job, context);
}

function describeJobTemplate(d: Description, { spec }: JobTemplateSpec): void {
  d.line(0, `Selector:\t${spec.selector === undefined ? '<unset>' : formatLabelSelector(spec.selector)}`);
  d.line(0, `Parallelism:\t${orUnset(spec.parallelism)}`);
  d.line(0, `Completions:\t${orUnset(spec.completions)}`);
  if (spec.activeDeadlineSeconds !== undefined) d.line(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  describePodTemplate(d, spec.template);
}

function orUnset(value: number | string | undefined): string {
  return value === undefined ? '<unset>' : String(value);
}
