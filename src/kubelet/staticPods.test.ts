import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, pod, shell, testCluster } from '../../tests/testCluster';
import type { Json } from '../sim/clock';

const NODE = 'worker-1';
const PATH = '/etc/kubernetes/manifests/web.yaml';
const NAME = `web-${NODE}`;

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await testCluster({ nodes: 2 });
});

const manifest = (image = 'nginx:1.27', more: object = {}) =>
  ({ apiVersion: 'v1', kind: 'Pod', ...pod({ name: 'web', image, ...more }) }) as unknown as Json; // Plain data.
const put = (given: Json, text = JSON.stringify(given)) =>
  cluster.fault({ type: 'writeNodeFile', node: NODE, path: PATH, text, manifest: given });
const names = async () => (await cluster.pods()).map(({ metadata }) => metadata.name);
const running = () => {
  const runtime = cluster.cluster.machines.runtime(NODE);
  return (runtime?.podUids() ?? [])
    .flatMap((uid) => runtime?.containers(uid) ?? [])
    .filter(({ state }) => state === 'running');
};

test('a manifest on a machine runs there, and its mirror tells the API server of it', async () => {
  await put(manifest());
  await cluster.advance({ seconds: 10 });

  const mirror = await cluster.pod(NAME);
  const node = await cluster.client.get('Node', { name: NODE });
  expect(mirror.metadata.annotations).toMatchObject({ 'kubernetes.io/config.source': 'file' });
  const { annotations = {} } = mirror.metadata;
  expect(annotations['kubernetes.io/config.mirror']).toBe(annotations['kubernetes.io/config.hash']);
  expect(annotations['kubernetes.io/config.hash']).toMatch(/^[0-9a-f]{32}$/);
  expect(annotations['kubernetes.io/config.seen']).toBeDefined();
  expect(mirror.metadata.ownerReferences).toEqual([
    { apiVersion: 'v1', kind: 'Node', name: NODE, uid: node.metadata.uid, controller: true },
  ]);
  expect(mirror.spec).toMatchObject({ nodeName: NODE, restartPolicy: 'Always' });
  expect(mirror.spec.tolerations).toEqual([{ operator: 'Exists', effect: 'NoExecute' }]);
  expect(mirror.spec.volumes ?? []).toEqual([]);
  expect(mirror.status.phase).toBe('Running');
  expect(mirror.status.containerStatuses?.[0]?.ready).toBe(true);
  expect(mirror.metadata.uid).not.toBe(annotations['kubernetes.io/config.hash']);
});

test('deleting the mirror stops nothing: it is there again at once', async () => {
  await put(manifest());
  await cluster.advance({ seconds: 10 });
  const before = await cluster.pod(NAME);
  const [container] = running();

  await cluster.client.delete('Pod', { namespace: 'default', name: NAME });
  await cluster.advance({ seconds: 2 });

  const after = await cluster.pod(NAME);
  expect(after.metadata.uid).not.toBe(before.metadata.uid);
  expect(after.metadata.deletionTimestamp).toBeUndefined();
  expect(after.status.phase).toBe('Running');
  expect(running()[0]?.id).toBe(container?.id);
});

test('without the file the pod ends with its grace period, and its mirror goes', async () => {
  await put(manifest('nginx:1.27'));
  await cluster.advance({ seconds: 10 });

  await cluster.fault({ type: 'removeNodeFile', node: NODE, path: PATH });
  await cluster.advance({ seconds: 5 });

  expect(running()).toEqual([]);
  expect(await names()).toEqual([]);
});

test('a static pod that has ended stays for people to read until its file goes', async () => {
  await put(manifest('busybox', { ...shell('echo done'), spec: { restartPolicy: 'Never' } }));
  await cluster.advance({ seconds: 30 });
  expect((await cluster.pod(NAME)).status.phase).toBe('Succeeded');

  await cluster.fault({ type: 'removeNodeFile', node: NODE, path: PATH });
  await cluster.advance({ seconds: 3 });
  expect(await names()).toEqual([]);
});

test('another text is another pod: the one of before ends first', async () => {
  await put(manifest('busybox', { ...shell('trap "sleep 4; exit" TERM; while true; do sleep 1; done') }));
  await cluster.advance({ seconds: 10 });
  const before = await cluster.pod(NAME);
  await put(manifest('nginx:1.27'));
  await cluster.advance({ seconds: 2 });
  expect(running().map(({ image }) => image)).toEqual(['docker.io/library/busybox:latest']);
  await cluster.advance({ seconds: 15 });

  const after = await cluster.pod(NAME);
  expect(after.metadata.uid).not.toBe(before.metadata.uid);
  expect(after.spec.containers[0]?.image).toBe('nginx:1.27');
  expect(after.status.phase).toBe('Running');
});

test('a file that describes no pod does nothing', async () => {
  await cluster.fault({ type: 'writeNodeFile', node: NODE, path: PATH, text: 'hello' });
  await put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [] } });
  await put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } });
  await cluster.advance({ seconds: 30 });

  expect(running()).toEqual([]);
  expect(await names()).toEqual([]);
});

test('static pods need no API server: they start while the network is cut, and the mirror comes later', async () => {
  await cluster.fault({ type: 'cutNetwork', node: NODE });
  await put(manifest());
  await cluster.advance({ seconds: 30 });
  expect(running()).toHaveLength(1);
  expect(await names()).toEqual([]);

  await cluster.fault({ type: 'bringBack', node: NODE });
  await cluster.advance({ seconds: 15 });
  expect((await cluster.pod(NAME)).status.phase).toBe('Running');
});

test('a kubelet that starts anew finds its static pod running and restarts nothing', async () => {
  await put(manifest());
  await cluster.advance({ seconds: 10 });
  const [container] = running();

  await cluster.fault({ type: 'stopKubelet', node: NODE });
  await cluster.advance({ seconds: 10 });
  await cluster.fault({ type: 'startKubelet', node: NODE });
  await cluster.advance({ seconds: 20 });

  expect(running().map(({ id }) => id)).toEqual([container?.id]);
  expect((await cluster.pod(NAME)).status.containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
});

test('a lost node keeps its static pods: nothing evicts them', async () => {
  await put(manifest());
  await cluster.advance({ seconds: 10 });
  await cluster.fault({ type: 'cutNetwork', node: NODE });
  await cluster.advance({ seconds: 420 });

  const mirror = await cluster.pod(NAME);
  expect(mirror.metadata.deletionTimestamp).toBeUndefined();
  expect(mirror.status.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('False');
  await cluster.fault({ type: 'bringBack', node: NODE });
  await cluster.advance({ seconds: 15 });
  expect((await cluster.pod(NAME)).status.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
});

test('a pod that writes into the folder makes a static pod, as root on the machine can', async () => {
  const text = JSON.stringify(manifest('nginx:1.27'));
  const volumes = [{ name: 'm', hostPath: { path: '/etc/kubernetes/manifests' } }];
  const container = { volumeMounts: [{ name: 'm', mountPath: '/m' }] };
  const spec = { volumes, nodeName: NODE, restartPolicy: 'Never' as const };
  await cluster.create('Pod', pod({ name: 'w', ...shell(`echo '${text}' > /m/web.json`), container, spec }));
  await cluster.advance({ seconds: 40 });

  expect((await cluster.pod(NAME)).status.phase).toBe('Running');
});
