/** How the API server treats ServiceAccounts. Models pkg/registry/core/serviceaccount/strategy.go (v1.36.3). */
import type { Strategy } from './strategy';
import { validations } from './validation/rules';
import { unsimulatedWarnings } from './unsimulated';

export const serviceAccount: Strategy<'ServiceAccount'> = {
  kind: 'ServiceAccount',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults: (given) => given,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  warnings: (given) => unsimulatedWarnings('ServiceAccount', given),
  ...validations('ServiceAccount', {}),
};
