/** CoreDNS as kubeadm installs it: cmd/kubeadm/app/phases/addons/dns/manifests.go (v1.36.3). */
import type { Addon } from './addon';

const namespace = 'kube-system';
const name = 'coredns';
const role = 'system:coredns';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const labels = { 'k8s-app': 'kube-dns' };
/** Where every resolv.conf of a pod points. */
export const CLUSTER_DNS = '10.96.0.10';

const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;

const image = 'registry.k8s.io/coredns/coredns:v1.14.2';

const container = {
  name,
  image,
  imagePullPolicy: 'IfNotPresent',
  args: ['-conf', '/etc/coredns/Corefile'],
  resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
  ports: [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
    { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
    { name: 'liveness-probe', containerPort: 8080, protocol: 'TCP' },
    { name: 'readiness-probe', containerPort: 8181, protocol: 'TCP' },
  ],
  volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
  livenessProbe: {
    httpGet: { path: '/health', port: 'liveness-probe', scheme: 'HTTP' },
    initialDelaySeconds: 60,
    timeoutSeconds: 5,
    successThreshold: 1,
    failureThreshold: 5,
  },
  readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe', scheme: 'HTTP' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  },
};

export const coreDns: Addon = {
  name,
  maintainer: 'Kubernetes',
  image,
  sign: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
  objects: [
    { path: `/api/v1/namespaces/${namespace}/serviceaccounts`, object: { metadata: { name } } },
    {
      path: `${RBAC}/clusterroles`,
      object: {
        metadata: { name: role },
        rules: [
          { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
        ],
      },
    },
    {
      path: `${RBAC}/clusterrolebindings`,
      object: {
        metadata: { name: role },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    },
    {
      path: `/api/v1/namespaces/${namespace}/configmaps`,
      object: { metadata: { name }, data: { Corefile: COREFILE } },
    },
    {
      path: `/api/v1/namespaces/${namespace}/services`,
      object: {
        metadata: {
          name: 'kube-dns',
          labels: { ...labels, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
          annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
        },
        spec: {
          clusterIP: CLUSTER_DNS,
          ports: [
            { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
            { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
            { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
          ],
          selector: labels,
        },
      },
    },
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      object: {
        metadata: { name, labels },
        spec: {
          replicas: 2,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              priorityClassName: 'system-cluster-critical',
              serviceAccountName: name,
              affinity: {
                podAntiAffinity: {
                  preferredDuringSchedulingIgnoredDuringExecution: [
                    {
                      weight: 100,
                      podAffinityTerm: {
                        labelSelector: {
                          matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }],
                        },
                        topologyKey: 'kubernetes.io/hostname',
                      },
                    },
                  ],
                },
              },
              tolerations: [
                { key: 'CriticalAddonsOnly', operator: 'Exists' },
                { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
              ],
              nodeSelector: { 'kubernetes.io/os': 'linux' },
              containers: [container],
              dnsPolicy: 'Default',
              volumes: [{ name: 'config-volume', configMap: { name, items: [{ key: 'Corefile', path: 'Corefile' }] } }],
            },
          },
        },
      },
    },
  ],
};
