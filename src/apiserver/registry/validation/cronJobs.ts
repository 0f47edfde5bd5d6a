/** CronJobs. Models ValidateCronJobCreate and validateCronJobSpec of pkg/apis/batch/validation (v1.36.3). */
import type { CronJob } from '../../../api/batch/cronJob';
import { ScheduleError, parseSchedule } from '../../../api/batch/schedule';
import { isTimeZone } from '../../../api/meta/timeZone';
import { type FieldError, invalid, notSupported, required } from '../fieldError';
import { checkNotNegative } from './formats';
import { checkJobTemplateSpec } from './jobs';
import { selectorValue } from './labels';

/** Jobs add a dash and ten digits to the name. */
const MOST_CHARACTERS = 52;
const policies = ['Allow', 'Forbid', 'Replace'];

/** A CronJob, new or changed. */
export function checkCronJob({ spec }: CronJob, errors: FieldError[]): void {
  if (spec.schedule === '') errors.push(required('spec.schedule'));
  else checkSchedule(spec.schedule, errors);
  checkNotNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds', errors);
  checkTimeZone(spec.timeZone, errors);
  if (!policies.includes(spec.concurrencyPolicy)) {
    errors.push(notSupported('spec.concurrencyPolicy', spec.concurrencyPolicy, policies));
  }
  checkJobTemplate(spec.jobTemplate, errors);
  checkNotNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit', errors);
  checkNotNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit', errors);
}

/** What only a new CronJob is asked: the name of an old one is what it is. */
export function checkNewCronJobName({ metadata }: CronJob, errors: FieldError[]): void {
  if (metadata.name.length <= MOST_CHARACTERS) return;
  errors.push(invalid('metadata.name', metadata.name, `must be no more than ${MOST_CHARACTERS} characters`));
}

function checkSchedule(schedule: string, errors: FieldError[]): void {
  try {
    parseSchedule(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    errors.push(invalid('spec.schedule', schedule, error.message));
  }
  if (!schedule.includes('TZ')) return;
  errors.push(invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
}

function checkTimeZone(zone: string | undefined, errors: FieldError[]): void {
  if (zone === undefined) return;
  const field = 'spec.timeZone';
  if (zone === '') errors.push(invalid(field, zone, 'timeZone must be nil or non-empty string'));
  else if (zone.toLowerCase() === 'local') {
    const why = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    errors.push(invalid(field, zone, why));
  } else if (!isTimeZone(zone)) errors.push(invalid(field, zone, `unknown time zone ${zone}`));
}

function checkJobTemplate({ spec }: CronJob['spec']['jobTemplate'], errors: FieldError[]): void {
  const field = 'spec.jobTemplate.spec';
  checkJobTemplateSpec(spec, field, errors);
  if (spec.selector !== undefined) {
    errors.push(invalid(`${field}.selector`, selectorValue(spec.selector), '`selector` will be auto-generated'));
  }
  if (spec.manualSelector === true) errors.push(notSupported(`${field}.manualSelector`, true, ['nil', 'false']));
}
