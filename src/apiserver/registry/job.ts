/** How the API server treats Jobs. Models pkg/registry/batch/job/strategy.go and pkg/apis/batch/v1/defaults.go (v1.36.3). */
import type { Job, JobSpec } from '../../api/batch/job';
import {
  CONTROLLER_UID,
  JOB_NAME,
  LEGACY_CONTROLLER_UID,
  LEGACY_JOB_NAME,
  isManagedElsewhere,
} from '../../api/batch/jobStatus';
import { isFilled } from '../metadata';
import { dns1123LabelErrors } from '../../api/meta/qualifiedName';
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { unsimulatedWarnings } from './unsimulated';
import { checkJob, checkJobUpdate } from './validation/jobs';
import { specWarnings } from './validation/podWarnings';
import { validations } from './validation/rules';

const generated = [LEGACY_JOB_NAME, JOB_NAME, LEGACY_CONTROLLER_UID, CONTROLLER_UID];
/** What a job without a limit of its own may fail: with limits per index there is none. */
const BACKOFF_LIMIT = 6;
const NO_LIMIT = 2_147_483_647;

const rules = validations('Job', { check: checkJob, checkUpdateAfter: checkJobUpdate });

export const job: Strategy<'Job'> = {
  kind: 'Job',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => ({ ...(given.spec.manualSelector === true ? given : selected(given)), status: {} }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (given, old) => [
    ...(old === undefined ? jobNameWarnings(given.metadata.name) : []),
    ...(old?.spec === given.spec ? [] : jobWarnings(given)),
  ],
  ...rules,
  validate: (given) => rules.validate(given).filter(({ field }) => field !== 'metadata.labels' || hasOwnLabels(given)),
  selectableFields: { 'status.successful': ({ status }) => String(status.succeeded ?? 0) },
};

/** Remarks about a name that ends up in the names of pods. */
export function jobNameWarnings(name: string): readonly string[] {
  const complaints = dns1123LabelErrors(name);
  const why =
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  return complaints.length === 0 ? [] : [`${why}: [${complaints.join(' ')}]`];
}

/** False for the labels of a template that has none of its own: a real server fills them in when the job is read. */
function hasOwnLabels({ metadata, spec }: Job): boolean {
  const { labels = {} } = metadata;
  return labels !== spec.template.metadata.labels || Object.keys(labels).some((key) => !generated.includes(key));
}

function jobWarnings(given: Job): readonly string[] {
  const { managedBy, ...spec } = given.spec;
  // The job controller's own name acts; another's means that nobody here looks after the job.
  const asked = managedBy === undefined || isManagedElsewhere(given) ? given : { ...given, spec };
  return [...specWarnings(given.spec.template.spec, 'spec.template.spec'), ...unsimulatedWarnings('Job', asked)];
}

/** A selector that finds the job's own pods alone, and the labels that make them so. */
function selected(given: Job): Job {
  const { metadata, spec } = given;
  const { name, uid } = metadata;
  const { template, selector } = spec;
  const labels = {
    [LEGACY_JOB_NAME]: name,
    [JOB_NAME]: name,
    [LEGACY_CONTROLLER_UID]: uid,
    [CONTROLLER_UID]: uid,
    ...template.metadata.labels,
  };
  // A job that was given no labels shares those of its template.
  const isShared = metadata.labels === undefined || metadata.labels === template.metadata.labels;
  return {
    ...given,
    metadata: isShared ? { ...metadata, labels } : metadata,
    spec: {
      ...spec,
      selector: { ...selector, matchLabels: { [CONTROLLER_UID]: uid, ...selector?.matchLabels } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function defaults(given: Job): Job {
  const spec = defaultJobSpec(given.spec);
  const { labels } = spec.template.metadata;
  const metadata =
    isFilled(given.metadata.labels) || labels === undefined ? given.metadata : { ...given.metadata, labels };
  return spec === given.spec && metadata === given.metadata && given.status !== undefined
    ? given
    : { ...given, metadata, spec, status: given.status ?? {} };
}

/** The spec of a Job as stored. Validation refuses what is missing still. */
function defaultJobSpec(given: JobSpec | undefined): JobSpec {
  const written: Partial<JobSpec> = given ?? {};
  const template = defaultTemplate(written.template);
  const { completions, parallelism, podFailurePolicy, backoffLimitPerIndex } = written;
  const isSingle = completions === undefined && parallelism === undefined;
  return {
    ...written,
    parallelism: parallelism ?? 1,
    ...(isSingle ? { completions: 1 } : {}),
    ...(podFailurePolicy === undefined ? {} : { podFailurePolicy: withConditionStatus(podFailurePolicy) }),
    backoffLimit: written.backoffLimit ?? (backoffLimitPerIndex === undefined ? BACKOFF_LIMIT : NO_LIMIT),
    manualSelector: written.manualSelector ?? false,
    template,
    completionMode: written.completionMode ?? 'NonIndexed',
    suspend: written.suspend ?? false,
    podReplacementPolicy:
      written.podReplacementPolicy ?? (podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed'),
  };
}

function withConditionStatus(policy: NonNullable<JobSpec['podFailurePolicy']>): typeof policy {
  if (!(policy.rules ?? []).some(({ onPodConditions }) => onPodConditions?.some(({ status }) => !status)))
    return policy;
  const rules = policy.rules.map((rule) =>
    rule.onPodConditions === undefined
      ? rule
      : {
          ...rule,
          onPodConditions: rule.onPodConditions.map(({ type, status }) => ({ type, status: status || 'True' })),
        },
  );
  return { rules };
}
