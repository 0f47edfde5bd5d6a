/**
 * Puts the cluster's certificate authority into every namespace, as ConfigMap kube-root-ca.crt.
 * Models pkg/controller/certificates/rootcacertpublisher (v1.36.3). The simulated cluster speaks no TLS: the text is a stand-in.
 */
import { CLUSTER_AUTHORITY } from '../../api/core/clusterAuthority';
import { ApiError, isReason } from '../../api/meta/status';
import type { Controller } from '../controller';
import { isNamespaceTerminating } from '../shared/podControl';
import { namespaceOfDeleted } from './namespaceWatches';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';
const data = { 'ca.crt': CLUSTER_AUTHORITY } as const;

/** Keeps kube-root-ca.crt in every active namespace. */
export const rootCaPublisher: Controller<'Namespace'> = {
  name: 'root-ca-certificate-publisher-controller',
  kind: 'Namespace',
  watches: [namespaceOfDeleted('ConfigMap', NAME)],

  async reconcile({ name: namespace }, world) {
    const found = world.cache.get('Namespace', { name: namespace });
    if (found === undefined || found.status.phase !== 'Active') return undefined;
    const key = { namespace, name: NAME };
    const existing = world.cache.get('ConfigMap', key);
    const annotations = { 'kubernetes.io/description': DESCRIPTION };
    if (existing?.data?.['ca.crt'] === data['ca.crt']) return undefined;
    world.explain.rule('rootCertificate', { namespace });
    if (existing === undefined) {
      try {
        await world.client.create('ConfigMap', { metadata: { ...key, annotations }, data });
      } catch (error) {
        const isSettled =
          isReason(error, 'AlreadyExists') || (error instanceof ApiError && isNamespaceTerminating(error));
        if (!isSettled) throw error;
      }
    } else {
      const metadata = { ...existing.metadata, annotations: { ...existing.metadata.annotations, ...annotations } };
      await world.client.update('ConfigMap', { ...existing, metadata, data });
    }
    return undefined;
  },
};
