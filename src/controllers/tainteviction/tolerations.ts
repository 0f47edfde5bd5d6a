/**
 * How long a pod may stay on a node with these taints.
 * Models pkg/controller/tainteviction and staging/src/k8s.io/component-helpers/scheduling/corev1 (v1.36.3).
 */
import type { Taint } from '../../api/core/node';
import type { Toleration } from '../../api/core/pod';
import { tolerates } from '../../api/core/tolerations';

/**
 * Milliseconds for which `tolerations` keep a pod on a node with the NoExecute `taints`; 0 if one is not tolerated,
 * undefined if it may stay for ever.
 */
export function toleratedForMs(taints: readonly Taint[], tolerations: readonly Toleration[]): number | undefined {
  let least: number | undefined;
  for (const taint of taints) {
    // Of several tolerations for one taint, the first one that matches counts.
    const toleration = tolerations.find((each) => tolerates(each, taint));
    if (toleration === undefined) return 0;
    const seconds = toleration.tolerationSeconds;
    if (seconds === undefined) continue;
    const ms = Math.max(seconds, 0) * 1000;
    if (least === undefined || ms < least) least = ms;
  }
  return least;
}

/** The one of `taints` that a pod with `tolerations` has to leave for first; undefined if it may stay for ever. */
export function decisiveTaint(taints: readonly Taint[], tolerations: readonly Toleration[]): Taint | undefined {
  const allowedMs = toleratedForMs(taints, tolerations);
  if (allowedMs === undefined) return undefined;
  return taints.find((taint) => toleratedForMs([taint], tolerations) === allowedMs);
}
