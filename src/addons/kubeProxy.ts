/** kube-proxy as kubeadm installs it: cmd/kubeadm/app/phases/addons/proxy/manifests.go (v1.36.3). */
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

/** As far as it says something that acts here. */
const CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
clusterCIDR: 10.244.0.0/16
kind: KubeProxyConfiguration
metricsBindAddress: ""
mode: ""
`;

export const kubeProxy: Addon = {
  name,
  maintainer: 'Kubernetes',
  image,
  sign: `/apis/apps/v1/namespaces/${namespace}/daemonsets/${name}`,
  objects: [
    { path: `/api/v1/namespaces/${namespace}/serviceaccounts`, object: { metadata: { name } } },
    {
      path: `/api/v1/namespaces/${namespace}/configmaps`,
      object: { metadata: { name, labels: { app: name } }, data: { 'config.conf': CONFIG } },
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
