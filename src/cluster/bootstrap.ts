/**
 * What a cluster holds before anybody has used it: the four namespaces and the Service of the API server. Controllers and
 * kubelets make the rest.
 * Models pkg/controlplane/controller/{systemnamespaces,kubernetesservice} and pkg/controlplane/reconcilers (v1.36.3).
 */
import type { KubeClient } from '../client/client';

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
