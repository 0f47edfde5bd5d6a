/** PodDisruptionBudgets. Models pkg/apis/policy/validation/validation.go (v1.36.3). */
import type { IntOrString } from '../../../api/meta/objectMeta';
import type { PodDisruptionBudget } from '../../../api/policy/podDisruptionBudget';
import { type FieldError, invalid, notSupported } from '../fieldError';
import { checkLabelSelector, selectorValue } from './labels';
import { amountOf, checkAmount } from './workloads';

const POLICIES: readonly string[] = ['AlwaysAllow', 'IfHealthyBudget'];

/** The whole spec. */
export function checkPodDisruptionBudget(spec: PodDisruptionBudget['spec'], errors: FieldError[]): void {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const asGo = {
      MinAvailable: minAvailable,
      Selector: selector === undefined ? null : selectorValue(selector),
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
    };
    errors.push(invalid('spec', asGo, 'minAvailable and maxUnavailable cannot be both set'));
  }
  checkShare(minAvailable, 'spec.minAvailable', errors);
  checkShare(maxUnavailable, 'spec.maxUnavailable', errors);
  checkLabelSelector(selector, 'spec.selector', errors);
  if (unhealthyPodEvictionPolicy !== undefined && !POLICIES.includes(unhealthyPodEvictionPolicy)) {
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', unhealthyPodEvictionPolicy, POLICIES));
  }
}

function checkShare(amount: IntOrString | undefined, field: string, errors: FieldError[]): void {
  if (amount === undefined) return;
  checkAmount(amount, field, errors);
  if (typeof amount === 'string' && amountOf(amount) > 100) {
    errors.push(invalid(field, amount, 'must not be greater than 100%'));
  }
}
