/** Pods of the cluster itself and of its add-ons: they listen and are quiet. Left out: what they do for a cluster. */
import type { ImageBehaviour, Program } from '../runtime/process';
import { coreDns } from './coreDns';
import { ingressNginx, webhookCertgen } from './ingressNginx';
import { klog } from './klog';
import { kubeProxy } from './kubeProxy';
import { traefikImage } from './traefik';
import { flag, pathOf, server, type ServerOptions } from './server';

function service(options: Omit<ServerOptions, 'exitOnTerm'>): Program {
  return server({ exitOnTerm: 0, answer: () => ({ status: 200, body: 'ok' }), ...options });
}

function image(
  repository: string,
  sizeMB: number,
  tags: RegExp,
  program: string,
  options: Omit<ServerOptions, 'exitOnTerm'>,
  extra: Partial<ImageBehaviour> = {},
): ImageBehaviour {
  const programs = { [program]: service(options) };
  return { image: repository, sizeMB, tags, entrypoint: [`/${program}`], userland: 'none', programs, ...extra };
}

const VERSION = /^v?\d+\.\d+(\.\d+)?([-.]\w+)*$/;

/** The cluster's own images and its add-ons'. */
export const systemImages: readonly ImageBehaviour[] = [
  coreDns,
  image('registry.k8s.io/metrics-server/metrics-server', 25, VERSION, 'metrics-server', {
    ports: [10250, 4443],
    memoryMi: 20,
    cpuMillis: 3,
    startupMs: 1_000,
    stream: 'stderr',
    startLines: (process) => [
      klog(process, 'serving.go:380', 'Generated self-signed cert (/tmp/apiserver.crt, /tmp/apiserver.key)'),
    ],
    readyLines: (process) => [
      klog(process, 'handler.go:288', 'Adding GroupVersion metrics.k8s.io v1beta1 to ResourceManager'),
      klog(process, 'secure_serving.go:211', `Serving securely on [::]:${flag(process.argv, 'secure-port') ?? '443'}`),
    ],
  }),
  ingressNginx,
  webhookCertgen,
  image('registry.k8s.io/cloud-provider-kind/cloud-controller-manager', 23, VERSION, 'cloud-controller-manager', {
    ports: [],
    memoryMi: 18,
    cpuMillis: 2,
    stream: 'stderr',
    readyLines: (process) => [klog(process, 'controller.go:231', 'Starting service controller')],
  }),
  traefikImage,
  image(
    'docker.io/fluent/fluentd',
    60,
    /^(v\d.*|edge)$/,
    'fluentd',
    { ports: [24224], memoryMi: 60, cpuMillis: 5 },
    {
      aliases: [
        'quay.io/fluentd_elasticsearch/fluentd',
        'docker.io/library/fluentd',
        'docker.io/fluent/fluentd-kubernetes-daemonset',
      ],
      userland: 'debian',
    },
  ),
  image(
    'docker.io/fluent/fluent-bit',
    35,
    VERSION,
    'fluent-bit',
    { ports: [2020], memoryMi: 15, cpuMillis: 3 },
    {
      aliases: ['cr.fluentbit.io/fluent/fluent-bit'],
    },
  ),
  image(
    'docker.io/prom/node-exporter',
    12,
    VERSION,
    'node_exporter',
    {
      ports: [9100],
      memoryMi: 12,
      answer: (_process, request) =>
        pathOf(request) === '/metrics'
          ? {
              status: 200,
              body: '# HELP node_boot_time_seconds Node boot time, in unixtime.\n# TYPE node_boot_time_seconds gauge\n',
            }
          : { status: 200, body: '<html><head><title>Node Exporter</title></head></html>\n' },
    },
    { aliases: ['quay.io/prometheus/node-exporter'] },
  ),
  image('docker.io/kubernetesui/dashboard', 75, VERSION, 'dashboard', { ports: [8443, 9090], memoryMi: 30 }),
  image('registry.k8s.io/etcd', 60, VERSION, 'etcd', { ports: [2379, 2380, 2381], memoryMi: 40, cpuMillis: 20 }),
  image('registry.k8s.io/kube-apiserver', 30, VERSION, 'kube-apiserver', {
    ports: [6443],
    memoryMi: 250,
    cpuMillis: 50,
  }),
  image('registry.k8s.io/kube-controller-manager', 28, VERSION, 'kube-controller-manager', {
    ports: [10257],
    memoryMi: 50,
    cpuMillis: 20,
  }),
  image('registry.k8s.io/kube-scheduler', 22, VERSION, 'kube-scheduler', {
    ports: [10259],
    memoryMi: 20,
    cpuMillis: 4,
  }),
  kubeProxy,
  image(
    'docker.io/kindest/kindnetd',
    40,
    /^v.*$/,
    'kindnetd',
    { ports: [], memoryMi: 10 },
    {
      aliases: ['docker.io/kindest/kindnet'],
    },
  ),
  // What provisioners do for the cluster is in src/controllers/provisioner.
  image('gcr.io/k8s-minikube/storage-provisioner', 10, /^(v\d+(\.\d+)*|latest)$/, 'storage-provisioner', {
    ports: [],
    memoryMi: 10,
  }),
  image('docker.io/rancher/local-path-provisioner', 18, VERSION, 'local-path-provisioner', { ports: [], memoryMi: 20 }),
];
