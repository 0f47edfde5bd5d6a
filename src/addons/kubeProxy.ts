/** kube-proxy as kubeadm installs it: cmd/kubeadm/app/phases/addons/proxy/{proxy,manifests}.go (v1.36.3). */
import type { Addon } from './addon';

const namespace = 'kube-system';
const name = 'kube-proxy';
const labels = { 'k8s-app': name };
const image = 'registry.k8s.io/kube-proxy:v1.36.3';

const container = {
  name,
  image,
  imagePullPolicy: 'IfNotPresent',
  command: [
    '/usr/local/bin/kube-proxy',
    '--config=/var/lib/kube-proxy/config.conf',
    '--hostname-override=$(NODE_NAME)',
  ],
  securityContext: { privileged: true },
  volumeMounts: [
    { name, mountPath: '/var/lib/kube-proxy' },
    { name: 'xtables-lock', mountPath: '/run/xtables.lock', readOnly: false },
    { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
  ],
  env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
};

/** How it reaches the API server. */
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
    server: https://192.168.49.2:6443
  name: default
contexts:
- context:
    cluster: default
    namespace: default
    user: default
  name: default
current-context: default
users:
- name: default
  user:
    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token`;

/** Everything that a KubeProxyConfiguration has, as kubeadm writes it out. Here mode, nodePortAddresses and iptables.localhostNodePorts act. */
const CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
bindAddressHardFail: false
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: 10.244.0.0/16
configSyncPeriod: 0s
conntrack:
  maxPerCore: null
  min: null
  tcpBeLiberal: false
  tcpCloseWaitTimeout: null
  tcpEstablishedTimeout: null
  udpStreamTimeout: 0s
  udpTimeout: 0s
detectLocal:
  bridgeInterface: ""
  interfaceNamePrefix: ""
detectLocalMode: ""
enableProfiling: false
healthzBindAddress: ""
hostnameOverride: ""
iptables:
  localhostNodePorts: null
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
ipvs:
  excludeCIDRs: null
  minSyncPeriod: 0s
  scheduler: ""
  strictARP: false
  syncPeriod: 0s
  tcpFinTimeout: 0s
  tcpTimeout: 0s
  udpTimeout: 0s
kind: KubeProxyConfiguration
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
    text:
      infoBufferSize: "0"
  verbosity: 0
metricsBindAddress: ""
mode: ""
nftables:
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
nodePortAddresses: null
oomScoreAdj: null
portRange: ""
showHiddenMetricsForVersion: ""
winkernel:
  enableDSR: false
  forwardHealthCheckVip: false
  networkName: ""
  rootHnsEndpointName: ""
  sourceVip: ""`;

/** Of the two texts, one after the other: kubeadm sees by it whether somebody has changed them. */
const HASH = 'sha256:18a1f6f9c823d6ebf034e8f142103a22c018bfd67a7466864dfc793ead1a7ec5';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';

export const kubeProxy: Addon = {
  name,
  maintainer: 'Kubernetes',
  image,
  sign: `/apis/apps/v1/namespaces/${namespace}/daemonsets/${name}`,
  objects: [
    { path: `/api/v1/namespaces/${namespace}/serviceaccounts`, object: { metadata: { name } } },
    {
      path: `${rbac}/clusterrolebindings`,
      object: {
        metadata: { name: 'kubeadm:node-proxier' },
        roleRef: { apiGroup, kind: 'ClusterRole', name: 'system:node-proxier' },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    },
    {
      path: `${rbac}/namespaces/${namespace}/roles`,
      object: {
        metadata: { name },
        rules: [{ verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: [name] }],
      },
    },
    {
      path: `${rbac}/namespaces/${namespace}/rolebindings`,
      object: {
        metadata: { name },
        roleRef: { apiGroup, kind: 'Role', name },
        subjects: [{ apiGroup, kind: 'Group', name: 'system:bootstrappers:kubeadm:default-node-token' }],
      },
    },
    {
      path: `/api/v1/namespaces/${namespace}/configmaps`,
      object: {
        metadata: {
          name,
          labels: { app: name },
          annotations: { 'kubeadm.kubernetes.io/component-config.hash': HASH },
        },
        data: { 'config.conf': CONFIG, 'kubeconfig.conf': KUBECONFIG },
      },
    },
    {
      path: `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
      object: {
        metadata: { name, labels },
        spec: {
          selector: { matchLabels: labels },
          updateStrategy: { type: 'RollingUpdate' },
          template: {
            metadata: { labels },
            spec: {
              priorityClassName: 'system-node-critical',
              containers: [container],
              hostNetwork: true,
              serviceAccountName: name,
              volumes: [
                { name, configMap: { name } },
                { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
                { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
              ],
              tolerations: [{ operator: 'Exists' }],
              nodeSelector: { 'kubernetes.io/os': 'linux' },
            },
          },
        },
      },
    },
  ],
};
