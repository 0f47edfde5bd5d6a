/**
 * Tells whether a container's definition has changed since it was started.
 * Models pkg/kubelet/container/helpers.go, HashContainer (v1.36.3): only name and image count.
 */
import type { Container } from '../api/core/pod';

/** Eight hex digits over name and image (FNV-1a, 32 bits). */
export function containerHash(container: Container): string {
  let hash = 0x811c9dc5;
  const text = `${container.name}\n${container.image}`;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
