/**
 * A write to `pods/resize`: cpu and memory of containers, of init containers and of the pod as a whole.
 * Models ValidatePodResize of pkg/apis/core/validation/validation.go (v1.36.3); its texts and their order are recorded.
 */
import type { Container, Pod, ResourceList, ResourceRequirements } from '../../../api/core/pod';
import { isDeepEqual } from '../../../api/meta/equality';
import { type FieldError, forbidden, invalid } from '../fieldError';
import { qosClassOf } from '../qosClass';
import { checkObjectMetaUpdate } from './objectMeta';
import { checkMetadataAndSpec, isMirror } from './pods';

const resizable: readonly string[] = ['cpu', 'memory'];

/** Notes why `old` may not be resized to `next`. */
export function checkPodResize(next: Pod, old: Pod, errors: FieldError[]): void {
  if (isMirror(old)) {
    errors.push(forbidden('[]', 'static pods cannot be resized'));
    return;
  }
  checkObjectMetaUpdate(next.metadata, old.metadata, errors);
  checkMetadataAndSpec(next, errors);
  if (qosClassOf(next.spec) !== (old.status.qosClass ?? qosClassOf(old.spec))) {
    const qosClass = next.status?.qosClass ?? '';
    errors.push(invalid('spec', qosClass, 'Pod QOS Class may not change as a result of resizing'));
  }
  if (!isSupported(old)) errors.push(forbidden('spec', 'Pod running on node without support for resize'));
  const initContainers = [next.spec.initContainers ?? [], old.spec.initContainers ?? []] as const;
  const isOrdered = checkOrder(next.spec.containers, old.spec.containers, 'containers', errors);
  if (!checkOrder(...initContainers, 'initContainers', errors) || !isOrdered) return;
  checkPodLevel(next, old, errors);
  checkKept(...initContainers, 'spec.initContainers', errors);
  checkKept(next.spec.containers, old.spec.containers, 'spec.containers', errors);
  next.spec.containers.forEach((container, index) => {
    if (isOnlyResized(container, old.spec.containers[index])) return;
    errors.push(forbidden('spec', 'only cpu and memory resources are mutable'));
  });
  checkInitContainers(...initContainers, errors);
}

/** A kubelet that can resize tells what its containers have. */
function isSupported({ status }: Pod): boolean {
  const running = status.containerStatuses?.find(({ state }) => state.running !== undefined);
  return running === undefined || running.resources !== undefined;
}

/** False if the containers are not the same ones: nothing further makes sense. */
function checkOrder(
  next: readonly Container[],
  old: readonly Container[],
  list: 'containers' | 'initContainers',
  errors: FieldError[],
): boolean {
  const field = `spec.${list}`;
  if (next.length !== old.length) {
    errors.push(forbidden(field, `${list} may not be added or removed on resize`));
    return false;
  }
  let isSame = true;
  next.forEach(({ name }, index) => {
    if (name === old[index]?.name) return;
    isSame = false;
    errors.push(forbidden(`${field}[${index}].name`, `${list} may not be renamed or reordered on resize`));
  });
  return isSame;
}

function checkPodLevel({ spec: next }: Pod, { spec: old }: Pod, errors: FieldError[]): void {
  if (old.resources === undefined && next.resources === undefined) return;
  if (old.resources !== undefined && next.resources === undefined) {
    errors.push(forbidden('spec.resources', 'pod-level resources cannot be removed'));
    return;
  }
  for (const part of ['requests', 'limits'] as const) {
    if (!isRemoved(next.resources?.[part], old.resources?.[part])) continue;
    errors.push(forbidden(`spec.resources.${part}`, `pod-level resource ${part} cannot be removed`));
  }
  if (!isDeepEqual(fixedPart(next.resources), fixedPart(old.resources))) {
    errors.push(forbidden('spec', 'only cpu and memory resources are mutable at pod-level'));
  }
}

function checkKept(next: readonly Container[], old: readonly Container[], field: string, errors: FieldError[]): void {
  old.forEach(({ resources }, index) => {
    for (const part of ['requests', 'limits'] as const) {
      if (!isRemoved(next[index]?.resources?.[part], resources?.[part])) continue;
      errors.push(forbidden(`${field}[${index}].resources.${part}`, `resource ${part} cannot be removed`));
    }
  });
}

function isRemoved(next: ResourceList = {}, old: ResourceList = {}): boolean {
  return Object.keys(old).some((name) => next[name] === undefined);
}

function checkInitContainers(next: readonly Container[], old: readonly Container[], errors: FieldError[]): void {
  next.forEach((container, index) => {
    const { restartPolicy, resizePolicy } = container;
    const field = `spec.initContainers[${index}]`;
    if (!isOnlyResized(container, old[index])) {
      errors.push(forbidden(field, 'only cpu and memory resources for init or sidecar containers are mutable'));
    }
    const wantsRestart = resizePolicy?.some((policy) => policy.restartPolicy === 'RestartContainer') === true;
    if (restartPolicy === 'Always' || !wantsRestart || isDeepEqual(container, old[index])) return;
    const why = 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized';
    errors.push(forbidden(field, why));
  });
}

function isOnlyResized(next: Container, old: Container | undefined): boolean {
  return (
    next === old ||
    isDeepEqual({ ...next, resources: fixedPart(next.resources) }, { ...old, resources: fixedPart(old?.resources) })
  );
}

/** What of `resources` stays as it is. */
function fixedPart(given: ResourceRequirements | undefined): object {
  const { limits, requests, ...rest } = given ?? {};
  return { ...rest, limits: othersIn(limits), requests: othersIn(requests) };
}

function othersIn(list: ResourceList = {}): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => !resizable.includes(name)));
}
