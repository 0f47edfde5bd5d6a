/** Device classes, claims and slices. Models pkg/apis/resource/validation (v1.36.3). Left out: what nobody here reads. */
import type { DeviceClass, DeviceRequest, ResourceClaimSpec, ResourceSlice } from '../../../api/resource/resource';
import { type FieldError, duplicate, invalid, required } from '../fieldError';
import { checkText, labelNameErrors, subdomainNameErrors } from './formats';
import { checkWord } from './webhooks';

const POSITIVE = 'must be greater than zero';

/** Selectors say something. */
export function checkDeviceClass({ spec }: DeviceClass, errors: FieldError[]): void {
  (spec?.selectors ?? []).forEach((selector, index) => {
    const { cel } = (selector ?? {}) as { readonly cel?: unknown }; // Opaque but for this.
    if (cel === undefined) errors.push(required(`spec.selectors[${index}].cel`));
  });
}

/** What is asked for, each under a name of its own. */
export function checkClaimSpec(spec: ResourceClaimSpec, at: string, errors: FieldError[]): void {
  const requests = spec?.devices?.requests ?? [];
  requests.forEach((request, index) => {
    const field = `${at}.devices.requests[${index}]`;
    checkRequest(request, field, errors);
    const isKnown = requests.slice(0, index).some(({ name }) => name === request.name);
    if (isKnown) errors.push(duplicate(field, request.name));
  });
}

function checkRequest(
  { name = '', exactly, firstAvailable }: DeviceRequest,
  field: string,
  errors: FieldError[],
): void {
  if (name === '') errors.push(required(`${field}.name`));
  else checkText(labelNameErrors, name, `${field}.name`, errors);
  const hasFirst = (firstAvailable ?? []).length > 0;
  if (exactly === undefined && !hasFirst) {
    errors.push(required(field, 'exactly one of `exactly` or `firstAvailable` is required'));
  } else if (exactly !== undefined && hasFirst) {
    errors.push(
      invalid(field, null, 'exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set'),
    );
  }
  if (exactly === undefined) return;
  const { deviceClassName = '', allocationMode, count } = exactly;
  if (deviceClassName === '') errors.push(required(`${field}.exactly.deviceClassName`));
  else checkText(subdomainNameErrors, deviceClassName, `${field}.exactly.deviceClassName`, errors);
  checkWord(allocationMode, ['All', 'ExactCount'], `${field}.exactly.allocationMode`, errors);
  if (allocationMode === 'ExactCount' && (count ?? 0) <= 0) {
    errors.push(invalid(`${field}.exactly.count`, count ?? 0, POSITIVE));
  }
}

/** Devices of a driver, on one node or on all. */
export function checkResourceSlice({ spec }: ResourceSlice, errors: FieldError[]): void {
  const { driver = '', pool, devices = [] } = spec ?? {};
  if (driver === '') errors.push(required('spec.driver'));
  else checkText(subdomainNameErrors, driver, 'spec.driver', errors);
  const { name = '', generation = 0, resourceSliceCount = 0 } = pool ?? {};
  if (name === '') errors.push(required('spec.pool.name'));
  if (resourceSliceCount <= 0) errors.push(invalid('spec.pool.resourceSliceCount', resourceSliceCount, POSITIVE));
  if (generation < 0) errors.push(invalid('spec.pool.generation', generation, 'must be greater than or equal to zero'));
  checkPlace(spec, errors);
  devices.forEach((device, index) => {
    checkText(labelNameErrors, device.name ?? '', `spec.devices[${index}].name`, errors);
    const isKnown = devices.slice(0, index).some((other) => other.name === device.name);
    if (isKnown) errors.push(duplicate(`spec.devices[${index}]`, device.name));
  });
}

function checkPlace(spec: ResourceSlice['spec'], errors: FieldError[]): void {
  const places = ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'] as const;
  const given: Readonly<Record<string, unknown>> = { ...spec };
  const set = places.filter((place) => given[place] !== undefined);
  const why = `exactly one of ${places.map((place) => `\`${place}\``).join(', ')} is required`;
  if (set.length === 0) errors.push(required('spec', why));
  if (set.length < 2) return;
  const value = `{${set.map((place) => `\`${place}\``).join(', ')}}`;
  errors.push(invalid('spec', value, `${why}, but multiple fields are set`));
}
