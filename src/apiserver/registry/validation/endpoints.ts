/** Endpoints and EndpointSlices. Models ValidateEndpoints and ValidateEndpointSlice (v1.36.3). */
import type { EndpointAddress, Endpoints } from '../../../api/core/endpoints';
import type { EndpointSlice } from '../../../api/discovery/endpointSlice';
import { type FieldError, notSupported, required } from '../fieldError';
import { checkImmutable, checkText, ipErrors, portNumberErrors, checkPort } from './formats';

const FAMILIES = ['FQDN', 'IPv4', 'IPv6'];

/** The subsets of Endpoints. */
export function checkEndpoints({ subsets = [] }: Endpoints, errors: FieldError[]): void {
  subsets.forEach(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const field = `subsets[${index}]`;
    if (addresses.length === 0 && notReadyAddresses.length === 0) {
      errors.push(required(field, 'must specify `addresses` or `notReadyAddresses`'));
    }
    const check = (list: readonly EndpointAddress[], name: string) =>
      list.forEach(({ ip }, at) => checkText(ipErrors, ip, `${field}.${name}[${at}].ip`, errors));
    check(addresses, 'addresses');
    check(notReadyAddresses, 'notReadyAddresses');
    ports.forEach((port, at) => {
      if (ports.length > 1 && (port.name ?? '') === '') errors.push(required(`${field}.ports[${at}].name`));
      if (portNumberErrors(port.port).length > 0) checkPort(port.port, `${field}.ports[${at}].port`, errors);
    });
  });
}

/** The addresses of a slice. */
export function checkEndpointSlice({ addressType, endpoints }: EndpointSlice, errors: FieldError[]): void {
  if (addressType === undefined) errors.push(required('addressType'));
  else if (!FAMILIES.includes(addressType)) errors.push(notSupported('addressType', addressType, FAMILIES));
  (endpoints ?? []).forEach(({ addresses = [] }, index) => {
    if (addresses.length === 0)
      errors.push(required(`endpoints[${index}].addresses`, 'must contain at least 1 address'));
    addresses.forEach((address, at) => {
      if (addressType !== 'FQDN') checkText(ipErrors, address, `endpoints[${index}].addresses[${at}]`, errors);
    });
  });
}

/** What may not change: the family. */
export function checkEndpointSliceUpdate(next: EndpointSlice, old: EndpointSlice, errors: FieldError[]): void {
  checkImmutable(next.addressType, old.addressType, 'addressType', errors);
}
