/**
 * Jobs, and the job templates of CronJobs.
 * Models ValidateJob, ValidateJobSpec and ValidateJobUpdate of pkg/apis/batch/validation (v1.36.3).
 */
import type { Job, JobSpec } from '../../../api/batch/job';
import {
  CONTROLLER_UID,
  JOB_NAME,
  LEGACY_CONTROLLER_UID,
  LEGACY_JOB_NAME,
  isIndexed,
} from '../../../api/batch/jobStatus';
import type { PodTemplateSpec } from '../../../api/core/pod';
import { isDeepEqual } from '../../../api/meta/equality';
import { labelSelectorMatches } from '../../../api/meta/labels';
import { dns1123LabelErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, invalid, notSupported, required } from '../fieldError';
import { checkImmutable, checkNotNegative } from './formats';
import { checkManagedBy, checkPodFailurePolicy, checkSuccessPolicy } from './jobPolicies';
import { checkLabelSelector, isUsableSelector, selectorValue, sortedMap } from './labels';
import { checkSelectorMatches, checkTemplateContent } from './templates';
import { internalTemplate } from './internalTemplate';

/** Above so many completions, the indexes that may fail are limited more. */
const MANY_COMPLETIONS = 100_000;
const MOST_PARALLEL = 100_000;
const MOST_OF_MANY = 10_000;
const indexedOnly = 'requires indexed completion mode';

/** The whole of a Job. */
export function checkJob(job: Job, errors: FieldError[]): void {
  const { spec, metadata } = job;
  if (spec.manualSelector !== true) checkGeneratedSelector(job, errors);
  checkJobTemplateSpec(spec, 'spec', errors);
  checkSelector(spec, errors);
  const { completions = 0 } = spec;
  if (!isIndexed(job) || completions <= 0) return;
  const hostname = `${metadata.name}-${completions - 1}`;
  if (dns1123LabelErrors(hostname).length === 0) return;
  errors.push(
    invalid('metadata.name', metadata.name, `will not able to create pod with invalid DNS label: ${hostname}`),
  );
}

function checkGeneratedSelector({ metadata, spec }: Job, errors: FieldError[]): void {
  if (spec.selector === undefined) {
    errors.push(required('spec.selector'));
    return;
  }
  const expected = {
    [LEGACY_CONTROLLER_UID]: metadata.uid,
    [LEGACY_JOB_NAME]: metadata.name,
    [CONTROLLER_UID]: metadata.uid,
    [JOB_NAME]: metadata.name,
  };
  const { labels = {} } = spec.template.metadata;
  for (const [key, value] of Object.entries(expected)) {
    const field = `spec.template.metadata.labels[${key}]`;
    const why = `must be '${value}'`;
    if (labels[key] === undefined) errors.push(required(field, why));
    else if (labels[key] !== value) errors.push(invalid(field, sortedMap(labels), why));
  }
  if (isUsableSelector(spec.selector) && !labelSelectorMatches(spec.selector, expected)) {
    errors.push(invalid('spec.selector', selectorValue(spec.selector), '`selector` not auto-generated'));
  }
}

function checkSelector({ selector, template }: JobSpec, errors: FieldError[]): void {
  if (selector === undefined) errors.push(required('spec.selector'));
  else checkLabelSelector(selector, 'spec.selector', errors);
  if (selector !== undefined && !isUsableSelector(selector)) return;
  checkSelectorMatches(labelSelectorMatches(selector, template.metadata.labels), template, 'spec.template', errors);
}

/** What a Job and the template of one have in common: everything but the selector. */
export function checkJobTemplateSpec(spec: JobSpec, field: string, errors: FieldError[]): void {
  const { backoffLimitPerIndex, maxFailedIndexes, completionMode = 'NonIndexed' } = spec;
  checkNotNegative(spec.parallelism, `${field}.parallelism`, errors);
  checkNotNegative(spec.completions, `${field}.completions`, errors);
  checkNotNegative(spec.activeDeadlineSeconds, `${field}.activeDeadlineSeconds`, errors);
  checkNotNegative(spec.backoffLimit, `${field}.backoffLimit`, errors);
  checkNotNegative(spec.ttlSecondsAfterFinished, `${field}.ttlSecondsAfterFinished`, errors);
  checkNotNegative(backoffLimitPerIndex, `${field}.backoffLimitPerIndex`, errors);
  if (maxFailedIndexes !== undefined) {
    checkNotNegative(maxFailedIndexes, `${field}.maxFailedIndexes`, errors);
    if (backoffLimitPerIndex === undefined) {
      errors.push(required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
    }
  }
  if (spec.managedBy !== undefined) checkManagedBy(spec.managedBy, `${field}.managedBy`, errors);
  if (completionMode === 'Indexed') checkIndexed(spec, field, errors);
  else if (completionMode !== 'NonIndexed') {
    errors.push(notSupported(`${field}.completionMode`, completionMode, ['NonIndexed', 'Indexed']));
  } else {
    if (backoffLimitPerIndex !== undefined) {
      errors.push(invalid(`${field}.backoffLimitPerIndex`, backoffLimitPerIndex, indexedOnly));
    }
    if (maxFailedIndexes !== undefined)
      errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, indexedOnly));
  }
  checkPolicies(spec, field, errors);
  checkTemplateContent(spec.template, `${field}.template`, errors);
  checkRestartPolicy(spec, `${field}.template.spec.restartPolicy`, errors);
}

function checkIndexed(spec: JobSpec, field: string, errors: FieldError[]): void {
  const { completions, parallelism = 1, maxFailedIndexes, backoffLimitPerIndex } = spec;
  if (completions === undefined) errors.push(required(`${field}.completions`, 'when completion mode is Indexed'));
  if (parallelism > MOST_PARALLEL) {
    const why = `must be less than or equal to ${MOST_PARALLEL} when completion mode is Indexed`;
    errors.push(invalid(`${field}.parallelism`, parallelism, why));
  }
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
    const why = 'must be less than or equal to completions';
    errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, why));
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MANY_COMPLETIONS) {
    const why = `must be less than or equal to ${MANY_COMPLETIONS}`;
    errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, why));
  }
  if ((completions ?? 0) <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) return;
  const why = `must be less than or equal to ${MOST_OF_MANY} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) {
    const missing = `must be specified when completions is above ${MANY_COMPLETIONS}`;
    errors.push(required(`${field}.maxFailedIndexes`, missing));
  }
  if (parallelism > MOST_OF_MANY) errors.push(invalid(`${field}.parallelism`, parallelism, why));
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MOST_OF_MANY) {
    errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, why));
  }
}

function checkPolicies(spec: JobSpec, field: string, errors: FieldError[]): void {
  const { podFailurePolicy, successPolicy, podReplacementPolicy } = spec;
  if (podFailurePolicy !== undefined) checkPodFailurePolicy(spec, `${field}.podFailurePolicy`, errors);
  if (successPolicy !== undefined) checkSuccessPolicy(spec, `${field}.successPolicy`, errors);
  if (podReplacementPolicy === undefined) return;
  const supported = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  if (supported.includes(podReplacementPolicy)) return;
  errors.push(notSupported(`${field}.podReplacementPolicy`, podReplacementPolicy, supported));
}

function checkRestartPolicy({ template, podFailurePolicy }: JobSpec, field: string, errors: FieldError[]): void {
  const { restartPolicy } = template.spec;
  // Pods that are always restarted never end; nobody can tell whether it was asked for or filled in.
  if (restartPolicy === 'Always') errors.push(required(field, 'valid values: "OnFailure", "Never"'));
  else if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never') {
    errors.push(notSupported(field, restartPolicy, ['OnFailure', 'Never']));
  } else if (podFailurePolicy !== undefined && restartPolicy !== 'Never') {
    errors.push(invalid(field, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified'));
  }
}

/** What may not change. */
export function checkJobUpdate(next: Job, old: Job, errors: FieldError[]): void {
  if (next.spec === old.spec) return;
  checkCompletionsUpdate(next, old, errors);
  const { selector } = next.spec;
  if (!isDeepEqual(selector, old.spec.selector)) {
    errors.push(invalid('spec.selector', selector && selectorValue(selector), 'field is immutable'));
  }
  if (!isDeepEqual(next.spec.template, changeableFrom(next, old))) {
    errors.push(invalid('spec.template', internalTemplate(next.spec.template), 'field is immutable'));
  }
  for (const name of [
    'completionMode',
    'podFailurePolicy',
    'backoffLimitPerIndex',
    'managedBy',
    'successPolicy',
  ] as const) {
    checkImmutable(next.spec[name], old.spec[name], `spec.${name}`, errors);
  }
}

function checkCompletionsUpdate(next: Job, old: Job, errors: FieldError[]): void {
  const { completions, parallelism } = next.spec;
  if (!isIndexed(next)) checkImmutable(completions, old.spec.completions, 'spec.completions', errors);
  else if (completions !== undefined && completions !== old.spec.completions && completions !== parallelism) {
    errors.push(invalid('spec.completions', completions, 'can only be modified in tandem with spec.parallelism'));
  }
}

/** The old template with all that may still be changed taken from the new one: a suspended job that has not started is free in where its pods run. */
function changeableFrom(next: Job, old: Job): PodTemplateSpec {
  const { template } = old.spec;
  if (old.spec.suspend !== true || old.status.startTime !== undefined) return template;
  const { labels, annotations } = next.spec.template.metadata;
  const { affinity, nodeSelector, tolerations, schedulingGates, containers, initContainers } = next.spec.template.spec;
  const nodeAffinity = affinity?.nodeAffinity;
  const before = template.spec;
  const merged = { ...before.affinity, nodeAffinity };
  const isNone = affinity === undefined && Object.values(merged).every((part) => part === undefined);
  return {
    metadata: { ...template.metadata, labels, annotations },
    spec: {
      ...before,
      affinity: isNone ? undefined : merged,
      nodeSelector,
      tolerations,
      schedulingGates,
      containers: withResources(before.containers, containers),
      ...(before.initContainers && { initContainers: withResources(before.initContainers, initContainers ?? []) }),
    },
  } as PodTemplateSpec; // Absent fields count as missing for isDeepEqual.
}

function withResources(
  old: PodTemplateSpec['spec']['containers'],
  next: PodTemplateSpec['spec']['containers'],
): PodTemplateSpec['spec']['containers'] {
  return old.map((container, index) => ({ ...container, resources: next[index]?.resources ?? container.resources }));
}
