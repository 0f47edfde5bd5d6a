/**
 * Containers that a pattern of --containers means.
 * Models selectContainers of staging/src/k8s.io/kubectl/pkg/cmd/set/helper.go (v1.36.3).
 */
import type { Container, PodSpec } from '../../../api/core/pod';

/** Whether `name` fits `pattern`, in which `*` stands for anything; as kubectl's own test does, not as a glob would. */
export function nameFits(name: string, pattern: string): boolean {
  if (pattern === '*') return true;
  if (!pattern.includes('*')) return name === pattern;
  let at = 0;
  const parts = pattern.split('*');
  for (const [index, part] of parts.entries()) {
    if (part === '') continue;
    const next = name.slice(at).indexOf(part);
    const isLast = index === parts.length - 1;
    if (next < at || (index === 0 && at !== 0) || (isLast && name.length !== part.length + next)) return false;
    at = next;
  }
  return true;
}

/** The containers that fit, ordinary ones before init containers. */
export function fittingContainers(spec: PodSpec, pattern: string): readonly Container[] {
  return [...spec.containers, ...(spec.initContainers ?? [])].filter(({ name }) => nameFits(name, pattern));
}

/** `spec` with its fitting containers changed. */
export function withContainers(spec: PodSpec, pattern: string, change: (container: Container) => Container): PodSpec {
  const changed = (container: Container) => (nameFits(container.name, pattern) ? change(container) : container);
  const { initContainers } = spec;
  return {
    ...spec,
    ...(initContainers !== undefined && { initContainers: initContainers.map(changed) }),
    containers: spec.containers.map(changed),
  };
}
