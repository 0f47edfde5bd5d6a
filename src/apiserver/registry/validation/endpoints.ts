/** Endpoints and EndpointSlices. Models ValidateEndpoints and ValidateEndpointSlice (v1.36.3). */
import { portNumberErrors } from '../../../api/meta/keyNames';
import type { EndpointAddress, Endpoints } from '../../../api/core/endpoints';
import type { Endpoint, EndpointSlice } from '../../../api/discovery/endpointSlice';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, notSupported, required } from '../fieldError';
import { checkOnce } from './accepted';
import { checkImmutable, checkText, ipErrors, specialIpErrors, checkPort } from './formats';

const soundAddresses = new WeakSet<object>();
const soundEndpoints = new WeakSet<object>();
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
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
          checkText(addressErrors, address.ip, `${field}.${name}[${at}].ip`, errors),
        ),
      );
    check(addresses, 'addresses');
    check(notReadyAddresses, 'notReadyAddresses');
    ports.forEach((port, at) => {
      if (ports.length > 1 && (port.name ?? '') === '') errors.push(required(`${field}.ports[${at}].name`));
      if (portNumberErrors(port.port).length > 0) checkPort(port.port, `${field}.ports[${at}].port`, errors);
      if (!PROTOCOLS.includes(port.protocol)) {
        errors.push(notSupported(`${field}.ports[${at}].protocol`, port.protocol, PROTOCOLS));
      }
    });
  });
}

/** What is no address at all is said twice, as the real server does. */
function addressErrors(address: string): readonly string[] {
  const errors = specialIpErrors(address);
  return ipErrors(address).length > 0 ? [...errors, 'must be a valid IP address'] : errors;
}

/** The addresses and ports of a slice. */
export function checkEndpointSlice({ addressType, endpoints, ports }: EndpointSlice, errors: FieldError[]): void {
  if (addressType === undefined) errors.push(required('addressType'));
  else if (!FAMILIES.includes(addressType)) errors.push(notSupported('addressType', addressType, FAMILIES));
  (ports ?? []).forEach(({ name = '', protocol }, index) => {
    if (name !== '') checkText(dns1123LabelErrors, name, `ports[${index}].name`, errors);
    if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
      errors.push(notSupported(`ports[${index}].protocol`, protocol, PROTOCOLS));
    }
  });
  (endpoints ?? []).forEach((endpoint, index) => {
    if (addressType === 'FQDN') checkEndpoint(endpoint, index, false, errors);
    else checkOnce(soundEndpoints, endpoint, errors, () => checkEndpoint(endpoint, index, true, errors));
  });
}

function checkEndpoint(
  { addresses = [], nodeName }: Endpoint,
  index: number,
  isIP: boolean,
  errors: FieldError[],
): void {
  const field = `endpoints[${index}].addresses`;
  if (addresses.length === 0) errors.push(required(field, 'must contain at least 1 address'));
  if (!isIP) return;
  addresses.forEach((address, at) => checkText(specialIpErrors, address, `${field}[${at}]`, errors));
  if (nodeName !== undefined) checkText(dns1123SubdomainErrors, nodeName, `endpoints[${index}].nodeName`, errors);
}

/** What may not change: the family. */
export function checkEndpointSliceUpdate(next: EndpointSlice, old: EndpointSlice, errors: FieldError[]): void {
  checkImmutable(next.addressType, old.addressType, 'addressType', errors);
}
