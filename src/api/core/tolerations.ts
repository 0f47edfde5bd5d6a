/**
 * When a toleration covers a taint.
 * Models staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go (v1.36.3). Left out: the alpha operators Lt, Gt.
 */
import type { Taint } from './node';
import type { Toleration } from './pod';

/** Whether one of `tolerations` covers `taint`. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return tolerations?.some((toleration) => tolerates(toleration, taint)) === true;
}

/** Whether `toleration` covers `taint`. An absent effect covers all effects; an absent key, with Exists, all keys. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = '', operator = 'Equal', value = '', effect } = toleration;
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  switch (operator) {
    case 'Equal':
      return key !== '' && value === (taint.value ?? '');
    case 'Exists':
      return true;
    case 'Lt':
    case 'Gt':
      return false;
    default:
      return operator satisfies never;
  }
}
