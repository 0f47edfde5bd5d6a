/** NetworkPolicies. Models ValidateNetworkPolicySpec of pkg/apis/networking/validation (v1.36.3). */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../api/networking/networkPolicy';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkPort, checkText, cidrErrors } from './formats';
import { checkLabelSelector } from './labels';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];

/** The spec of a NetworkPolicy. */
export function checkNetworkPolicy(spec: NetworkPolicy['spec'], errors: FieldError[]): void {
  checkLabelSelector(spec.podSelector, 'spec.podSelector', errors);
  (spec.ingress ?? []).forEach(({ ports = [], from = [] }, index) => {
    ports.forEach((port, at) => checkPolicyPort(port, `spec.ingress[${index}].ports[${at}]`, errors));
    from.forEach((peer, at) => checkPeer(peer, `spec.ingress[${index}].from[${at}]`, errors));
  });
  (spec.egress ?? []).forEach(({ ports = [], to = [] }, index) => {
    ports.forEach((port, at) => checkPolicyPort(port, `spec.egress[${index}].ports[${at}]`, errors));
    to.forEach((peer, at) => checkPeer(peer, `spec.egress[${index}].to[${at}]`, errors));
  });
  if ((spec.policyTypes ?? []).length > 2) {
    errors.push(invalid('spec.policyTypes', spec.policyTypes, 'may not specify more than two policyTypes'));
    return;
  }
  (spec.policyTypes ?? []).forEach((type, index) => {
    if (!TYPES.includes(type)) errors.push(notSupported(`spec.policyTypes[${index}]`, type, TYPES));
  });
}

function checkPolicyPort({ protocol, port, endPort }: NetworkPolicyPort, field: string, errors: FieldError[]): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${field}.protocol`, protocol, PROTOCOLS));
  }
  if (port !== undefined) checkPort(port, `${field}.port`, errors);
  if (endPort === undefined) return;
  if (port === undefined) {
    errors.push(invalid(`${field}.endPort`, endPort, 'may not be specified when `port` is not specified'));
  } else if (typeof port !== 'number') {
    errors.push(invalid(`${field}.endPort`, endPort, 'may not be specified when `port` is non-numeric'));
  } else if (endPort < port) {
    // The real server shows the port here.
    errors.push(invalid(`${field}.endPort`, port, 'must be greater than or equal to `port`'));
  }
}

function checkPeer(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  field: string,
  errors: FieldError[],
): void {
  const selectors = [podSelector, namespaceSelector].filter((selector) => selector !== undefined);
  checkLabelSelector(podSelector, `${field}.podSelector`, errors);
  checkLabelSelector(namespaceSelector, `${field}.namespaceSelector`, errors);
  if (ipBlock !== undefined) checkBlock(ipBlock, `${field}.ipBlock`, errors);
  if (ipBlock === undefined && selectors.length === 0) errors.push(required(field, 'must specify a peer'));
  if (ipBlock !== undefined && selectors.length > 0) {
    errors.push(forbidden(field, 'may not specify both ipBlock and another peer'));
  }
}

/** A network, and parts of it that do not belong. */
function checkBlock(
  { cidr, except = [] }: NonNullable<NetworkPolicyPeer['ipBlock']>,
  field: string,
  errors: FieldError[],
): void {
  checkText(cidrErrors, cidr, `${field}.cidr`, errors);
  if (cidrErrors(cidr).length > 0) return;
  except.forEach((part, index) => {
    const at = `${field}.except[${index}]`;
    checkText(cidrErrors, part, at, errors);
    if (cidrErrors(part).length === 0 && !isStrictPart(part, cidr)) {
      errors.push(invalid(at, part, 'must be a strict subset of `cidr`'));
    }
  });
}

/** For IPv4; networks of IPv6 are taken at their word. */
function isStrictPart(part: string, whole: string): boolean {
  if (part.includes(':') || whole.includes(':')) return true;
  const [inner, outer] = [bitsOf(part), bitsOf(whole)];
  return inner.length > outer.length && inner.startsWith(outer);
}

function bitsOf(network: string): string {
  const [address = '', length = ''] = network.split('/');
  const bits = address.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
  return bits.join('').slice(0, Number(length));
}
