/** Endpoints and EndpointSlices. Models ValidateEndpoints and ValidateEndpointSlice (v1.36.3). */
import { portNumberErrors } from '../../../api/meta/keyNames';
import type { EndpointAddress, Endpoints } from '../../../api/core/endpoints';
import type { Endpoint, EndpointSlice } from '../../../api/discovery/endpointSlice';
import { dns1123LabelErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, notSupported, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkImmutable, checkText, ipErrors, checkPort } from './formats';

const soundAddresses = new WeakSet<object>();
const soundEndpoints = new WeakSet<object>();
const FAMILIES = ['FQDN', 'IPv4', 'IPv6'];

/** The subsets of Endpoints. */
export function checkEndpoints({ subsets = [] }: Endpoints, errors: FieldError[]): void {
  subsets.forEach(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const field = `subsets[${index}]`;
    if (addresses.length === 0 && notReadyAddresses.length === 0) {
      errors.push(required(field, 'must specify `addresses` or `notReadyAddresses`'));
    }
    const check = (list: readonly EndpointAddress[], name: string) =>
      list.forEach((address, at) =>
        checkOnce(soundAddresses, address, errors, () =>
          checkText(endpointAddressErrors, address.ip, `${field}.${name}[${at}].ip`, errors),
        ),
      );
    check(addresses, 'addresses');
    check(notReadyAddresses, 'notReadyAddresses');
    ports.forEach((port, at) => {
      if (ports.length > 1 && (port.name ?? '') === '') errors.push(required(`${field}.ports[${at}].name`));
      if (portNumberErrors(port.port).length > 0) checkPort(port.port, `${field}.ports[${at}].port`, errors);
    });
  });
}

/** An address that leads out of the machine. Models ValidateNonSpecialIP. */
function endpointAddressErrors(address: string): readonly string[] {
  const errors = ipErrors(address);
  if (errors.length > 0) return errors;
  if (address === '0.0.0.0' || address === '::') return [`may not be unspecified (${address})`];
  if (address.startsWith('127.') || address === '::1')
    return ['may not be in the loopback range (127.0.0.0/8, ::1/128)'];
  if (address.startsWith('169.254.')) return ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'];
  return [];
}

/** The addresses and ports of a slice. */
export function checkEndpointSlice({ addressType, endpoints, ports }: EndpointSlice, errors: FieldError[]): void {
  if (addressType === undefined) errors.push(required('addressType'));
  else if (!FAMILIES.includes(addressType)) errors.push(notSupported('addressType', addressType, FAMILIES));
  (ports ?? []).forEach(({ name = '' }, index) => {
    if (name !== '') checkText(dns1123LabelErrors, name, `ports[${index}].name`, errors);
  });
  (endpoints ?? []).forEach((endpoint, index) => {
    if (addressType === 'FQDN') checkEndpoint(endpoint, index, false, errors);
    else checkOnce(soundEndpoints, endpoint, errors, () => checkEndpoint(endpoint, index, true, errors));
  });
}

function checkEndpoint({ addresses = [] }: Endpoint, index: number, isIP: boolean, errors: FieldError[]): void {
  const field = `endpoints[${index}].addresses`;
  if (addresses.length === 0) errors.push(required(field, 'must contain at least 1 address'));
  if (!isIP) return;
  addresses.forEach((address, at) => checkText(endpointAddressErrors, address, `${field}[${at}]`, errors));
}

/** What may not change: the family. */
export function checkEndpointSliceUpdate(next: EndpointSlice, old: EndpointSlice, errors: FieldError[]): void {
  checkImmutable(next.addressType, old.addressType, 'addressType', errors);
}
