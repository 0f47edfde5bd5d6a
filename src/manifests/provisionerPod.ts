/** The pod that makes volumes in a twin, where the original had the driver of a cloud. As minikube runs it. */
import type { Manifest } from './manifest';

const name = 'storage-provisioner';
const namespace = 'kube-system';
const RBAC = 'rbac.authorization.k8s.io';

/** Its account, its rights, and the pod, in the order in which they are made. */
export function provisionerObjects(): readonly Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'system:persistent-volume-provisioner' },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { 'integration-test': name } },
      spec: {
        serviceAccountName: name,
        hostNetwork: true,
        containers: [{ name, image: 'gcr.io/k8s-minikube/storage-provisioner:v5', command: [`/${name}`] }],
      },
    },
  ];
}
