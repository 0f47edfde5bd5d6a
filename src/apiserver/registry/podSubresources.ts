/**
 * What a write to `pods/resize` or `pods/ephemeralcontainers` may change; the rest of what was sent is dropped in silence.
 * Models dropNonResizeUpdates and dropNonEphemeralContainerUpdates of pkg/registry/core/pod/strategy.go (v1.36.3).
 */
import type { Container, Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';

/**
 * `old` with the resources and resize policies of `next`. Where containers were added, removed, renamed or reordered it is
 * `next` as it came, for validation to refuse.
 */
export function onlyResources(next: Pod, old: Pod): Pod {
  const { containers, initContainers = [] } = next.spec;
  const { initContainers: oldInitContainers = [] } = old.spec;
  if (containers.length !== old.spec.containers.length || initContainers.length !== oldInitContainers.length)
    return next;
  const { resources: _own, ...rest } = old.spec;
  const spec = {
    ...rest,
    containers: resized(containers, old.spec.containers),
    ...(oldInitContainers.length > 0 && { initContainers: resized(initContainers, oldInitContainers) }),
    ...(next.spec.resources !== undefined && { resources: next.spec.resources }),
  };
  return isDeepEqual(spec, old.spec) ? old : { ...old, spec };
}

function resized(next: readonly Container[], old: readonly Container[]): readonly Container[] {
  const isSameOrder = next.every(({ name }, index) => name === old[index]?.name);
  if (!isSameOrder) return next;
  return old.map((container, index) => {
    const { resizePolicy: _own, ...rest } = container;
    const { resources = container.resources, resizePolicy } = next[index] ?? container;
    return { ...rest, resources, ...(resizePolicy && { resizePolicy }) };
  });
}

/** `old` with the ephemeral containers of `next`. */
export function onlyEphemeralContainers(next: Pod, old: Pod): Pod {
  const { ephemeralContainers } = next.spec;
  if (isDeepEqual(ephemeralContainers, old.spec.ephemeralContainers)) return old;
  const { ephemeralContainers: _old, ...rest } = old.spec;
  return { ...old, spec: { ...rest, ...(ephemeralContainers && { ephemeralContainers }) } };
}
