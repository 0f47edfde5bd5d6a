/**
 * Pods of a job as they are created: the finalizer that tracks them, and what those of Indexed jobs know of their index.
 * Models the template part of manageJob of pkg/controller/job/job_controller.go and indexed_job_utils.go (v1.36.3).
 */
import type { Job } from '../../api/batch/job';
import { COMPLETION_INDEX, JOB_TRACKING, isIndexed } from '../../api/batch/jobStatus';
import type { Container, Pod, PodTemplateSpec } from '../../api/core/pod';
import { MAX_PREFIX } from '../shared/podControl';
import { countsAsFailure } from './failures';
import { FAILURE_COUNT, IGNORED_FAILURE_COUNT, failureCountOf, ignoredFailureCountOf } from './indexes';
import type { JobSync } from './jobSync';

const indexVariable = {
  name: 'JOB_COMPLETION_INDEX',
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } },
};

function withIndexVariable(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === indexVariable.name)) return container;
  return { ...container, env: [...env, indexVariable] } as Container; // The API server fills in the version of the field path.
}

/** The template with what every pod of the job carries. */
export function trackedTemplate(job: Job): PodTemplateSpec {
  const { metadata, spec } = job.spec.template;
  const finalizers = [...new Set([...(metadata.finalizers ?? []), JOB_TRACKING])];
  const tracked = { metadata: { ...metadata, finalizers }, spec };
  if (!isIndexed(job)) return tracked;
  const { containers, initContainers } = spec;
  const inits = initContainers && { initContainers: initContainers.map(withIndexVariable) };
  return { ...tracked, spec: { ...spec, containers: containers.map(withIndexVariable), ...inits } };
}

/** `template` for the pod of one index. */
export function indexedTemplate({ job, indexes }: JobSync, template: PodTemplateSpec, index: number): PodTemplateSpec {
  const { metadata, spec } = template;
  const number = { [COMPLETION_INDEX]: String(index) };
  const counts = job.spec.backoffLimitPerIndex === undefined ? {} : failureCounts(job, indexes?.kept.get(index));
  return {
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...number },
      annotations: { ...metadata.annotations, ...number, ...counts },
    },
    spec: { ...spec, hostname: `${job.metadata.name}-${index}` },
  };
}

/** The counts that a new pod takes over from the one that it replaces. */
function failureCounts(job: Job, replaced: Pod | undefined): Readonly<Record<string, string>> {
  if (replaced === undefined) return { [FAILURE_COUNT]: '0' };
  const counts = countsAsFailure(job, replaced);
  const ignored = ignoredFailureCountOf(replaced) + (counts ? 0 : 1);
  return {
    [FAILURE_COUNT]: String(failureCountOf(replaced) + (counts ? 1 : 0)),
    ...(ignored > 0 ? { [IGNORED_FAILURE_COUNT]: String(ignored) } : {}),
  };
}

/** What the names of the pods of one index begin with. */
export function indexedPrefix({ metadata }: Job, index: number): string {
  const end = `-${index}-`;
  return metadata.name.slice(0, MAX_PREFIX - end.length) + end;
}
