/** Describes a NetworkPolicy. Models describeNetworkPolicy of kubectl's describe.go (v1.36.3). */
import type { LabelSelector } from '../../api/meta/objectMeta';
import { formatTime, parseTime } from '../../api/meta/time';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/networkPolicy';
import { orNone, selectorText } from '../../printers/cells';
import type { Description } from './description';
import { describeAnnotations, describeLabels } from './labels';

/** One rule of either direction. */
interface Rule {
  readonly ports?: readonly NetworkPolicyPort[];
  readonly peers?: readonly NetworkPolicyPeer[];
}

export function describeNetworkPolicy({ metadata, spec }: NetworkPolicy, d: Description): void {
  const types: readonly string[] = spec.policyTypes ?? [];
  d.line(0, `Name:\t${metadata.name}`);
  d.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  d.line(0, `Created on:\t${createdText(metadata.creationTimestamp)}`);
  describeLabels(d, 'Labels', metadata.labels);
  describeAnnotations(d, 'Annotations', metadata.annotations);
  d.line(0, 'Spec:');
  d.write(1, 'PodSelector: ');
  d.line(
    2,
    isEmpty(spec.podSelector)
      ? '<none> (Allowing the specific traffic to all pods in this namespace)'
      : selectorText(spec.podSelector),
  );
  const ingress = (spec.ingress ?? []).map(({ ports, from }): Rule => ({ ports: ports ?? [], peers: from ?? [] }));
  const egress = (spec.egress ?? []).map(({ ports, to }): Rule => ({ ports: ports ?? [], peers: to ?? [] }));
  describeDirection(d, 'ingress', types.includes('Ingress') ? ingress : undefined);
  describeDirection(d, 'egress', types.includes('Egress') ? egress : undefined);
  d.line(1, `Policy Types: ${orNone(types.join(', '))}`);
}

function createdText(time: string): string {
  const text = formatTime(parseTime(time));
  return `${text.slice(0, 10)} ${text.slice(11, 19)} +0000 UTC`;
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function describeDirection(d: Description, direction: 'ingress' | 'egress', rules: readonly Rule[] | undefined): void {
  if (rules === undefined) {
    d.line(1, `Not affecting ${direction} traffic`);
    return;
  }
  d.line(1, `Allowing ${direction} traffic:`);
  if (rules.length === 0) d.line(2, `<none> (Selected pods are isolated for ${direction} connectivity)`);
  const [side, end] = direction === 'ingress' ? ['From', 'source'] : ['To', 'destination'];
  rules.forEach(({ ports = [], peers = [] }, index) => {
    if (ports.length === 0) d.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const { port, protocol = 'TCP', endPort } of ports) {
      // Without a number, all ports of the protocol are meant: Go prints the missing number so.
      const number = port ?? '<nil>';
      d.line(
        2,
        endPort === undefined ? `To Port: ${number}/${protocol}` : `To Port Range: ${number}-${endPort}/${protocol}`,
      );
    }
    if (peers.length === 0) d.line(2, `${side}: <any> (traffic not restricted by ${end})`);
    for (const peer of peers) {
      d.line(2, `${side}:`);
      describePeer(d, peer);
    }
    if (index < rules.length - 1) d.line(2, '----------');
  });
}

function describePeer(d: Description, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): void {
  if (namespaceSelector !== undefined) d.line(3, `NamespaceSelector: ${selectorText(namespaceSelector)}`);
  if (podSelector !== undefined) d.line(3, `PodSelector: ${selectorText(podSelector)}`);
  if (ipBlock === undefined || namespaceSelector !== undefined || podSelector !== undefined) return;
  d.line(3, 'IPBlock:');
  d.line(4, `CIDR: ${ipBlock.cidr}`);
  d.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
}
