/** How the API server treats Leases. Models pkg/registry/coordination/lease/strategy.go (v1.36.3). */
import type { Strategy } from './strategy';
import { checkLease } from './validation/cluster';
import { validations } from './validation/rules';

export const lease: Strategy<'Lease'> = {
  kind: 'Lease',
  hasGeneration: false,
  allowUnconditionalUpdate: false,
  allowCreateOnUpdate: true,
  defaults: (given) => (given.spec === undefined ? { ...given, spec: {} } : given),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('Lease', { check: checkLease }),
};
