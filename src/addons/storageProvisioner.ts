/** The pod that makes volumes of the class `standard`. The objects of minikube's deploy/addons/storage-provisioner. */
import type { Addon } from './addon';

const RBAC = 'rbac.authorization.k8s.io';
const namespace = 'kube-system';
const name = 'storage-provisioner';
const role = 'system:persistent-volume-provisioner';
const image = 'gcr.io/k8s-minikube/storage-provisioner:v5';
const labels = { 'addonmanager.kubernetes.io/mode': 'Reconcile' };
const subjects = [{ kind: 'ServiceAccount', name, namespace }];
const roleRef = (kind: string) => ({ apiGroup: RBAC, kind, name: role });

export const storageProvisioner: Addon = {
  name,
  maintainer: 'minikube',
  image,
  sign: `/api/v1/namespaces/${namespace}/pods/${name}`,
  objects: [
    { path: `/api/v1/namespaces/${namespace}/serviceaccounts`, object: { metadata: { name, labels } } },
    {
      path: `/apis/${RBAC}/v1/clusterrolebindings`,
      object: {
        metadata: { name, labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' } },
        roleRef: roleRef('ClusterRole'),
        subjects,
      },
    },
    {
      path: `/apis/${RBAC}/v1/namespaces/${namespace}/roles`,
      object: {
        metadata: { name: role, labels },
        rules: [
          { apiGroups: [''], resources: ['endpoints'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
        ],
      },
    },
    {
      path: `/apis/${RBAC}/v1/namespaces/${namespace}/rolebindings`,
      object: { metadata: { name: role, labels }, roleRef: roleRef('Role'), subjects },
    },
    {
      path: `/api/v1/namespaces/${namespace}/pods`,
      object: {
        metadata: { name, labels: { 'integration-test': name, ...labels } },
        spec: {
          serviceAccountName: name,
          hostNetwork: true,
          containers: [
            {
              name,
              image,
              command: [`/${name}`],
              imagePullPolicy: 'IfNotPresent',
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', hostPath: { path: '/tmp', type: 'Directory' } }],
        },
      },
    },
  ],
};
