/**
 * What `minikube addons enable ingress` applies: the objects of minikube's deploy/addons/ingress with ingress-nginx 1.14,
 * on two nodes instead of the first one alone, and without the admission webhook and the Jobs that make its certificate.
 */
import type { Addon, AddonObject } from './addon';

const RBAC = 'rbac.authorization.k8s.io';
const NETWORKING = 'networking.k8s.io';
const namespace = 'ingress-nginx';
const name = 'ingress-nginx';
const deployment = 'ingress-nginx-controller';
const common = { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/name': name };
const labels = { 'app.kubernetes.io/component': 'controller', ...common };

const image = 'registry.k8s.io/ingress-nginx/controller:v1.14.0';
const read = ['get', 'list', 'watch'];
const rule = (apiGroup: string, resources: readonly string[], verbs: readonly string[]) => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
});
const subjects = [{ kind: 'ServiceAccount', name, namespace }];
const roleRef = (kind: string) => ({ apiGroup: RBAC, kind, name });
const field = (fieldPath: string) => ({ valueFrom: { fieldRef: { fieldPath } } });
const core = (resource: string) => `/api/v1/namespaces/${namespace}/${resource}`;
const rbac = (resource: string) => `/apis/${RBAC}/v1/${resource}`;
const map = (configMap: string, data?: Readonly<Record<string, string>>): AddonObject => ({
  path: core('configmaps'),
  object: { metadata: { name: configMap, labels }, ...(data && { data }) },
});

const probe = (failureThreshold: number) => ({
  failureThreshold,
  httpGet: { path: '/healthz', port: 10254, scheme: 'HTTP' },
  initialDelaySeconds: 10,
  periodSeconds: 10,
  successThreshold: 1,
  timeoutSeconds: 1,
});

const container = {
  name: 'controller',
  image,
  imagePullPolicy: 'IfNotPresent',
  args: [
    '/nginx-ingress-controller',
    '--election-id=ingress-nginx-leader',
    '--controller-class=k8s.io/ingress-nginx',
    '--watch-ingress-without-class=true',
    `--configmap=$(POD_NAMESPACE)/${deployment}`,
    '--tcp-services-configmap=$(POD_NAMESPACE)/tcp-services',
    '--udp-services-configmap=$(POD_NAMESPACE)/udp-services',
  ],
  env: [
    { name: 'POD_NAME', ...field('metadata.name') },
    { name: 'POD_NAMESPACE', ...field('metadata.namespace') },
    { name: 'LD_PRELOAD', value: '/usr/local/lib/libmimalloc.so' },
  ],
  lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
  livenessProbe: probe(5),
  readinessProbe: probe(3),
  ports: [
    { name: 'http', containerPort: 80, hostPort: 80, protocol: 'TCP' },
    { name: 'https', containerPort: 443, hostPort: 443, protocol: 'TCP' },
    { name: 'webhook', containerPort: 8443, protocol: 'TCP' },
  ],
  resources: { requests: { cpu: '100m', memory: '90Mi' } },
  securityContext: {
    allowPrivilegeEscalation: true,
    capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    runAsUser: 101,
  },
};

const objects: readonly AddonObject[] = [
  { path: '/api/v1/namespaces', object: { metadata: { name: namespace, labels: common } } },
  {
    path: core('serviceaccounts'),
    object: { metadata: { name, labels }, automountServiceAccountToken: true },
  },
  map(deployment, { hsts: 'false' }),
  map('tcp-services'),
  map('udp-services'),
  {
    path: rbac('clusterroles'),
    object: {
      metadata: { name, labels: common },
      rules: [
        rule('', ['configmaps', 'endpoints', 'nodes', 'pods', 'secrets', 'namespaces'], ['list', 'watch']),
        rule('', ['nodes'], ['get']),
        rule('', ['services'], read),
        rule(NETWORKING, ['ingresses'], read),
        rule('', ['events'], ['create', 'patch']),
        rule(NETWORKING, ['ingresses/status'], ['update']),
        rule(NETWORKING, ['ingressclasses'], read),
        rule('coordination.k8s.io', ['leases'], ['list', 'watch']),
        rule('discovery.k8s.io', ['endpointslices'], ['list', 'watch', 'get']),
      ],
    },
  },
  {
    path: rbac('clusterrolebindings'),
    object: { metadata: { name, labels: common }, roleRef: roleRef('ClusterRole'), subjects },
  },
  {
    path: core('services'),
    object: {
      metadata: { name: deployment, labels },
      spec: {
        type: 'NodePort',
        ports: [
          { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http', appProtocol: 'http' },
          { name: 'https', port: 443, protocol: 'TCP', targetPort: 'https', appProtocol: 'https' },
        ],
        selector: labels,
      },
    },
  },
  {
    path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    object: {
      metadata: { name: deployment, labels },
      spec: {
        replicas: 2,
        minReadySeconds: 0,
        revisionHistoryLimit: 10,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [container],
            dnsPolicy: 'ClusterFirst',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            serviceAccountName: name,
            terminationGracePeriodSeconds: 0,
            tolerations: [{ key: 'node-role.kubernetes.io/master', operator: 'Equal', effect: 'NoSchedule' }],
          },
        },
      },
    },
  },
  {
    path: `/apis/${NETWORKING}/v1/ingressclasses`,
    object: {
      metadata: { name: 'nginx', labels, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
  },
];

export const ingress: Addon = {
  name: 'ingress',
  maintainer: 'Kubernetes',
  image,
  sign: `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`,
  pods: core('pods'),
  objects,
};
