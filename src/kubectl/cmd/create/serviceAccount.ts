/** `kubectl create serviceaccount NAME`. Models staging/src/k8s.io/kubectl/pkg/cmd/create/create_serviceaccount.go (v1.36.3). */
import { generatorCommand } from './generator';

/** A service account. */
export const createServiceAccount = generatorCommand({
  path: ['create', 'serviceaccount'],
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  failure: 'failed to create serviceaccount:',
  generate: (name) => ({ metadata: { name } }),
});
