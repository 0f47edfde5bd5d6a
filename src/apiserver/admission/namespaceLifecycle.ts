/**
 * Refuses objects in namespaces that are missing or going away, and the end of the namespaces every cluster needs.
 * Models staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go (v1.36.3).
 */
import { type Kind, infoOf } from '../../api/kinds';
import { ApiError, failure } from '../../api/meta/status';
import type { AdmissionPlugin, Attributes } from './admission';
import { refusal } from './refusal';

/** kube-node-lease is not among them: it may be deleted. */
const immortal: readonly string[] = ['default', 'kube-system', 'kube-public'];

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit<K extends Kind>(attributes: Attributes<K>) {
    const { operation, kind, name, object } = attributes;
    if (operation === 'DELETE' && kind === 'Namespace' && immortal.includes(name)) {
      throw refusal(kind, name, 'this namespace may not be deleted');
    }
    if (operation === 'CREATE' && infoOf(kind).namespaced) checkNamespace(attributes);
    return object;
  },
};

function checkNamespace({ kind, name, namespace = '', reader }: Attributes): void {
  const found = reader.get('Namespace', { name: namespace });
  if (found === undefined) {
    const details = { name: namespace, kind: 'namespaces' };
    throw new ApiError(failure(404, 'NotFound', `namespaces "${namespace}" not found`, details));
  }
  if (found.metadata.deletionTimestamp === undefined && found.status?.phase !== 'Terminating') return;
  throw refusal(kind, name, `unable to create new content in namespace ${namespace} because it is being terminated`, [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    },
  ]);
}
