/**
 * Requests and limits of a pod as a whole, which override those of its containers.
 * Models validatePodResources of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: what huge pages of containers and of the pod have to do with each other.
 */
import type { PodSpec, ResourceList } from '../../../api/core/pod';
import { containerResources } from '../../../api/core/podResources';
import { compareQuantities } from '../../../api/meta/quantity';
import { type FieldError, forbidden, invalid, notSupported } from '../fieldError';
import { notNegative } from './formats';
import { checkOvercommit, checkResourceClaim, isHugePage } from './resources';

const supported = ['cpu', 'hugepages-', 'memory'];

/** Notes what is wrong with `spec.resources`, also beside what its containers ask for. */
export function checkPodResources(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { resources } = spec;
  if (resources === undefined) return;
  if (spec.os?.name === 'windows') {
    errors.push(forbidden(field, 'may not be set for a windows pod'));
    return;
  }
  const { limits = {}, requests = {}, claims = [] } = resources;
  if (claims.length > 0) errors.push(forbidden(`${field}.claims`, 'claims may not be set for Resources at pod-level'));
  for (const [name, quantity] of sorted(limits)) checkAmount(name, quantity, `${field}.limits[${name}]`, errors);
  for (const [name, quantity] of sorted(requests)) {
    checkAmount(name, quantity, `${field}.requests[${name}]`, errors);
    checkOvercommit(name, quantity, limits, field, errors);
  }
  claims.forEach((claim, index) => checkResourceClaim(claim, spec, `${field}.claims[${index}]`, errors));
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePage) && names.every(isHugePage)) {
    errors.push(forbidden(field, 'HugePages require cpu or memory'));
  }
  checkBesideContainers(spec, field, errors);
}

function checkAmount(name: string, quantity: string, field: string, errors: FieldError[]): void {
  if (name !== 'cpu' && name !== 'memory' && !isHugePage(name)) errors.push(notSupported(field, name, supported));
  if (compareQuantities(quantity, '0') < 0) errors.push(invalid(field, quantity, notNegative));
}

/** A pod asks for no less than its containers do together, and limits none of them to less than its own limit. */
function checkBesideContainers(spec: PodSpec, field: string, errors: FieldError[]): void {
  const { limits = {}, requests = {} } = spec.resources ?? {};
  for (const [name, asked] of sorted(containerResources(spec, 'requests'))) {
    const own = requests[name];
    if (own === undefined || compareQuantities(own, asked) >= 0) continue;
    const why = `must be greater than or equal to aggregate container requests of ${asked}`;
    errors.push(invalid(`${field}.requests[${name}]`, own, why));
  }
  spec.containers?.forEach(({ resources }, index) => {
    for (const [name, limit] of sorted(resources?.limits ?? {})) {
      const own = limits[name];
      if (own === undefined || isHugePage(name) || compareQuantities(limit, own) <= 0) continue;
      const why = `must be less than or equal to pod limits of ${own}`;
      errors.push(invalid(`${field}.containers[${index}][${name}].limits`, limit, why));
    }
  });
}

function sorted(list: ResourceList): readonly (readonly [string, string])[] {
  return Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1));
}
