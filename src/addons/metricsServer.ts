/**
 * What `minikube addons enable metrics-server` applies: the objects of minikube's deploy/addons/metrics-server, with the
 * resolution that metrics-server has by itself (15 s; minikube asks for 60 s).
 */

import type { Addon } from './addon';

const RBAC = 'rbac.authorization.k8s.io';
const namespace = 'kube-system';
const name = 'metrics-server';
const labels = {
  'k8s-app': name,
  'kubernetes.io/minikube-addons': name,
  'addonmanager.kubernetes.io/mode': 'Reconcile',
};
const subjects = [{ kind: 'ServiceAccount', name, namespace }];
const roleRef = (kind: string, role: string) => ({ apiGroup: RBAC, kind, name: role });
const read = ['get', 'list', 'watch'];
const probe = (path: string) => ({
  httpGet: { path, port: 'https', scheme: 'HTTPS' },
  periodSeconds: 10,
  failureThreshold: 3,
});

const image = 'registry.k8s.io/metrics-server/metrics-server:v0.8.0';

const container = {
  name,
  image,
  imagePullPolicy: 'IfNotPresent',
  args: [
    '--cert-dir=/tmp',
    '--secure-port=4443',
    '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
    '--kubelet-use-node-status-port',
    '--metric-resolution=15s',
    '--kubelet-insecure-tls',
  ],
  resources: { requests: { cpu: '100m', memory: '200Mi' } },
  ports: [{ name: 'https', containerPort: 4443, protocol: 'TCP' }],
  readinessProbe: probe('/readyz'),
  livenessProbe: probe('/livez'),
  securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 1000 },
  volumeMounts: [{ name: 'tmp-dir', mountPath: '/tmp' }],
};

const objects: Addon['objects'] = [
  {
    path: '/apis/apiregistration.k8s.io/v1/apiservices',
    object: {
      metadata: { name: 'v1beta1.metrics.k8s.io', labels },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name, namespace },
      },
    },
  },
  {
    path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    object: {
      metadata: { name, labels },
      spec: {
        selector: { matchLabels: { 'k8s-app': name } },
        strategy: { rollingUpdate: { maxUnavailable: 0 } },
        template: {
          metadata: { name, labels: { 'k8s-app': name } },
          spec: {
            priorityClassName: 'system-cluster-critical',
            serviceAccountName: name,
            containers: [container],
            volumes: [{ name: 'tmp-dir', emptyDir: {} }],
          },
        },
      },
    },
  },
  {
    path: `/apis/${RBAC}/v1/clusterroles`,
    object: {
      metadata: { name: `system:${name}`, labels },
      rules: [
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods', 'nodes'], verbs: read },
      ],
    },
  },
  {
    path: `/apis/${RBAC}/v1/clusterroles`,
    object: {
      metadata: {
        name: 'system:aggregated-metrics-reader',
        labels: {
          ...labels,
          [`${RBAC}/aggregate-to-view`]: 'true',
          [`${RBAC}/aggregate-to-edit`]: 'true',
          [`${RBAC}/aggregate-to-admin`]: 'true',
        },
      },
      rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: read }],
    },
  },
  {
    path: `/apis/${RBAC}/v1/clusterrolebindings`,
    object: {
      metadata: { name: `system:${name}`, labels },
      roleRef: roleRef('ClusterRole', `system:${name}`),
      subjects,
    },
  },
  {
    path: `/apis/${RBAC}/v1/clusterrolebindings`,
    object: {
      metadata: { name: `${name}:system:auth-delegator`, labels },
      roleRef: roleRef('ClusterRole', 'system:auth-delegator'),
      subjects,
    },
  },
  {
    path: `/apis/${RBAC}/v1/namespaces/${namespace}/rolebindings`,
    object: {
      metadata: { name: `${name}-auth-reader`, labels },
      roleRef: roleRef('Role', 'extension-apiserver-authentication-reader'),
      subjects,
    },
  },
  { path: `/api/v1/namespaces/${namespace}/serviceaccounts`, object: { metadata: { name, labels } } },
  {
    path: `/api/v1/namespaces/${namespace}/services`,
    object: {
      metadata: { name, labels: { ...labels, 'kubernetes.io/name': 'Metrics-server' } },
      spec: {
        selector: { 'k8s-app': name },
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 'https' }],
      },
    },
  },
];

export const metricsServer: Addon = {
  name,
  aliases: ['heapster'],
  maintainer: 'Kubernetes',
  image,
  sign: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
  objects,
};
