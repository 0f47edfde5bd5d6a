/**
 * A cloud for the cluster: its controller manager, which orders load balancers for Services, as a Deployment. Of minikube
 * itself there is no such addon; on a real one `minikube tunnel` or MetalLB gives addresses.
 * Models the roles that k8s.io/cloud-provider asks for (v1.36.3).
 */
import type { Addon } from './addon';

const RBAC = 'rbac.authorization.k8s.io';
const namespace = 'kube-system';
const name = 'cloud-controller-manager';
const role = `system:${name}`;
const labels = { 'k8s-app': name };
const image = 'registry.k8s.io/cloud-provider-kind/cloud-controller-manager:v0.10.0';

export const cloudProvider: Addon = {
  name: 'cloud-provider',
  maintainer: 'kubeloop',
  image,
  sign: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
  objects: [
    { path: `/api/v1/namespaces/${namespace}/serviceaccounts`, object: { metadata: { name } } },
    {
      path: `/apis/${RBAC}/v1/clusterroles`,
      object: {
        metadata: { name: role },
        rules: [
          { apiGroups: [''], resources: ['nodes', 'services'], verbs: ['get', 'list', 'watch'] },
          { apiGroups: [''], resources: ['services', 'services/status'], verbs: ['patch', 'update'] },
          { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch', 'update'] },
        ],
      },
    },
    {
      path: `/apis/${RBAC}/v1/clusterrolebindings`,
      object: {
        metadata: { name: role },
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    },
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      object: {
        metadata: { name, labels },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              priorityClassName: 'system-cluster-critical',
              serviceAccountName: name,
              containers: [{ name, image, imagePullPolicy: 'IfNotPresent', args: ['-v=2'] }],
            },
          },
        },
      },
    },
  ],
};
