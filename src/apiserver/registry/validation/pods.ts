/**
 * Whole pods: what only they are asked at creation, and what an update may change.
 * Models ValidatePodCreate, ValidatePodUpdate of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: changes of a gated pod's affinity; transitions of container states, which only kubelets write.
 */
import type { Container, Pod, PodSpec, Toleration } from '../../../api/core/pod';
import { isDeepEqual } from '../../../api/meta/equality';
import { type FieldError, forbidden, invalid, required } from '../fieldError';
import { withOldDirectives } from './gatedPods';
import { checkObjectMeta, checkObjectMetaUpdate } from './objectMeta';
import { podSpecDiff } from './podSpecDiff';
import { checkPodSpec } from './podSpec';
import { checkTolerations } from './scheduling';

const whitespace = 'must not have leading or trailing whitespace';
const updatable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

const MIRROR = 'kubernetes.io/config.mirror';

/** The kubelet's own word for a static pod: it follows a file on the node, not the API. */
export function isMirror({ metadata }: Pod): boolean {
  return metadata.annotations?.[MIRROR] !== undefined;
}

/** A pod that is to be created. */
export function checkPodCreate(pod: Pod, errors: FieldError[]): void {
  checkMetadataAndSpec(pod, errors);
  const { ephemeralContainers = [], nodeName = '', schedulingGates = [] } = pod.spec;
  if (ephemeralContainers.length > 0) errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  if (nodeName !== '' && schedulingGates.length > 0) {
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
}

/** What holds for every pod, whoever writes it. */
export function checkMetadataAndSpec(pod: Pod, errors: FieldError[]): void {
  checkObjectMeta(pod.metadata, true, errors);
  if (isMirror(pod) && (pod.spec.nodeName ?? '') === '') {
    const detail = 'must set spec.nodeName if mirror pod annotation is set';
    errors.push(invalid(`metadata.annotations[${MIRROR}]`, pod.metadata.annotations?.[MIRROR], detail));
  }
  checkPodSpec(pod.spec, true, 'spec', errors);
  checkImages(pod.spec.containers, 'spec.containers', errors);
  checkImages(pod.spec.initContainers, 'spec.initContainers', errors);
}

function checkImages(containers: readonly Container[] | undefined, field: string, errors: FieldError[]): void {
  containers?.forEach(({ image = '' }, index) => {
    if (image.trim() !== image) errors.push(invalid(`${field}[${index}].image`, image, whitespace));
  });
}

/** A change of a pod through its main endpoint. */
export function checkPodUpdate(next: Pod, old: Pod, errors: FieldError[]): void {
  checkObjectMetaUpdate(next.metadata, old.metadata, errors);
  if (next.spec === old.spec) return;
  checkMetadataAndSpec(next, errors);
  const isRegularSame = checkContainerUpdates(next.spec.containers, old.spec.containers, 'spec.containers', errors);
  if (!isRegularSame) return;
  const { initContainers = [] } = next.spec;
  if (!checkContainerUpdates(initContainers, old.spec.initContainers ?? [], 'spec.initContainers', errors)) return;
  if (!checkDeadline(next.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds, errors)) return;
  checkOnlyAddedTolerations(next.spec.tolerations ?? [], old.spec.tolerations ?? [], errors);
  checkOnlyRemovedGates(next.spec, old.spec, errors);
  if (isDeepEqual(next.spec, old.spec)) return;
  const munged = withOldDirectives(withUpdatableFieldsOf(next.spec, old.spec), old.spec, errors);
  if (isDeepEqual(munged, old.spec)) return;
  const why = `pod updates may not change fields other than ${updatable}\n${podSpecDiff(old.spec, munged)}`;
  errors.push(forbidden('spec', why));
}

/** False if nothing further makes sense. */
function checkContainerUpdates(
  next: readonly Container[],
  old: readonly Container[],
  field: string,
  errors: FieldError[],
): boolean {
  if (next.length !== old.length) {
    errors.push(forbidden(field, 'pod updates may not add or remove containers'));
    return false;
  }
  next.forEach(({ image = '' }, index) => {
    if (image === '') errors.push(required(`${field}[${index}].image`));
    if (image.trim() !== image) errors.push(invalid(`${field}[${index}].image`, image, whitespace));
  });
  return true;
}

function checkDeadline(next: number | undefined, old: number | undefined, errors: FieldError[]): boolean {
  const field = 'spec.activeDeadlineSeconds';
  if (next === undefined) {
    if (old !== undefined) errors.push(invalid(field, null, 'must not update from a positive integer to nil value'));
    return true;
  }
  if (next < 0 || next > 2_147_483_647) {
    errors.push(invalid(field, next, 'must be between 0 and 2147483647, inclusive'));
    return false;
  }
  if (old !== undefined && old < next) {
    errors.push(invalid(field, next, 'must be less than or equal to previous value'));
    return false;
  }
  return true;
}

function checkOnlyAddedTolerations(
  next: readonly Toleration[],
  old: readonly Toleration[],
  errors: FieldError[],
): void {
  const withoutSeconds = ({ tolerationSeconds: _free, ...rest }: Toleration) => rest;
  const kept = old.every((before) =>
    next.some((after) => after === before || isDeepEqual(withoutSeconds(after), withoutSeconds(before))),
  );
  if (!kept) {
    const why = 'existing toleration can not be modified except its tolerationSeconds';
    errors.push(forbidden('spec.tolerations', why));
    return;
  }
  checkTolerations(next, 'spec.tolerations', errors);
}

function checkOnlyRemovedGates(next: PodSpec, old: PodSpec, errors: FieldError[]): void {
  const before = (old.schedulingGates ?? []).map(({ name }) => name);
  next.schedulingGates?.forEach(({ name }, index) => {
    if (before.includes(name)) return;
    const why = `only deletion is allowed, but found new scheduling gate '${name}'`;
    errors.push(forbidden(`spec.schedulingGates[${index}].name`, why));
  });
}

/** `next` with those fields of `old` that a client may change: what still differs is forbidden. */
function withUpdatableFieldsOf(next: PodSpec, old: PodSpec): PodSpec {
  const images = (list: readonly Container[] | undefined, before: readonly Container[] | undefined) =>
    list?.map((container, index) => ({ ...container, image: before?.[index]?.image ?? container.image }));
  const grace = old.terminationGracePeriodSeconds;
  const mayBecomeOne = grace < 0 && next.terminationGracePeriodSeconds === 1;
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, schedulingGates: _gates, ...rest } = next;
  const initContainers = images(next.initContainers, old.initContainers);
  return {
    ...rest,
    containers: images(next.containers, old.containers) ?? [],
    ...(initContainers && { initContainers }),
    ...(old.activeDeadlineSeconds !== undefined && { activeDeadlineSeconds: old.activeDeadlineSeconds }),
    ...(old.tolerations && { tolerations: old.tolerations }),
    ...(old.schedulingGates && { schedulingGates: old.schedulingGates }),
    terminationGracePeriodSeconds: mayBecomeOne ? grace : next.terminationGracePeriodSeconds,
  };
}
