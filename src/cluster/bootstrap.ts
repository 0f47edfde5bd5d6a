/**
 * What a cluster holds before anybody has used it: the four namespaces. Controllers and kubelets make the rest.
 * Models pkg/controlplane/controller/systemnamespaces (v1.36.3).
 */
import type { KubeClient } from '../client/client';

const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default'] as const;

export async function createSystemNamespaces(client: KubeClient): Promise<void> {
  for (const name of SYSTEM_NAMESPACES) await client.create('Namespace', { metadata: { name } });
}
