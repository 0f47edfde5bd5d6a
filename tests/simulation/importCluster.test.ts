import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Secret } from '../../src/api/core/secret';
import { decodeBase64 } from '../../src/api/meta/base64';
import { Cluster } from '../../src/cluster/cluster';
import { defaultNodes } from '../../src/client/defaultNodes';
import { PLACEHOLDER } from '../../src/manifests/cleanSecret';
import { type Twin, imagesToAsk, importCluster } from '../../src/manifests/importCluster';
import { at, type Manifest, withAt } from '../../src/manifests/manifest';
import { type Note, subjectText } from '../../src/manifests/note';
import { readManifests } from '../../src/manifests/readManifests';

/** `kubectl get -o yaml` of two namespaces and what belongs to them, of a real 1.36.3 with three nodes. */
const dump = readFileSync(new URL('../../src/manifests/recorded/shop.yaml', import.meta.url), 'utf8');
const UNKNOWN = new Set(['registry.example.com/shop/web:1.4']);
const options = { unknownImages: UNKNOWN, defaultNodes: defaultNodes() };

const objectsOf = (...texts: readonly string[]) =>
  readManifests(texts.map((text, index) => ({ name: `${index}.yaml`, text }))).objects;
const twinOf = (...texts: readonly string[]) => importCluster(objectsOf(...texts), options);
const told = ({ notes }: Twin, key: Note['key']) =>
  notes.filter((note) => note.key === key).map(({ about }) => (about === undefined ? '' : subjectText(about)));

/** Plays the run; every request must be taken. */
async function played(twin: Twin): Promise<Cluster> {
  const cluster = await Cluster.create({ nodes: twin.run.nodes });
  for (const command of twin.run.commands) {
    const response = await cluster.execute(command);
    expect(response === undefined || response.code < 300, JSON.stringify([command, response])).toBe(true);
  }
  return cluster;
}

const made = (twin: Twin, kind: string): readonly Manifest[] =>
  twin.run.commands.flatMap((command) => {
    const body = command.type === 'request' ? command.request.body : undefined;
    return at(body, 'kind') === kind ? [body as Manifest] : []; // Every body is a manifest.
  });
const named = (twin: Twin, kind: string, name: string) =>
  made(twin, kind).find(({ metadata }) => metadata.name === name);

test('the twin of a recorded cluster has its nodes and comes up', async () => {
  const twin = twinOf(dump);
  expect(twin.run.nodes).toHaveLength(3);
  expect(twin.run.nodes[0]).toMatchObject({ name: 'minikube', cpu: 4, memory: '8Gi', pods: 110 });
  const cluster = await played(twin);
  await cluster.advance(60_000);
  const { items } = await cluster.client.list('Pod');
  const count = (prefix: string) => items.filter(({ metadata }) => metadata.name.startsWith(prefix)).length;
  expect([count('web-'), count('db-'), count('agent-'), count('bare')]).toEqual([3, 2, 3, 1]);
  const waiting = items.filter(
    ({ status }) => status.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True',
  );
  expect(waiting.map(({ metadata }) => metadata.name)).toEqual([]);
  expect((await cluster.client.get('PersistentVolumeClaim', { namespace: 'data', name: 'shared' })).status.phase).toBe(
    'Bound',
  );
});

test('the same files make the same run', () => {
  expect(JSON.stringify(twinOf(dump))).toBe(JSON.stringify(twinOf(dump)));
});

test('what controllers make again is left out, and told', () => {
  const twin = twinOf(dump);
  for (const kind of ['ReplicaSet', 'EndpointSlice', 'ControllerRevision']) expect(made(twin, kind), kind).toEqual([]);
  expect(made(twin, 'Pod').map(({ metadata }) => metadata.name)).toEqual(['storage-provisioner', 'bare']);
  expect(told(twin, 'madeAgain')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Pod shop\/web-/),
      expect.stringMatching(/^ReplicaSet shop\/web-/),
      expect.stringMatching(/^ControllerRevision shop\/db-/),
      'Endpoints shop/web',
    ]),
  );
  expect(told(twin, 'finished')).toEqual(expect.arrayContaining(['Job data/n1']));
  expect(told(twin, 'bootstrap')).toEqual(
    expect.arrayContaining(['Namespace kube-system', 'Service default/kubernetes', 'ConfigMap shop/kube-root-ca.crt']),
  );
});

test('every object of the files is made, or told of', () => {
  const objects = objectsOf(dump);
  const twin = importCluster(objects, options);
  const names = (list: readonly Manifest[]) => list.map(({ kind, metadata }) => subjectText({ kind, ...metadata }));
  const accounted = new Set([
    ...twin.notes.flatMap(({ about }) => (about === undefined ? [] : [subjectText(about)])),
    ...twin.run.nodes.map(({ name }) => `Node ${name}`),
    ...[...new Set(objects.map(({ kind }) => kind))].flatMap((kind) => names(made(twin, kind))),
  ]);
  expect(names(objects).filter((name) => !accounted.has(name))).toEqual([]);
});

test('no value of a Secret is in the run, its keys are', async () => {
  const twin = twinOf(dump);
  const text = JSON.stringify(twin);
  for (const value of ['correct-horse-battery', 'c2VjcmV0LWtleQ==', 'hunter2', 'Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5']) {
    expect(text).not.toContain(value);
  }
  expect(dump).toContain('Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5');
  expect(told(twin, 'secretValues')).toEqual(['Secret shop/db', 'Secret shop/pull', 'Secret shop/tls']);
  const cluster = await played(twin);
  const secret: Secret = await cluster.client.get('Secret', { namespace: 'shop', name: 'db' });
  expect(Object.keys(secret.data ?? {})).toEqual(['password', 'username']);
  expect(decodeBase64(secret.data?.password ?? '')).toBe(PLACEHOLDER);
});

test('values of stringData and of what kubectl remembers are dropped too', () => {
  const text = `
apiVersion: v1
kind: Secret
metadata:
  name: a
  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"k":"horse"}}'}
stringData: {k: horse}`;
  const twin = twinOf(text);
  expect(JSON.stringify(twin)).not.toContain('horse');
  expect(named(twin, 'Secret', 'a')?.data).toEqual({ k: 'ZHJvcHBlZC1ieS1rdWJlbG9vcA==' });
});

test('tokens and releases of helm are left out', () => {
  const secret = (name: string, type: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\ntype: ${type}\ndata: {x: eA==}\n`;
  const twin = twinOf(
    secret('t', 'kubernetes.io/service-account-token'),
    secret('sh.helm.release.v1.a.v1', 'helm.sh/release.v1'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b.v1, labels: {owner: helm}}\ndata: {release: H4sI}\n',
  );
  expect(twin.run.commands).toEqual([]);
  expect(told(twin, 'token')).toEqual(['Secret default/t']);
  expect(told(twin, 'helmRelease')).toEqual(['Secret default/sh.helm.release.v1.a.v1', 'ConfigMap default/b.v1']);
});

test('a credential in plain text stays, and is told of', () => {
  const twin = twinOf(dump);
  const notes = twin.notes.filter(({ key }) => key === 'credential');
  expect(notes.map(({ params }) => params?.names)).toEqual(['POSTGRES_PASSWORD', 'SESSION_SECRET']);
});

test('an image that nobody knows gets a stand-in at its ports', () => {
  const twin = twinOf(dump);
  expect(made(twin, 'Image').map(({ spec }) => spec)).toMatchObject([
    { reference: 'registry.example.com/shop/web:1.4', ports: [{ port: 8080 }] },
  ]);
  const web = named(twin, 'Deployment', 'web');
  const [main] = at(web, 'spec', 'template', 'spec', 'containers') as readonly object[]; // It is a list in the file.
  expect(main).not.toHaveProperty('livenessProbe');
  expect(main).toHaveProperty('readinessProbe');
  expect(told(twin, 'execProbe')).toEqual(['Deployment shop/web']);
  expect(told(twin, 'endsAtOnce')).toEqual(['Deployment shop/web']);
  expect(imagesToAsk(objectsOf(dump))).toEqual(
    expect.arrayContaining(['registry.example.com/shop/web:1.4', 'postgres:16', 'nginx']),
  );
});

test('a cordoned, tainted node with devices and one that is down are so in the twin', async () => {
  const changed = objectsOf(dump).map((object) => {
    if (object.kind !== 'Node') return object;
    if (object.metadata.name === 'minikube-m03') {
      return withAt(object, ['status', 'conditions'], [{ type: 'Ready', status: 'Unknown' }]);
    }
    if (object.metadata.name !== 'minikube-m02') return object;
    const taints = [
      { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-11-21T15:19:09Z' },
    ];
    const tainted = withAt(object, ['spec'], { unschedulable: true, taints });
    return withAt(tainted, ['status', 'allocatable'], { cpu: '3500m', 'example.com/gpu': '2' });
  });
  const twin = importCluster(changed, options);
  expect(told(twin, 'poweredOff')).toEqual(['Node minikube-m03']);
  const cluster = await played(twin);
  const node = async (name: string) => cluster.client.get('Node', { name });
  const tainted = await node('minikube-m02');
  expect(tainted.spec.unschedulable).toBe(true);
  expect(tainted.spec.taints?.map(({ key }) => key).sort()).toEqual(['gpu', 'node.kubernetes.io/unschedulable']);
  await cluster.advance(20_000);
  expect((await node('minikube-m02')).status.allocatable).toMatchObject({ 'example.com/gpu': '2', cpu: '3500m' });
  const down = (await node('minikube-m03')).status.conditions?.find(({ type }) => type === 'Ready');
  expect(down?.status).toBe('Unknown');
  const { items } = await cluster.client.list('Pod', { namespace: 'shop' });
  expect(new Set(items.map(({ spec }) => spec.nodeName))).toEqual(new Set(['minikube']));
});

test('addresses and node ports of another range are chosen anew, those of the twin stay', () => {
  const service = (name: string, spec: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
  const ports = (nodePort: number) => `ports: [{port: 80, nodePort: ${nodePort}}]`;
  const twin = twinOf(
    service(
      'far',
      `{clusterIP: 172.20.0.9, clusterIPs: [172.20.0.9, 'fd00::1'], ipFamilies: [IPv4, IPv6], ipFamilyPolicy: RequireDualStack, ports: [{port: 80}]}`,
    ),
    service('near', `{type: NodePort, clusterIP: 10.100.3.4, clusterIPs: [10.100.3.4], ${ports(30_123)}}`),
    service('again', `{type: NodePort, clusterIP: 10.100.3.4, clusterIPs: [10.100.3.4], ${ports(30_123)}}`),
    service('high', `{type: NodePort, ${ports(80)}}`),
    service('headless', `{clusterIP: None, ports: [{port: 80}]}`),
  );
  expect(named(twin, 'Service', 'far')?.spec).toEqual({ ports: [{ port: 80 }] });
  expect(named(twin, 'Service', 'near')?.spec).toMatchObject({
    clusterIP: '10.100.3.4',
    ports: [{ nodePort: 30_123 }],
  });
  expect(named(twin, 'Service', 'again')?.spec).toEqual({ type: 'NodePort', ports: [{ port: 80 }] });
  expect(named(twin, 'Service', 'headless')?.spec).toMatchObject({ clusterIP: 'None' });
  expect(told(twin, 'clusterIP')).toEqual(['Service default/far', 'Service default/again']);
  expect(told(twin, 'nodePort')).toEqual(['Service default/high', 'Service default/again']);
  expect(told(twin, 'ipFamilies')).toEqual(['Service default/far']);
});

test('objects whose owner is not in the files stand alone', () => {
  const pods = objectsOf(dump).filter(({ kind, metadata }) => kind === 'Pod' && metadata.name.startsWith('web-'));
  const twin = importCluster(pods, options);
  expect(made(twin, 'Pod')).toHaveLength(3);
  expect(made(twin, 'Pod').every(({ metadata }) => metadata.ownerReferences === undefined)).toBe(true);
  expect(told(twin, 'ownerDropped')).toHaveLength(3);
  expect(told(twin, 'noNodes')).toEqual(['']);
  expect(twin.run.nodes).toEqual(defaultNodes());
});

test('pods of a Deployment are not made twice where its ReplicaSets are not in the files', () => {
  const kept = objectsOf(dump).filter(({ kind }) => kind === 'Deployment' || kind === 'Pod' || kind === 'CronJob');
  const twin = importCluster(kept, options);
  const names = made(twin, 'Pod').map(({ metadata }) => metadata.name);
  expect(names.filter((name) => name.startsWith('web-'))).toEqual([]);
  expect(told(twin, 'madeAgain').filter((text) => text.startsWith('Pod shop/web-'))).toHaveLength(3);
  expect(names.filter((name) => name.startsWith('db-'))).toHaveLength(2);
});

test('custom resources need their definition', async () => {
  const twin = twinOf(dump);
  expect(named(twin, 'Backup', 'daily')).toBeDefined();
  const without = objectsOf(dump).filter(({ kind }) => kind !== 'CustomResourceDefinition');
  expect(told(importCluster(without, options), 'noDefinition')).toEqual(['Backup shop/daily']);
});

test('webhooks, old versions and what is terminating are left out with their reason', () => {
  const twin = twinOf(
    'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: w}\n',
    'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: p}\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, deletionTimestamp: "2026-01-01T00:00:00Z"}\n',
    'apiVersion: v1\nkind: Event\nmetadata: {name: e}\n',
  );
  expect(told(twin, 'webhook')).toEqual(['ValidatingWebhookConfiguration w']);
  expect(told(twin, 'unservedVersion')).toEqual(['PodDisruptionBudget p']);
  expect(told(twin, 'terminating')).toEqual(['ConfigMap default/c']);
  expect(told(twin, 'reported')).toEqual(['Event default/e']);
  expect(twin.run.commands).toEqual([]);
});

test('a volume that somebody made keeps its claim, one that a driver made is made anew', async () => {
  const twin = twinOf(dump);
  expect(named(twin, 'PersistentVolume', 'nfs')?.spec).toMatchObject({
    claimRef: { namespace: 'data', name: 'shared' },
  });
  expect(named(twin, 'PersistentVolumeClaim', 'shared')?.spec).toMatchObject({ volumeName: 'nfs' });
  expect(named(twin, 'StorageClass', 'fast')).toMatchObject({ provisioner: 'k8s.io/minikube-hostpath' });
  expect(named(twin, 'StorageClass', 'fast')).not.toHaveProperty('parameters');
  expect(told(twin, 'addedProvisioner')).toEqual(['']);
  const user = `
apiVersion: v1
kind: Pod
metadata: {name: user, namespace: data}
spec:
  containers: [{name: c, image: nginx}]
  volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]`;
  const cluster = await played(twinOf(dump, user));
  await cluster.advance(60_000);
  expect((await cluster.client.get('Pod', { namespace: 'data', name: 'user' })).status.phase).toBe('Running');
});

test('only the namespaces that are asked for are taken, with what belongs to none', () => {
  const twin = importCluster(objectsOf(dump), { ...options, namespaces: ['data'] });
  expect(made(twin, 'Deployment')).toEqual([]);
  expect(made(twin, 'DaemonSet')).toHaveLength(1);
  expect(made(twin, 'Namespace').map(({ metadata }) => metadata.name)).toEqual(['data']);
  expect(made(twin, 'StorageClass')).toHaveLength(1);
});

test('broken documents are told with their place, the rest is read', () => {
  const { objects, notes } = readManifests([
    {
      name: 'a.yaml',
      text: 'kind: ConfigMap\nmetadata: {name: x}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n',
    },
    { name: 'b.yaml', text: 'a: [1' },
    { name: 'e.yaml', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: on}\n' },
    { name: 'c.json', text: '{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"p"}}]}' },
    { name: 'd.yaml', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\ndata: {last: "1"}\n' },
  ]);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Pod p', 'ConfigMap two']);
  expect(objects[1]?.data).toEqual({ last: '1' });
  expect(notes.map(({ key, params }) => [key, params?.where, params?.why])).toMatchObject([
    ['invalid', 'a.yaml, 1', 'apiVersion not set'],
    ['invalid', 'b.yaml, 1', expect.stringContaining('yaml')],
    ['invalid', 'e.yaml, 1', expect.stringContaining('of type string')],
    ['duplicate', undefined, undefined],
  ]);
});

test('namespaces and accounts that nobody brought along are made; for the rest pods wait, and that is told', async () => {
  const text = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      serviceAccountName: web
      volumes: [{name: c, configMap: {name: conf}}, {name: o, secret: {secretName: may, optional: true}}]
      containers:
      - {name: c, image: nginx, envFrom: [{secretRef: {name: db}}]}`;
  const twin = twinOf(text);
  expect(told(twin, 'added')).toEqual(['Namespace shop', 'ServiceAccount shop/web']);
  expect(told(twin, 'missing')).toEqual(['ConfigMap shop/conf', 'Secret shop/db']);
  const cluster = await played(twin);
  await cluster.advance(10_000);
  expect((await cluster.client.list('Pod', { namespace: 'shop' })).items).toHaveLength(1);
});

test('what helm template prints is taken, but for tests and hooks of upgrades', () => {
  const pod = (name: string, hook: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, annotations: {helm.sh/hook: "${hook}"}}\nspec: {containers: [{name: c, image: nginx}]}\n`;
  const twin = twinOf(pod('seed', 'post-install,post-upgrade'), pod('try', 'test'), pod('undo', 'pre-delete'));
  expect(made(twin, 'Pod').map(({ metadata }) => metadata.name)).toEqual(['seed']);
  expect(told(twin, 'helmHook')).toEqual(['Pod default/try', 'Pod default/undo']);
});

test('an autoscaler of autoscaling/v1 is made as it is written', async () => {
  const target = '{apiVersion: apps/v1, kind: Deployment, name: web}';
  const text = `apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: ${target}, maxReplicas: 3, targetCPUUtilizationPercentage: 60}\n`;
  const cluster = await played(twinOf(text));
  const { items } = await cluster.client.list('HorizontalPodAutoscaler');
  expect(items[0]?.spec.metrics).toMatchObject([{ resource: { target: { averageUtilization: 60 } } }]);
});

test('digests are taken from the names of images that are known', () => {
  const image = `nginx:1.27@sha256:${'0'.repeat(64)}`;
  const twin = twinOf(
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: "${image}"}]}\n`,
  );
  expect(at(named(twin, 'Pod', 'a'), 'spec', 'containers')).toEqual([{ name: 'c', image: 'nginx:1.27' }]);
  expect(told(twin, 'digest')).toEqual(['Pod default/a']);
});

test('containers of one pod whose stand-ins would take the same port get images of their own', async () => {
  const unknown = (name: string, containers: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [${containers}]}\n`;
  const proxy = (port: number) => `{name: p${port}, image: example.com/proxy:2, ports: [{containerPort: ${port}}]}`;
  const { objects } = readManifests([{ name: 'a', text: unknown('a', `${proxy(8443)}, ${proxy(9443)}`) }]);
  const twin = importCluster(objects, { ...options, unknownImages: new Set(['example.com/proxy:2']) });
  const cluster = await played(twin);
  await cluster.advance(20_000);
  const pod = await cluster.client.get('Pod', { namespace: 'default', name: 'a' });
  expect(pod.status.containerStatuses?.map(({ ready, restartCount }) => [ready, restartCount])).toEqual([
    [true, 0],
    [true, 0],
  ]);
});

test('a cluster that is too big is cut, and it is told where', () => {
  const nodes = Array.from(
    { length: 252 },
    (_, index) => `apiVersion: v1\nkind: Node\nmetadata: {name: n${index}}\nspec: {}\n`,
  );
  const twin = importCluster(objectsOf(nodes.join('---\n')), options);
  expect(twin.run.nodes).toHaveLength(250);
  expect(told(twin, 'tooMany')).toEqual(['Node n250', 'Node n251']);
});

test("kinds of others that are called like Kubernetes' own are left as they are", () => {
  const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: services.serving.example.com}
spec: {group: serving.example.com, scope: Namespaced, names: {kind: Service, plural: services}, versions: [{name: v1, served: true, storage: true}]}`;
  const service = `
apiVersion: serving.example.com/v1
kind: Service
metadata: {name: hello}
spec: {clusterIP: 1.2.3.4, template: {spec: {containers: [{image: "example.com/x"}]}}}`;
  const twin = twinOf(definition, service);
  const requests = twin.run.commands.map((command) => (command.type === 'request' ? command.request : undefined));
  const made = requests.find((request) => at(request?.body, 'apiVersion') === 'serving.example.com/v1');
  expect(made?.path).toBe('/apis/serving.example.com/v1/namespaces/default/services');
  expect(at(made?.body, 'spec', 'clusterIP')).toBe('1.2.3.4');
  expect(twin.notes.map(({ key }) => key)).toEqual(['noNodes']);
});
