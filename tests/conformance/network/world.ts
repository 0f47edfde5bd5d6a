/** What stands in the recorded cluster: servers, Services with the addresses of the recordings, clients. */

/** A manifest, complete. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Addresses of the pods in most recordings. */
export const ADDRESSES: Readonly<Record<string, string>> = {
  'kubia-4ncp7': '10.244.0.2',
  'kubia-8jkqd': '10.244.1.2',
  'kubia-wf5vg': '10.244.2.2',
  'named-6zrxt': '10.244.0.3',
  'not-ready-hs7k2': '10.244.0.4',
  'busy-0': '10.244.2.3',
  'web-0': '10.244.2.4',
  'web-1': '10.244.1.5',
  'm02only-bb6tz': '10.244.1.6',
  client: '10.244.0.50',
  'client-m02': '10.244.1.50',
  'client-curl-812': '10.244.0.50',
  'client-curl-823': '10.244.0.50',
};

/** Pods behind the Services over `app: kubia`. */
export const KUBIA_PODS = ['kubia-4ncp7', 'kubia-8jkqd', 'kubia-wf5vg'] as const;

const SERVER = 'recorded/app:node20';

/**
 * The server of the recordings: the book's app.js on Node.js 20, and paths that fail in each of the ways. It knows
 * nothing of paths that no rule names: those are hit.
 */
export const serverImage: Manifest = {
  apiVersion: 'images.kubeloop.dev/v1',
  kind: 'Image',
  metadata: { name: 'app' },
  spec: {
    reference: SERVER,
    sizeMB: 1,
    entrypoint: ['node', 'app.js'],
    userland: 'debian',
    stop: { onTerm: 'Ignore', code: 143 },
    memory: [{ afterSeconds: 0, bytes: '20Mi' }],
    cpu: { idle: '1m' },
    ports: [8080, 8081].map((port) => ({ port, responses: responses() })),
  },
};

function responses(): readonly object[] {
  const hit = "You've hit $HOSTNAME\n";
  const first = { body: 'first part\n' };
  return [
    { body: hit },
    { path: '/clientip', body: 'client $CLIENT_IP served by $HOSTNAME\n' },
    { path: '/headers', body: '$REQUEST' },
    { path: '/500', status: 500, body: "I'm not well. Please restart me!" },
    { path: '/503', status: 503, body: 'warming up\n' },
    { path: '/404', status: 404, body: 'not found\n' },
    { path: '/slow', body: 'slow\n', latencyMs: 3000 },
    { path: '/hang', changes: [{ afterSeconds: 0, action: 'Hang' }] },
    { path: '/stall', ...first, contentLength: 100, ending: 'Silence' },
    { path: '/empty', ending: 'Close' },
    { path: '/reset', ending: 'Reset' },
    { path: '/cut', ...first, contentLength: 100, ending: 'Close' },
    { path: '/cutreset', ...first, contentLength: 100, ending: 'Reset' },
    { path: '/cutchunk', ...first, ending: 'Close' },
  ];
}

interface Server {
  readonly name: string;
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly ports?: readonly object[];
  readonly container?: object;
  readonly spec?: object;
}

/** A pod of the server. */
export function server({ name, node, labels, namespace = 'default', ports, container, spec }: Server): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      nodeName: node,
      containers: [{ name: 'app', image: SERVER, ports: ports ?? [{ containerPort: 8080 }], ...container }],
      ...spec,
    },
  };
}

interface ServiceOptions {
  readonly ip?: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly object[];
  readonly nodePort?: number;
  readonly namespace?: string;
  readonly spec?: object;
}

/** A Service of `app: NAME`, port 80 to 8080 unless told otherwise. */
export function service(
  name: string,
  { ip, selector, ports, nodePort, namespace = 'default', spec }: ServiceOptions = {},
): Manifest {
  const port = { port: 80, targetPort: 8080, ...(nodePort === undefined ? {} : { nodePort }) };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      ...(ip === undefined ? {} : { clusterIP: ip }),
      ...(nodePort === undefined ? {} : { type: 'NodePort' }),
      selector: selector ?? { app: name },
      ports: ports ?? [port],
      ...spec,
    },
  };
}

function externalName(name: string, target: string): Manifest {
  const spec = { type: 'ExternalName', externalName: target };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' }, spec };
}

const kubia = { app: 'kubia' };
const m02only = { app: 'm02only' };

/** The pod of kubia-local and kubia-itp: it comes and goes. */
export const m02Pod = server({ name: 'm02only-bb6tz', node: 'minikube-m02', labels: m02only });

/** The pods of the recordings, but for the StatefulSet's. */
export const pods: readonly Manifest[] = [
  server({ name: 'kubia-4ncp7', node: 'minikube', labels: kubia }),
  server({ name: 'kubia-8jkqd', node: 'minikube-m02', labels: kubia }),
  server({ name: 'kubia-wf5vg', node: 'minikube-m03', labels: kubia }),
  server({
    name: 'named-6zrxt',
    node: 'minikube',
    labels: { app: 'named' },
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'admin', containerPort: 8081 },
    ],
  }),
  server({
    name: 'not-ready-hs7k2',
    node: 'minikube',
    labels: { app: 'unready' },
    container: { readinessProbe: { exec: { command: ['cat', '/ready'] } } },
  }),
  server({
    name: 'busy-0',
    node: 'minikube-m03',
    labels: { app: 'db' },
    spec: { hostname: 'busy', subdomain: 'db' },
  }),
  server({ name: 'shop-m2v4k', node: 'minikube', labels: { app: 'shop' }, namespace: 'other' }),
  m02Pod,
];

/** The Services of the recordings. */
export const services: readonly Manifest[] = [
  service('kubia', { ip: '10.96.111.10' }),
  service('kubia-affinity', { ip: '10.96.111.11', selector: kubia, spec: { sessionAffinity: 'ClientIP' } }),
  service('no-pods', { ip: '10.96.111.12', selector: { app: 'nothing' } }),
  service('unready', { ip: '10.96.111.13' }),
  service('external-service', { ip: '10.96.111.14', spec: { selector: undefined } }),
  service('named', {
    ip: '10.96.111.15',
    ports: [
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'admin', port: 8081, targetPort: 'admin' },
    ],
  }),
  service('wrong-target', { ip: '10.96.111.16', selector: kubia, ports: [{ port: 80, targetPort: 9999 }] }),
  service('kubia-nodeport', { ip: '10.96.111.17', selector: kubia, nodePort: 30123 }),
  service('kubia-local', {
    ip: '10.96.111.18',
    selector: m02only,
    nodePort: 30124,
    spec: { externalTrafficPolicy: 'Local' },
  }),
  service('kubia-itp', { ip: '10.96.111.19', selector: m02only, spec: { internalTrafficPolicy: 'Local' } }),
  service('kubia-loadbalancer', {
    ip: '10.96.111.20',
    selector: kubia,
    nodePort: 30125,
    spec: { type: 'LoadBalancer' },
  }),
  service('nodeport-empty', { ip: '10.96.111.21', nodePort: 30126 }),
  service('kubia-etp-local3', {
    ip: '10.96.111.22',
    selector: kubia,
    nodePort: 30127,
    spec: { externalTrafficPolicy: 'Local' },
  }),
  service('shop', { ip: '10.96.111.23', namespace: 'other' }),
  service('kubia-headless', { ip: 'None', selector: kubia, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  service('headless-empty', { ip: 'None' }),
  service('headless-unready', { ip: 'None', selector: { app: 'unready' } }),
  service('web', { ip: 'None', ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  service('db', { ip: 'None' }),
  externalName('ext', 'api.example.com'),
  externalName('ext-broken', 'no-such.example.com'),
  externalName('ext-shop', 'shop.other.svc.cluster.local'),
  externalName('ext-ip', '10.244.0.2'),
];

export const web: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    serviceName: 'web',
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: SERVER, ports: [{ name: 'http', containerPort: 8080 }] }] },
    },
  },
};

interface ClientPod {
  readonly name: string;
  readonly node?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly spec?: object;
}

/** Hosts of Ingresses: the recorded clients had them in their /etc/hosts. */
export const INGRESS_HOSTS: readonly string[] = [
  ...['kubia', 'unknown', 'paths', 'rewrite', 'root', 'a.wild', 'wild', 'noendpoints', 'refused', 'gone', 'slow'],
  ...['secure', 'nosecret'],
].map((name) => `${name}.example.com`);

/** A pod from which somebody asks. */
export function client({
  name,
  node = 'minikube',
  namespace = 'default',
  image = CLIENT_IMAGE,
  spec,
}: ClientPod): Manifest {
  const container = { name: 'client', image, command: ['sleep', 'infinity'] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      nodeName: node,
      terminationGracePeriodSeconds: 0,
      containers: [container],
      hostAliases: [{ ip: '192.168.49.2', hostnames: INGRESS_HOSTS }],
      ...spec,
    },
  };
}

const CLIENT_IMAGE = 'recorded/client:debian12';

/** What the recorded clients ran in: Debian 12 with its network tools, and busybox. */
export const clientImage: Manifest = {
  apiVersion: 'images.kubeloop.dev/v1',
  kind: 'Image',
  metadata: { name: 'client' },
  spec: {
    reference: CLIENT_IMAGE,
    sizeMB: 1,
    userland: 'debian',
    tools: ['curl', 'wget', 'nc', 'ping', 'nslookup', 'dig', 'host', 'telnet', 'busybox'],
    stop: { onTerm: 'Ignore', code: 143 },
    memory: [{ afterSeconds: 0, bytes: '20Mi' }],
    cpu: { idle: '1m' },
  },
};
