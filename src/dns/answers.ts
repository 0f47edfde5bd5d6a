/**
 * What CoreDNS answers for the cluster's zone.
 * Models plugin/kubernetes of CoreDNS 1.14.2 with kubeadm's Corefile and the published specification of DNS for Services.
 */
import type { ClusterView } from '../client/clusterView';
import type { DnsQuestion, DnsReply } from '../client/network';

const TTL = 30;

/** The reply to `question` from what CoreDNS sees of the cluster. */
export function answer(question: DnsQuestion, cluster: ClusterView): DnsReply {
  const name = question.name.toLowerCase();
  const found = /^([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(name);
  const service = found && cluster.get('Service', { namespace: found[2] ?? '', name: found[1] ?? '' });
  const ip = service?.spec.clusterIP;
  const base = { authoritative: true, recursionAvailable: false } as const;
  if (ip === undefined || ip === 'None') return { ...base, rcode: 'NXDOMAIN', answers: [] };
  const answers = question.type === 'A' ? [{ name: question.name, ttl: TTL, type: 'A' as const, data: ip }] : [];
  return { ...base, rcode: 'NOERROR', answers };
}
