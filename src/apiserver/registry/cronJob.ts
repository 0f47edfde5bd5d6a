/** How the API server treats CronJobs. Models pkg/registry/batch/cronjob/strategy.go and pkg/apis/batch/v1/defaults.go (v1.36.3). */
import type { CronJob } from '../../api/batch/cronJob';
import { jobNameWarnings } from './job';
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { unsimulatedWarnings } from './unsimulated';
import { checkCronJob, checkNewCronJobName } from './validation/cronJobs';
import { specWarnings } from './validation/podWarnings';
import { validations } from './validation/rules';

const rules = validations('CronJob', { check: checkCronJob });

export const cronJob: Strategy<'CronJob'> = {
  kind: 'CronJob',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...given, status: {} }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) => [
    ...(old === undefined ? jobNameWarnings(given.metadata.name) : []),
    ...(old?.spec === given.spec ? [] : cronJobWarnings(given)),
  ],
  ...rules,
  validate(given) {
    const errors = [...rules.validate(given)];
    checkNewCronJobName(given, errors);
    return errors;
  },
};

function cronJobWarnings(given: CronJob): readonly string[] {
  const { template } = given.spec.jobTemplate.spec;
  return [
    ...specWarnings(template.spec, 'spec.jobTemplate.spec.template.spec'),
    ...unsimulatedWarnings('CronJob', given),
  ];
}

/** What belongs to the Job is filled in when one is made; its pod template is filled in here too. */
function defaults(given: CronJob): CronJob {
  const written: Partial<CronJob['spec']> = given.spec ?? {};
  const jobTemplate: Partial<CronJob['spec']['jobTemplate']> = written.jobTemplate ?? {};
  const jobSpec: Partial<CronJob['spec']['jobTemplate']['spec']> = jobTemplate.spec ?? {};
  const spec: CronJob['spec'] = {
    ...written,
    schedule: written.schedule ?? '',
    concurrencyPolicy: written.concurrencyPolicy || 'Allow',
    suspend: written.suspend ?? false,
    jobTemplate: {
      ...jobTemplate,
      metadata: jobTemplate.metadata ?? {},
      spec: { ...jobSpec, template: defaultTemplate(jobSpec.template) },
    },
    successfulJobsHistoryLimit: written.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: written.failedJobsHistoryLimit ?? 1,
  };
  return { ...given, spec, status: given.status ?? {} };
}
