/** Tables of Jobs and CronJobs. Models pkg/printers/internalversion/printers.go (v1.36.3). */
import type { CronJob } from '../api/batch/cronJob';
import type { Job } from '../api/batch/job';
import { isConditionTrue } from '../api/meta/conditions';
import { age, boolText, containerCells, selectorText } from './cells';
import { humanDuration, instantOf, sinceText } from './duration';
import { booleanColumns, columns, integerColumns, type TablePrinter, wideColumns } from './table';

/** `kubectl get jobs`. */
export const jobTable: TablePrinter<Job> = {
  columns: [
    ...columns('Name', 'Status', 'Completions', 'Duration', 'Age'),
    ...wideColumns('Containers', 'Images', 'Selector'),
  ],
  cells: (job, now) => [
    job.metadata.name,
    statusWord(job),
    completions(job),
    duration(job, now),
    age(job, now),
    ...containerCells(job.spec.template.spec.containers),
    selectorText(job.spec.selector),
  ],
};

function completions({ spec, status }: Job): string {
  const succeeded = status.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Job, now: number): string {
  const start = instantOf(status.startTime);
  if (start === undefined) return '';
  return humanDuration((instantOf(status.completionTime) ?? now) - start);
}

function statusWord({ metadata, status }: Job): string {
  const has = (type: string) => isConditionTrue(status.conditions, type);
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running';
}

/** `kubectl get cronjobs`. */
export const cronJobTable: TablePrinter<CronJob> = {
  columns: [
    ...columns('Name', 'Schedule', 'Timezone'),
    ...booleanColumns('Suspend'),
    ...integerColumns('Active'),
    ...columns('Last Schedule', 'Age'),
    ...wideColumns('Containers', 'Images', 'Selector'),
  ],
  cells(cronJob, now) {
    const { metadata, spec, status } = cronJob;
    return [
      metadata.name,
      spec.schedule,
      spec.timeZone ?? '<none>',
      boolText(spec.suspend),
      status.active?.length ?? 0,
      status.lastScheduleTime === undefined ? '<none>' : sinceText(status.lastScheduleTime, now),
      age(cronJob, now),
      ...containerCells(spec.jobTemplate.spec.template.spec.containers),
      selectorText(spec.jobTemplate.spec.selector),
    ];
  },
};
