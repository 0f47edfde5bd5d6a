/**
 * How long a pod may stay on a node with these taints.
 * Models pkg/controller/tainteviction and staging/src/k8s.io/component-helpers/scheduling/corev1 (v1.36.3).
 */
import type { Taint } from '../../api/core/node';
import type { Toleration } from '../../api/core/pod';

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

/** True if `toleration` matches `taint`: an absent key, value or effect matches all that its operator allows. */
function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = '', operator = 'Equal', value = '', effect } = toleration;
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return operator === 'Equal' && key !== '' && value === (taint.value ?? '');
}
