/** `kubectl create namespace NAME`. Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_namespace.go (v1.36.3). */
import { generatorCommand } from './generator';

/** An empty namespace. */
export const createNamespace = generatorCommand({
  path: ['create', 'namespace'],
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  clusterScoped: true,
  generate: (name) => ({ metadata: { name }, spec: {}, status: {} }),
});
