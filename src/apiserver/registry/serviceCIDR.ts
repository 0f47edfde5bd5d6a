/**
 * How the API server treats ServiceCIDRs and IPAddresses: the record of what is handed out to Services. Addresses come
 * from one range, so a ServiceCIDR of somebody's own is only kept.
 * Models pkg/registry/networking/{servicecidr,ipaddress}/strategy.go and pkg/apis/networking/validation (v1.36.3).
 */
import type { ServiceCIDR } from '../../api/networking/serviceCIDR';
import { isDeepEqual } from '../../api/meta/equality';
import { type FieldError, invalid, required } from './fieldError';
import type { Strategy } from './strategy';
import { keepSpec, keepStatus } from './subresources';
import { checkImmutable, ipErrors } from './validation/formats';
import { validations } from './validation/rules';

export const serviceCIDR: Strategy<'ServiceCIDR'> = {
  kind: 'ServiceCIDR',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, spec: given.spec ?? {}, status: given.status ?? {} }),
  prepareForCreate: (given) => ({ ...given, status: {} }),
  prepareForUpdate: (next, old, target) => (target === 'status' ? keepSpec(next, old) : keepStatus(next, old)),
  warnings: (_given, old) => (old === undefined ? ['kubeloop: a ServiceCIDR is stored but not simulated'] : []),
  ...validations('ServiceCIDR', {
    check: ({ spec }, errors) => checkRanges(spec.cidrs ?? [], errors),
    checkUpdateAfter: (next, old, errors) => checkImmutable(next.spec.cidrs, old.spec.cidrs, 'spec.cidrs', errors),
  }),
};

export const ipAddress: Strategy<'IPAddress'> = {
  kind: 'IPAddress',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, spec: given.spec ?? {} }),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('IPAddress', {
    nameRule: ipErrors,
    check({ spec: { parentRef } }, errors) {
      if (parentRef === undefined) errors.push(required('spec.parentRef'));
      else {
        if ((parentRef.resource ?? '') === '') errors.push(required('spec.parentRef.resource'));
        if ((parentRef.name ?? '') === '') errors.push(required('spec.parentRef.name'));
      }
    },
    checkUpdateAfter: (next, old, errors) => {
      const isSame = isDeepEqual(next.spec.parentRef, old.spec.parentRef);
      if (!isSame) checkImmutable(next.spec.parentRef, old.spec.parentRef, 'spec.parentRef', errors);
    },
  }),
};

function checkRanges(cidrs: NonNullable<ServiceCIDR['spec']['cidrs']>, errors: FieldError[]): void {
  if (cidrs.length === 0) errors.push(required('spec.cidrs', 'at least one CIDR required'));
  cidrs.forEach((cidr, index) => {
    const [address = '', bits = ''] = cidr.split('/');
    const isRange = ipErrors(address).length === 0 && /^\d{1,3}$/.test(bits);
    const why = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
    if (!isRange) errors.push(invalid(`spec.cidrs[${index}]`, cidr, why));
  });
}
