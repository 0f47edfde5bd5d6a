/** How the API server treats PodDisruptionBudgets. Models pkg/registry/policy/poddisruptionbudget/strategy.go (v1.36.3). */
import type { PodDisruptionBudget } from '../../api/policy/podDisruptionBudget';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { checkPodDisruptionBudget } from './validation/podDisruptionBudgets';
import { validations } from './validation/rules';

/** What nobody has counted yet. */
const NO_STATUS: PodDisruptionBudget['status'] = Object.freeze({
  disruptionsAllowed: 0,
  currentHealthy: 0,
  desiredHealthy: 0,
  expectedPods: 0,
});

export const podDisruptionBudget: Strategy<'PodDisruptionBudget'> = {
  kind: 'PodDisruptionBudget',
  hasGeneration: true,
  allowUnconditionalUpdate: false,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, spec: given.spec ?? {}, status: given.status ?? NO_STATUS }),
  prepareForCreate: (given) => ({ ...given, status: NO_STATUS }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  ...validations('PodDisruptionBudget', { check: ({ spec }, errors) => checkPodDisruptionBudget(spec, errors) }),
};
