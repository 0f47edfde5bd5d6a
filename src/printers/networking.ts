/**
 * Tables of Ingresses, NetworkPolicies and addresses of Services.
 * Models pkg/printers/internalversion/printers.go (v1.36.3).
 */
import type { Ingress, IngressClass, IngressRule } from '../api/networking/ingress';
import type { NetworkPolicy } from '../api/networking/networkPolicy';
import type { IPAddress, ServiceCIDR } from '../api/networking/serviceCIDR';
import { age, selectorText } from './cells';
import { ingressAddresses } from './services';
import { columns, type TablePrinter } from './table';

/** `kubectl get ingresses`. */
export const ingressTable: TablePrinter<Ingress> = {
  columns: columns('Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'),
  cells: (ingress, now) => [
    ingress.metadata.name,
    ingress.spec.ingressClassName ?? '<none>',
    hostsText(ingress.spec.rules ?? []),
    ingressAddresses(ingress.status.loadBalancer?.ingress).join(','),
    (ingress.spec.tls ?? []).length > 0 ? '80, 443' : '80',
    age(ingress, now),
  ],
};

/** The count of further hosts counts rules, also those without a host: so does the real one. */
function hostsText(rules: readonly IngressRule[]): string {
  const hosts: string[] = [];
  for (const { host = '' } of rules) {
    if (hosts.length === 3) return `${hosts.join(',')} + ${rules.length - 3} more...`;
    if (host !== '') hosts.push(host);
  }
  return hosts.length === 0 ? '*' : hosts.join(',');
}

/** `kubectl get ingressclasses`. */
export const ingressClassTable: TablePrinter<IngressClass> = {
  columns: columns('Name', 'Controller', 'Parameters', 'Age'),
  cells(ingressClass, now) {
    const { metadata, spec } = ingressClass;
    const isDefault = metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';
    return [
      isDefault ? `${metadata.name} (default)` : metadata.name,
      spec.controller,
      parametersText(spec.parameters),
      age(ingressClass, now),
    ];
  },
};

function parametersText(parameters: IngressClass['spec']['parameters']): string {
  if (parameters === undefined) return '<none>';
  const { kind, apiGroup, name } = parameters;
  return apiGroup === undefined ? `${kind}/${name}` : `${kind}.${apiGroup}/${name}`;
}

/** `kubectl get networkpolicies`. */
export const networkPolicyTable: TablePrinter<NetworkPolicy> = {
  columns: columns('Name', 'Pod-Selector', 'Age'),
  cells: (policy, now) => [policy.metadata.name, selectorText(policy.spec.podSelector), age(policy, now)],
};

/** `kubectl get servicecidrs`. */
export const serviceCIDRTable: TablePrinter<ServiceCIDR> = {
  columns: columns('Name', 'CIDRs', 'Age'),
  cells: (cidr, now) => [cidr.metadata.name, (cidr.spec.cidrs ?? []).join(','), age(cidr, now)],
};

/** `kubectl get ipaddresses`. The row has an age that no column shows: so does the real one. */
export const ipAddressTable: TablePrinter<IPAddress> = {
  columns: columns('Name', 'ParentRef'),
  cells: (address, now) => [address.metadata.name, parentText(address.spec.parentRef), age(address, now)],
};

function parentText(parent: IPAddress['spec']['parentRef']): string {
  if (parent === undefined) return '<none>';
  const { group = '', resource, namespace = '', name } = parent;
  const kind = (group === '' ? resource : `${resource}.${group}`).toLowerCase();
  return namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
