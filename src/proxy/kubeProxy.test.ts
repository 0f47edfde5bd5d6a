import { expect, test } from 'vitest';
import { pod, type TestCluster, testCluster } from '../../tests/testCluster';
import { USUAL_ADDONS } from '../addons/usualAddons';
import type { Address } from '../client/traffic';

const NODES = ['192.168.49.2', '192.168.49.3', '192.168.49.4'] as const;
const [FIRST, SECOND] = NODES;
const OUTSIDE = '192.168.49.1';
const labels = { app: 'kubia' };

const service = (spec: object = {}) => ({
  metadata: { name: 'kubia' },
  spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});
const kubia = (name: string, node: string) => pod({ name, labels, spec: { nodeName: node } });

/** Pods `a` and `b` on the first two of three machines, behind a Service. */
async function stage(spec: object = {}) {
  const cluster = await testCluster({ addons: USUAL_ADDONS });
  await cluster.create('Pod', kubia('a', 'worker-1'));
  await cluster.create('Pod', kubia('b', 'worker-2'));
  const made = await cluster.create('Service', service(spec));
  await cluster.advance({ seconds: 40 });
  const ip = made.spec.clusterIP ?? '';
  const { nodePort = 0 } = made.spec.ports?.[0] ?? {};
  return { cluster, to: { ip, port: 80 }, nodePort, health: made.spec.healthCheckNodePort ?? 0 };
}

/** Who takes connections, sorted, each once; or how they end. */
function takers({ cluster }: TestCluster, from: string, to: Address): readonly string[] {
  const network = cluster.traffic.clientAt(from);
  const seen = Array.from({ length: 24 }, () => {
    const dialled = network.dial(to);
    return dialled.type === 'connected' ? dialled.connection.server.ip : dialled.type;
  });
  return [...new Set(seen)].sort();
}
/** What kube-proxy has to do with a connection, as its hops tell. */
function rules({ cluster }: TestCluster, from: string, to: Address): readonly string[] {
  const { hops } = cluster.traffic.clientAt(from).dial(to);
  return hops.flatMap(({ place, rule: { key } }) => (place === 'proxy' && key !== 'masquerade' ? [key] : []));
}
function get({ cluster }: TestCluster, to: Address, path: string) {
  const network = cluster.traffic.clientAt(OUTSIDE);
  const dialled = network.dial(to);
  if (dialled.type !== 'connected') return dialled.type;
  const got = network.exchange(dialled.connection, { method: 'GET', path, headers: [] });
  return got.type === 'response' ? got.response : got.type;
}
const proxyPods = async ({ client }: TestCluster) =>
  (await client.list('Pod', { namespace: 'kube-system', labelSelector: 'k8s-app=kube-proxy' })).items;

test('a new endpoint is used within a second, one that goes is left within a second, and connections go on', async () => {
  const { cluster, to } = await stage();
  expect(takers(cluster, FIRST, to)).toHaveLength(2);
  const network = cluster.cluster.traffic.clientAt(FIRST);
  const dialled = network.dial(to);
  const server = dialled.type === 'connected' ? dialled.connection.server.ip : '';
  const name = (await cluster.pod('a')).status.podIP === server ? 'a' : 'b';
  const patch = { metadata: { labels: { app: 'gone' } } };
  await cluster.client.patch('Pod', { namespace: 'default', name }, { type: 'merge', body: patch });
  await cluster.advance({ ms: 1_200 });
  expect(takers(cluster, FIRST, to)).not.toContain(server);
  const connection = dialled.type === 'connected' ? dialled.connection : undefined;
  expect(connection && network.exchange(connection, { method: 'GET', path: '/', headers: [] })).toMatchObject({
    type: 'response',
    response: { status: 200 },
  });
});

test('a node whose proxy cannot run keeps the rules it had, the others go on; it catches up when the proxy is back', async () => {
  const { cluster, to } = await stage();
  // The second node's proxy goes and cannot come back.
  const key = { namespace: 'kube-system', name: 'kube-proxy' };
  const bind = (hostname: string | null) => ({ spec: { template: { spec: { nodeSelector: { place: hostname } } } } });
  await cluster.client.patch('DaemonSet', key, { type: 'merge', body: bind('nowhere') });
  await cluster.advance({ seconds: 60 });
  expect(await proxyPods(cluster)).toHaveLength(0);
  await cluster.client.delete('Pod', { namespace: 'default', name: 'a' });
  await cluster.advance({ seconds: 60 });
  const b = (await cluster.pod('b')).status.podIP;
  expect(takers(cluster, FIRST, to)).toContain(b);
  expect(takers(cluster, FIRST, to)).toHaveLength(2);
  expect(rules(cluster, FIRST, to)).toEqual(['proxyStale', 'serviceEndpoint']);
  await cluster.client.patch('DaemonSet', key, { type: 'merge', body: bind(null) });
  await cluster.advance({ seconds: 60 });
  expect(takers(cluster, FIRST, to)).toEqual([b]);
  expect(rules(cluster, FIRST, to)).toEqual(['serviceEndpoint']);
});

test('without any kube-proxy a Service’s address is lost, and its node port is refused', async () => {
  const cluster = await testCluster();
  const { spec } = await cluster.create('Service', service({ type: 'NodePort' }));
  await cluster.create('Pod', kubia('a', 'worker-1'));
  await cluster.advance({ seconds: 10 });
  const to = { ip: spec.clusterIP ?? '', port: 80 };
  expect(takers(cluster, FIRST, to)).toEqual(['lost']);
  expect(rules(cluster, FIRST, to)).toEqual(['proxyMissing']);
  expect(takers(cluster, OUTSIDE, { ip: FIRST, port: spec.ports?.[0]?.nodePort ?? 0 })).toEqual(['refused']);
});

test('a machine that is cut off keeps its rules for its own pods, and learns the new ones when it is back', async () => {
  const { cluster, to } = await stage({ internalTrafficPolicy: 'Local' });
  const a = (await cluster.pod('a')).status.podIP ?? '';
  await cluster.fault({ type: 'cutNetwork', node: 'worker-1' });
  await cluster.client.delete('Service', { namespace: 'default', name: 'kubia' });
  await cluster.advance({ seconds: 5 });
  expect(takers(cluster, FIRST, to)).toEqual([a]);
  expect(takers(cluster, SECOND, to)).toEqual(['lost']);
  await cluster.fault({ type: 'bringBack', node: 'worker-1' });
  await cluster.advance({ seconds: 5 });
  expect(takers(cluster, FIRST, to)).toEqual(['lost']);
});

test('a machine that comes up again has no rules before its kube-proxy runs', async () => {
  const { cluster, to } = await stage();
  const verdict = () =>
    cluster.cluster.traffic.proxy.translate({
      protocol: 'TCP',
      from: FIRST,
      origin: 'node',
      to,
      node: 'worker-1',
      nodeIP: FIRST,
    }).type;
  expect(verdict()).toBe('endpoint');
  await cluster.fault({ type: 'powerOff', node: 'worker-1' });
  await cluster.advance({ seconds: 1 });
  await cluster.fault({ type: 'bringBack', node: 'worker-1' });
  expect(verdict()).toBe('drop');
  await cluster.advance({ seconds: 60 });
  expect(verdict()).toBe('endpoint');
});

test('another mode acts once the pods are made again', async () => {
  const { cluster, to } = await stage();
  const key = { namespace: 'kube-system', name: 'kube-proxy' };
  const config = await cluster.client.get('ConfigMap', key);
  const text = (config.data?.['config.conf'] ?? '').replace('mode: ""', 'mode: nftables');
  await cluster.client.patch('ConfigMap', key, { type: 'merge', body: { data: { 'config.conf': text } } });
  await cluster.advance({ seconds: 90 });
  const wrong = { ...to, port: 8080 };
  expect(takers(cluster, FIRST, wrong)).toEqual(['lost']);
  for (const { metadata } of await proxyPods(cluster)) {
    await cluster.client.delete('Pod', { namespace: 'kube-system', name: metadata.name });
  }
  await cluster.advance({ seconds: 60 });
  expect(await proxyPods(cluster)).toHaveLength(3);
  expect(takers(cluster, FIRST, wrong)).toEqual(['refused']);
  expect(takers(cluster, FIRST, to)).toHaveLength(2);
});

test('a health check node port tells of the local endpoints of its node, in the words of kube-proxy', async () => {
  const { cluster, health } = await stage({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
  const body = (count: number) =>
    `{\n\t"service": {\n\t\t"namespace": "default",\n\t\t"name": "kubia"\n\t},\n\t"localEndpoints": ${count},\n\t"serviceProxyHealthy": true\n}`;
  const one = get(cluster, { ip: FIRST, port: health }, '/');
  expect(one).toMatchObject({ status: 200, body: body(1) });
  const none = get(cluster, { ip: NODES[2], port: health }, '/healthz');
  expect(none).toMatchObject({ status: 503, reason: 'Service Unavailable', body: body(0) });
  expect(typeof none === 'string' ? none : none.headers.map(([name]) => name)).toEqual([
    'Content-Type',
    'X-Content-Type-Options',
    'X-Load-Balancing-Endpoint-Weight',
    'Date',
    'Content-Length',
  ]);
});

test('kube-proxy tells at port 10256 of every node whether it is well; an unknown port of a node is refused', async () => {
  const { cluster } = await stage();
  for (const ip of NODES) {
    const healthz = get(cluster, { ip, port: 10_256 }, '/healthz');
    expect(healthz).toMatchObject({ status: 200 });
    const told = JSON.parse(typeof healthz === 'string' ? '{}' : healthz.body);
    expect(Object.keys(told)).toEqual(['lastUpdated', 'currentTime', 'nodeEligible', 'healthy', 'status']);
    expect(told).toMatchObject({ nodeEligible: true, healthy: true, status: { IPv4: { healthy: true } } });
    expect(get(cluster, { ip, port: 10_256 }, '/nope')).toMatchObject({ status: 404 });
    expect(get(cluster, { ip, port: 30_999 }, '/')).toBe('refused');
    expect(get(cluster, { ip, port: 80 }, '/')).toBe('refused');
  }
});

test('a node port is answered by every node, also for pods of other nodes', async () => {
  const { cluster, nodePort } = await stage({ type: 'NodePort' });
  for (const ip of NODES) {
    expect(takers(cluster, OUTSIDE, { ip, port: nodePort })).toHaveLength(2);
    for (const from of [FIRST, (await cluster.pod('a')).status.podIP ?? '']) {
      expect(takers(cluster, from, { ip, port: nodePort })).toHaveLength(2);
    }
  }
});

test('a client keeps its endpoint when the first one comes back after it was gone', async () => {
  const { cluster, to } = await stage({ sessionAffinity: 'ClientIP' });
  const [first = ''] = takers(cluster, FIRST, to);
  const name = (await cluster.pod('a')).status.podIP === first ? 'a' : 'b';
  const label = (app: string) =>
    cluster.client.patch(
      'Pod',
      { namespace: 'default', name },
      { type: 'merge', body: { metadata: { labels: { app } } } },
    );
  await label('gone');
  await cluster.advance({ seconds: 2 });
  const [second = ''] = takers(cluster, FIRST, to);
  expect(second).not.toBe(first);
  await label('kubia');
  await cluster.advance({ seconds: 2 });
  expect(takers(cluster, FIRST, to)).toEqual([second]);
});

test('a cluster that goes back in time has the rules of then', async () => {
  const { cluster, to } = await stage();
  const before = cluster.cluster.checkpoint();
  const there = takers(cluster, FIRST, to);
  await cluster.client.delete('Service', { namespace: 'default', name: 'kubia' });
  await cluster.advance({ seconds: 2 });
  expect(takers(cluster, FIRST, to)).toEqual(['lost']);
  await cluster.cluster.restore(before);
  expect(takers(cluster, FIRST, to)).toEqual(there);
});

test('a kube-proxy with a configuration that it cannot use does not run, and says why', async () => {
  const { cluster } = await stage();
  const key = { namespace: 'kube-system', name: 'kube-proxy' };
  const config = await cluster.client.get('ConfigMap', key);
  const text = (config.data?.['config.conf'] ?? '').replace('mode: ""', 'mode: bogus');
  await cluster.client.patch('ConfigMap', key, { type: 'merge', body: { data: { 'config.conf': text } } });
  const [first] = await proxyPods(cluster);
  await cluster.client.delete('Pod', { namespace: 'kube-system', name: first?.metadata.name ?? '' });
  await cluster.advance({ seconds: 30 });
  const made = (await proxyPods(cluster)).find(({ spec }) => spec.nodeName === first?.spec.nodeName);
  expect(made?.status.containerStatuses?.[0]).toMatchObject({ ready: false, restartCount: expect.any(Number) });
  const { name = '' } = made?.metadata ?? {};
  const log = await cluster.cluster.request({ method: 'GET', path: `/api/v1/namespaces/kube-system/pods/${name}/log` });
  expect(log.body).toContain(
    ' run.go:72] "command failed" err="failed validate: KubeProxyConfiguration.Mode.ProxyMode: Invalid value: \\"bogus\\": must be iptables, ipvs, nftables or blank',
  );
});
