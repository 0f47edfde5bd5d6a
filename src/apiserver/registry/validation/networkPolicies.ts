/** NetworkPolicies. Models ValidateNetworkPolicySpec of pkg/apis/networking/validation (v1.36.3). */
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../api/networking/networkPolicy';
import { type FieldError, forbidden, invalid, notSupported, required } from '../fieldError';
import { checkPort, ipErrors } from './formats';
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
  if (typeof port !== 'number') {
    errors.push(invalid(`${field}.endPort`, endPort, 'may not be specified when `port` is non-numeric'));
  } else if (endPort < port) {
    errors.push(invalid(`${field}.endPort`, endPort, 'must be greater than or equal to `port`'));
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
  if (ipBlock !== undefined && !isCidr(ipBlock.cidr)) {
    const why = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
    errors.push(invalid(`${field}.ipBlock.cidr`, ipBlock.cidr, why));
  }
  if (ipBlock === undefined && selectors.length === 0) errors.push(required(field, 'must specify a peer'));
  if (ipBlock !== undefined && selectors.length > 0) {
    errors.push(forbidden(field, 'may not specify both ipBlock and another peer'));
  }
}

function isCidr(text: string): boolean {
  const [address = '', length = '', ...more] = text.split('/');
  return more.length === 0 && /^\d{1,3}$/.test(length) && ipErrors(address).length === 0;
}
