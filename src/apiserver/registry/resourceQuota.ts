/** How the API server treats ResourceQuotas. Models pkg/registry/core/resourcequota/strategy.go (v1.36.3). */
import type { ResourceQuota } from '../../api/core/resourceQuota';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { checkImmutable } from './validation/formats';
import { checkResourceQuota } from './validation/resourceQuotas';
import { validations } from './validation/rules';

const NO_STATUS: ResourceQuota['status'] = Object.freeze({});

export const resourceQuota: Strategy<'ResourceQuota'> = {
  kind: 'ResourceQuota',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  returnsDeletedObject: true,
  defaults: (given) => ({ ...given, spec: given.spec ?? {}, status: given.status ?? NO_STATUS }),
  prepareForCreate: (given) => ({ ...given, status: NO_STATUS }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  ...validations('ResourceQuota', {
    check: ({ spec }, errors) => checkResourceQuota(spec, errors),
    checkUpdateAfter: (next, old, errors) =>
      checkImmutable(next.spec.scopes ?? [], old.spec.scopes ?? [], 'spec.scopes', errors),
  }),
};
