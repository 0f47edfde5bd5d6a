import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../addons/usualAddons';
import { inDefault, pod, type TestCluster, testCluster } from '../../tests/testCluster';

const ADDONS = [...USUAL_ADDONS, 'cloud-provider'];
const balancer = (name: string, spec: object = {}, metadata: object = {}) => ({
  metadata: { name, ...metadata },
  spec: { type: 'LoadBalancer', selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

async function stage(addons: readonly string[] = ADDONS): Promise<TestCluster> {
  const cluster = await testCluster({ addons });
  const labels = { app: 'kubia' };
  await cluster.create('Pod', pod({ name: 'a', labels, spec: { nodeName: 'worker-1' } }));
  await cluster.create('Pod', pod({ name: 'b', labels, spec: { nodeName: 'worker-2' } }));
  await cluster.advance({ seconds: 40 });
  return cluster;
}

const service = (cluster: TestCluster, name = 'web') => cluster.client.get('Service', inDefault(name));
const addressOf = async (cluster: TestCluster, name = 'web') =>
  (await service(cluster, name)).status.loadBalancer.ingress?.[0]?.ip;
const told = async (cluster: TestCluster, name = 'web') =>
  (await cluster.events(name)).map(({ reason, message, source }) => `${source?.component} ${reason}: ${message}`);

/** Nodes that took a request to the load balancer, and addresses that the pods saw. */
async function ask(cluster: TestCluster, ip: string, port = 80) {
  const requests = [{ method: 'GET', path: '/', headers: [], url: 'http://x/' }];
  const from = cluster.cluster.traffic.requests.total;
  for (let i = 0; i < 20; i++) {
    await cluster.cluster.send({ type: 'http', tool: 'curl', to: { ip, port }, requests, limitMs: 1_000 });
  }
  const all = [...cluster.cluster.traffic.requests.from(from)];
  const set = (values: readonly (string | number | undefined)[]) => [...new Set(values)].sort();
  return {
    ends: set(all.map(({ status, error }) => status ?? error)),
    nodes: set(all.map(({ node }) => node)),
    pods: set(all.map((each) => each.pod?.name)),
    sees: set(all.map(({ clientIP }) => clientIP)),
    hops: set(all.map(({ nodeHops }) => nodeHops)),
    last: all.at(-1)?.hops.at(-1)?.rule.key,
  };
}

test('without a cloud a LoadBalancer waits for its address for ever', async () => {
  const cluster = await stage(USUAL_ADDONS);
  await cluster.create('Service', balancer('web'));
  await cluster.advance({ seconds: 300 });
  const { status, metadata } = await service(cluster);
  expect([status.loadBalancer, metadata.finalizers, await told(cluster)]).toEqual([{}, undefined, []]);
});

test('the cloud gives an address after ten seconds, and takes it back when the Service goes', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('web'));
  await cluster.advance({ seconds: 5 });
  expect((await service(cluster)).metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);
  expect(await addressOf(cluster)).toBeUndefined();
  expect((await ask(cluster, '198.51.100.1')).ends).toEqual(['timeout']);
  await cluster.advance({ seconds: 6 });
  expect((await service(cluster)).status.loadBalancer).toEqual({ ingress: [{ ip: '198.51.100.1', ipMode: 'VIP' }] });
  await cluster.create('Service', balancer('fixed', { loadBalancerIP: '198.51.100.7' }));
  await cluster.create('Service', balancer('other', { loadBalancerClass: 'example.com/lb' }));
  await cluster.advance({ seconds: 12 });
  expect(await addressOf(cluster, 'fixed')).toBe('198.51.100.7');
  expect([await addressOf(cluster, 'other'), await told(cluster, 'other')]).toEqual([undefined, []]);
  await cluster.client.delete('Service', inDefault('web'));
  await cluster.advance({ seconds: 2 });
  await expect(service(cluster)).rejects.toMatchObject({ code: 404 });
  expect(await told(cluster)).toEqual([
    'service-controller EnsuringLoadBalancer: Ensuring load balancer',
    'service-controller EnsuredLoadBalancer: Ensured load balancer',
    'service-controller DeletingLoadBalancer: Deleting load balancer',
    'service-controller DeletedLoadBalancer: Deleted load balancer',
  ]);
  expect((await ask(cluster, '198.51.100.1')).ends).toEqual(['timeout']);
});

test('an address that the cloud does not have is refused, again and again', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('web', { loadBalancerIP: '203.0.113.9' }));
  await cluster.advance({ seconds: 60 });
  const events = await told(cluster);
  expect(events).toContain(
    'service-controller SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer: address 203.0.113.9 is not available',
  );
  expect(await addressOf(cluster)).toBeUndefined();
});

test('with policy Cluster every node takes requests, and hides who asks; with Local only those with a pod, and none does', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('web'));
  await cluster.create('Service', balancer('local', { externalTrafficPolicy: 'Local' }));
  await cluster.advance({ seconds: 15 });
  expect(await ask(cluster, (await addressOf(cluster)) ?? '')).toMatchObject({
    ends: [200],
    nodes: ['worker-1', 'worker-2', 'worker-3'],
    pods: ['a', 'b'],
    sees: ['192.168.49.2', '192.168.49.3', '192.168.49.4'],
    hops: [1, 2],
  });
  const local = (await addressOf(cluster, 'local')) ?? '';
  expect(await ask(cluster, local)).toMatchObject({
    ends: [200],
    nodes: ['worker-1', 'worker-2'],
    sees: ['192.168.49.1'],
    hops: [1],
  });
  expect(await ask(cluster, local, 81)).toMatchObject({ ends: ['timeout'], last: 'cloudNoNode' });
});

test('a dead node is noticed by the health check, a node with the label of exclusion by the controller', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('web'));
  await cluster.advance({ seconds: 15 });
  const ip = (await addressOf(cluster)) ?? '';
  await ask(cluster, ip);
  await cluster.fault({ type: 'powerOff', node: 'worker-3' });
  await cluster.advance({ seconds: 6 });
  expect((await ask(cluster, ip)).nodes).toEqual(['worker-1', 'worker-2']);
  const labels = { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' };
  await cluster.client.patch('Node', { name: 'worker-2' }, { type: 'merge', body: { metadata: { labels } } });
  await cluster.advance({ seconds: 2 });
  expect((await ask(cluster, ip)).nodes).toEqual(['worker-1']);
  expect((await told(cluster)).at(-1)).toBe(
    'service-controller UpdatedLoadBalancer: Updated load balancer with new hosts',
  );
});

test('nothing is ordered or taken back while the pod of the cloud does not run', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('web'));
  await cluster.advance({ seconds: 15 });
  const name = 'cloud-controller-manager';
  const scale = (replicas: number) =>
    cluster.client.patch(
      'Deployment',
      { namespace: 'kube-system', name },
      { type: 'merge', body: { spec: { replicas } } },
    );
  await scale(0);
  await cluster.advance({ seconds: 40 });
  expect((await ask(cluster, '198.51.100.1')).ends).toEqual([200]);
  await cluster.client.delete('Service', inDefault('web'));
  await cluster.create('Service', balancer('late'));
  await cluster.advance({ seconds: 30 });
  expect((await service(cluster)).metadata.deletionTimestamp).toBeDefined();
  expect(await addressOf(cluster, 'late')).toBeUndefined();
  await scale(1);
  await cluster.advance({ seconds: 20 });
  await expect(service(cluster)).rejects.toMatchObject({ code: 404 });
  expect(await addressOf(cluster, 'late')).toMatch(/^198\.51\.100\./);
});

test('a Service that becomes a ClusterIP gives its load balancer back', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('web'));
  await cluster.advance({ seconds: 15 });
  await cluster.client.patch('Service', inDefault('web'), { type: 'merge', body: { spec: { type: 'ClusterIP' } } });
  await cluster.advance({ seconds: 2 });
  const { status, metadata } = await service(cluster);
  expect([status.loadBalancer, metadata.finalizers ?? []]).toEqual([{}, []]);
});

test('from inside, the address leads to the endpoints at once, without the cloud', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('local', { externalTrafficPolicy: 'Local' }));
  await cluster.advance({ seconds: 15 });
  const client = (await cluster.pod('a')).status.podIP ?? '';
  const dialled = cluster.cluster.traffic.clientAt(client).dial({ ip: '198.51.100.1', port: 80 });
  expect(dialled.type).toBe('connected');
  expect(dialled.hops.map(({ place }) => place)).not.toContain('cloud');
});

test('a load balancer without a node says so', async () => {
  const cluster = await stage();
  await cluster.create('Service', balancer('web'));
  await cluster.advance({ seconds: 15 });
  const labels = { 'node.kubernetes.io/exclude-from-external-load-balancers': '' };
  for (const name of ['worker-1', 'worker-2', 'worker-3']) {
    await cluster.client.patch('Node', { name }, { type: 'merge', body: { metadata: { labels } } });
    await cluster.advance({ seconds: 1 });
  }
  expect((await told(cluster)).slice(2)).toEqual([
    'service-controller UpdatedLoadBalancer: Updated load balancer with new hosts',
    'service-controller UnAvailableLoadBalancer: There are no available nodes for LoadBalancer',
  ]);
  expect(await ask(cluster, '198.51.100.1')).toMatchObject({ ends: ['timeout'], last: 'cloudNoNode' });
});
