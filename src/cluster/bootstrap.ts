/**
 * What a cluster holds before anybody has used it: the four namespaces, the Service of the API server, the range of
 * addresses of Services and two priority classes. Controllers and kubelets make the rest.
 * Models pkg/controlplane/controller/{systemnamespaces,kubernetesservice} and pkg/controlplane/reconcilers (v1.36.3).
 */
import { SYSTEM_PRIORITIES } from '../api/scheduling/priorityClass';
import { formatTime } from '../api/meta/time';
import type { KubeClient } from '../client/client';
import type { Instant } from '../sim/clock';

const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'] as const;

export async function createSystemNamespaces(client: KubeClient): Promise<void> {
  for (const name of SYSTEM_NAMESPACES) await client.create('Namespace', { metadata: { name } });
}

const API_SERVER = { address: '192.168.49.2', port: 6443 };

/** The Service `kubernetes`, and its endpoints, which no controller writes. */
export async function createKubernetesService(client: KubeClient): Promise<void> {
  const key = { namespace: 'default', name: 'kubernetes' };
  const port = { name: 'https', protocol: 'TCP', port: API_SERVER.port } as const;
  await client.create('Service', {
    metadata: { ...key, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', ports: [{ ...port, port: 443, targetPort: API_SERVER.port }] },
  });
  await client.create('Endpoints', {
    metadata: { ...key, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: API_SERVER.address }], ports: [port] }],
  });
  await client.create('EndpointSlice', {
    metadata: { ...key, labels: { 'kubernetes.io/service-name': key.name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [API_SERVER.address], conditions: { ready: true } }],
    ports: [port],
  });
}

/** The range that Services get their addresses from. Models pkg/controlplane/controller/defaultservicecidr (v1.36.3). */
export async function createDefaultServiceCIDR(client: KubeClient, now: Instant): Promise<void> {
  const finalizers = ['networking.k8s.io/service-cidr-finalizer'];
  const made = await client.create('ServiceCIDR', {
    metadata: { name: 'kubernetes', finalizers },
    spec: { cidrs: ['10.96.0.0/12'] },
  });
  const ready = { type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' } as const;
  const conditions = [{ ...ready, lastTransitionTime: formatTime(now) }];
  await client.update('ServiceCIDR', { ...made, status: { conditions } }, 'status');
}

/** The classes of what a cluster cannot do without. Models pkg/registry/scheduling/rest/storage_scheduling.go (v1.36.3). */
export async function createSystemPriorityClasses(client: KubeClient): Promise<void> {
  const classes = [
    [
      'system-node-critical',
      SYSTEM_PRIORITIES['system-node-critical'],
      'Used for system critical pods that must not be moved from their current node.',
    ],
    [
      'system-cluster-critical',
      SYSTEM_PRIORITIES['system-cluster-critical'],
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ],
  ] as const;
  for (const [name, value, description] of classes) {
    await client.create('PriorityClass', { metadata: { name }, value, description });
  }
}
