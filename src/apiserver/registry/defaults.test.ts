/** Defaulting, against what a real 1.36.3 stored for the least that each kind accepts. */
import { expect, test } from 'vitest';
import type { Kind, Kinds } from '../../api/kinds';
import type { ApiRequest } from '../../client/transport';
import type { Instant } from '../../sim/clock';
import { pullPolicyOf } from './containerDefaults';
import { strategies } from './registry';

const request: ApiRequest = { method: 'POST', path: '/' };

/** What the store would hold after a create, admission apart. */
function created<K extends Kind>(kind: K, object: unknown): Kinds[K] {
  const strategy = strategies[kind];
  const defaulted = strategy.defaults(object as Kinds[K]); // A manifest: defaulting is what makes it whole.
  return strategy.prepareForCreate(defaulted, { now: 0 as Instant, request });
}

const container = (image: string, imagePullPolicy: string) => ({
  name: 'c',
  image,
  imagePullPolicy,
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
});
const templateSpec = (image: string, imagePullPolicy: string) => ({
  containers: [container(image, imagePullPolicy)],
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
});
const labelled = (app: string) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
});

test('a pod with a name and an image is stored with everything a kubelet asks for', () => {
  const pod = created('Pod', { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
  expect(pod.spec).toEqual({ ...templateSpec('nginx', 'Always'), enableServiceLinks: true });
  expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
});

test('a ReplicationController takes selector and labels from its template', () => {
  const template = {
    metadata: { labels: { app: 'rc' } },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
  };
  const rc = created('ReplicationController', { metadata: { name: 'rc' }, spec: { template } });
  expect(rc.metadata.labels).toEqual({ app: 'rc' });
  expect(rc.spec).toEqual({
    replicas: 1,
    selector: { app: 'rc' },
    template: { metadata: { labels: { app: 'rc' } }, spec: templateSpec('nginx:1.27', 'IfNotPresent') },
  });
  expect(rc.status).toEqual({ replicas: 0 });
});

test('a ReplicaSet gets one replica', () => {
  const selector = { matchLabels: { app: 'rs' } };
  const rs = created('ReplicaSet', { metadata: { name: 'rs' }, spec: { selector, template: labelled('rs') } });
  expect(rs.spec).toEqual({
    replicas: 1,
    selector,
    template: { metadata: { labels: { app: 'rs' } }, spec: templateSpec('nginx', 'Always') },
  });
});

test('a Deployment rolls by a quarter, keeps ten revisions and waits ten minutes', () => {
  const selector = { matchLabels: { app: 'dep' } };
  const deployment = created('Deployment', {
    metadata: { name: 'dep' },
    spec: { selector, template: labelled('dep') },
  });
  expect(deployment.spec).toEqual({
    progressDeadlineSeconds: 600,
    replicas: 1,
    revisionHistoryLimit: 10,
    selector,
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
    template: { metadata: { labels: { app: 'dep' } }, spec: templateSpec('nginx', 'Always') },
  });
});

test('probes, ports, hooks and references are completed inside a container', () => {
  const pod = created('Pod', {
    metadata: { name: 'p' },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'luksa/kubia',
          ports: [{ containerPort: 8080 }],
          env: [{ name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          livenessProbe: { httpGet: { port: 8080 } },
          readinessProbe: { grpc: { port: 9000 }, periodSeconds: 5 },
          lifecycle: { postStart: { httpGet: { port: 80 } } },
          resources: { limits: { cpu: '1', memory: '64Mi' } },
        },
      ],
    },
  });
  const [first] = pod.spec.containers;
  expect(first?.ports).toEqual([{ containerPort: 8080, protocol: 'TCP' }]);
  expect(first?.env?.[0]?.valueFrom?.fieldRef).toEqual({ apiVersion: 'v1', fieldPath: 'metadata.name' });
  expect(first?.livenessProbe).toEqual({
    httpGet: { port: 8080, path: '/', scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  expect(first?.readinessProbe).toMatchObject({ grpc: { port: 9000, service: '' }, periodSeconds: 5 });
  expect(first?.lifecycle?.postStart?.httpGet).toEqual({ port: 80, path: '/', scheme: 'HTTP' });
  expect(first?.resources.requests).toEqual({ cpu: '1', memory: '64Mi' });
  expect(pod.status.qosClass).toBe('Guaranteed');
});

test('requests follow limits and host ports follow container ports in pods, not in templates', () => {
  const spec = {
    hostNetwork: true,
    containers: [
      { name: 'c', image: 'nginx', ports: [{ containerPort: 80 }], resources: { limits: { memory: '1Gi' } } },
    ],
  };
  const rc = created('ReplicationController', {
    metadata: { name: 'rc' },
    spec: { template: { metadata: { labels: { a: 'b' } }, spec } },
  });
  const pod = created('Pod', { metadata: { name: 'p' }, spec });
  expect(rc.spec.template.spec.containers[0]).toMatchObject({
    ports: [{ containerPort: 80 }],
    resources: { limits: {} },
  });
  expect(rc.spec.template.spec.containers[0]?.resources.requests).toBeUndefined();
  expect(rc.spec.template.spec.containers[0]?.ports?.[0]?.hostPort).toBeUndefined();
  expect(pod.spec.containers[0]?.ports?.[0]?.hostPort).toBe(80);
  expect(pod.spec.containers[0]?.resources.requests).toEqual({ memory: '1Gi' });
  expect(pod.status.qosClass).toBe('Burstable');
});

test('a volume without a source is an empty directory, files are readable by all', () => {
  const pod = created('Pod', {
    metadata: { name: 'p' },
    spec: {
      containers: [{ name: 'c', image: 'nginx' }],
      volumes: [
        { name: 'a' },
        { name: 'b', configMap: { name: 'cm' } },
        { name: 'c', secret: { secretName: 's' } },
        { name: 'd', hostPath: { path: '/x' } },
        { name: 'e', downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        { name: 'f', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
      ],
    },
  });
  expect(pod.spec.volumes).toEqual([
    { name: 'a', emptyDir: {} },
    { name: 'b', configMap: { name: 'cm', defaultMode: 420 } },
    { name: 'c', secret: { secretName: 's', defaultMode: 420 } },
    { name: 'd', hostPath: { path: '/x', type: '' } },
    {
      name: 'e',
      downwardAPI: {
        items: [{ path: 'l', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.labels' } }],
        defaultMode: 420,
      },
    },
    {
      name: 'f',
      projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }], defaultMode: 420 },
    },
  ]);
});

test.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['nginx:1.27', 'IfNotPresent'],
  ['registry:5000/nginx', 'Always'],
  ['registry:5000/nginx:v1', 'IfNotPresent'],
  ['nginx@sha256:abc', 'IfNotPresent'],
  ['nginx:latest@sha256:abc', 'Always'],
])('image %s is pulled %s', (image, policy) => {
  expect(pullPolicyOf(image)).toBe(policy);
});

test('a Namespace is labelled with its own name and held by a finalizer', () => {
  const namespace = created('Namespace', { metadata: { name: 'lab-ns' } });
  expect(namespace).toEqual({
    metadata: { name: 'lab-ns', labels: { 'kubernetes.io/metadata.name': 'lab-ns' } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
});

test('text given to a Secret is stored as base64', () => {
  const secret = created('Secret', { metadata: { name: 'sec' }, data: { z: 'eg==' }, stringData: { a: 'b' } });
  expect(secret).toEqual({ metadata: { name: 'sec' }, data: { z: 'eg==', a: 'Yg==' }, type: 'Opaque' });
});

test('all that a node has can be used unless the kubelet says otherwise', () => {
  const node = created('Node', { metadata: { name: 'n' }, status: { capacity: { cpu: '2' } } });
  expect(node.status.allocatable).toEqual({ cpu: '2' });
});

test('podCIDR and podCIDRs of a node name the same range, whichever was written', () => {
  const both = { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] };
  expect(created('Node', { metadata: { name: 'n' }, spec: { podCIDR: '10.244.1.0/24' } }).spec).toEqual(both);
  expect(created('Node', { metadata: { name: 'n' }, spec: { podCIDRs: ['10.244.1.0/24'] } }).spec).toEqual(both);
});

test('what is complete stays the same object', () => {
  const manifests: { readonly [K in Kind]?: unknown } = {
    Pod: { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }], volumes: [{ name: 'v' }] } },
    ReplicationController: { metadata: { name: 'rc' }, spec: { template: labelled('rc') } },
    ReplicaSet: { metadata: { name: 'rs' }, spec: { selector: {}, template: labelled('rs') } },
    Deployment: { metadata: { name: 'd' }, spec: { selector: {}, template: labelled('d') } },
    Namespace: { metadata: { name: 'n' } },
    Node: { metadata: { name: 'n' } },
    Secret: { metadata: { name: 's' } },
    Lease: { metadata: { name: 'l' } },
    Event: { metadata: { name: 'e' }, involvedObject: {} },
  };
  for (const [kind, manifest] of Object.entries(manifests)) {
    const strategy = strategies[kind as Kind] as (typeof strategies)['Pod']; // Any of them: only defaults is called.
    const once = strategy.defaults(manifest as Kinds['Pod']);
    expect(strategy.defaults(once), kind).toBe(once);
  }
});

test('a write to the status leaves spec, owners and QoS class alone, a write to the object leaves the status alone', () => {
  const old = created('Pod', { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
  const next = { ...old, spec: { ...old.spec, nodeName: 'n' }, status: { phase: 'Running' as const } };
  const { prepareForUpdate } = strategies.Pod;
  expect(prepareForUpdate(next, old, 'status')).toEqual({
    ...old,
    status: { phase: 'Running', qosClass: 'BestEffort' },
  });
  expect(prepareForUpdate(next, old, '')).toEqual({ ...next, status: old.status });
});
