import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../addons/usualAddons';
import { inDefault, pod, type TestCluster, testCluster } from '../../tests/testCluster';

/** A server with a named port, a client next to it and one in another namespace. */
async function stage() {
  const cluster = await testCluster({ nodes: 2, addons: USUAL_ADDONS });
  await cluster.client.create('Namespace', { metadata: { name: 'other', labels: { team: 'shop' } } });
  await cluster.advance({ seconds: 2 });
  const ports = [{ name: 'web', containerPort: 8080, protocol: 'TCP' as const }];
  await cluster.create(
    'Pod',
    pod({ name: 'server', labels: { app: 'web' }, container: { ports }, spec: { nodeName: 'worker-1' } }),
  );
  await cluster.create('Pod', pod({ name: 'friend', labels: { app: 'friend' }, spec: { nodeName: 'worker-2' } }));
  const stranger = { ...pod({ name: 'stranger', labels: { app: 'friend' } }) } as { metadata: object };
  await cluster.create('Pod', { ...stranger, metadata: { ...stranger.metadata, namespace: 'other' } });
  await cluster.advance({ seconds: 30 });
  return cluster;
}

async function addressOf(cluster: TestCluster, name: string, namespace = 'default'): Promise<string> {
  return (await cluster.client.get('Pod', { namespace, name })).status.podIP ?? '';
}

/** Who of the two clients comes to the server, and which rule decided. */
async function reach(cluster: TestCluster, port = 8080) {
  const ip = await addressOf(cluster, 'server');
  const dial = (from: string) => {
    const dialled = cluster.cluster.traffic.clientAt(from).dial({ ip, port });
    const { rule } = dialled.hops.findLast(({ place }) => place === 'policy') ?? {};
    return [dialled.type, ...(rule === undefined ? [] : [rule.key, rule.params?.policy])];
  };
  return {
    friend: dial(await addressOf(cluster, 'friend')),
    stranger: dial(await addressOf(cluster, 'stranger', 'other')),
    outside: dial('192.168.49.1'),
    node: dial('192.168.49.2'),
    otherNode: dial('192.168.49.3'),
  };
}

const policy = (name: string, spec: object) => ({ metadata: { name }, spec });
const web = { podSelector: { matchLabels: { app: 'web' } } };

test('without a policy everybody comes in; a policy without rules keeps everybody out but the own machine', async () => {
  const cluster = await stage();
  expect(await reach(cluster)).toMatchObject({
    friend: ['connected'],
    stranger: ['connected'],
    otherNode: ['connected'],
  });
  await cluster.create('NetworkPolicy', policy('deny', { podSelector: {} }));
  expect(await reach(cluster)).toEqual({
    friend: ['lost', 'policyDeniesIngress', 'deny'],
    stranger: ['lost', 'policyDeniesIngress', 'deny'],
    outside: ['lost'],
    node: ['connected'],
    otherNode: ['lost', 'policyDeniesIngress', 'deny'],
  });
});

test('rules of several policies allow together: pods, namespaces, both at once', async () => {
  const cluster = await stage();
  const from = (...peers: object[]) => ({ ...web, ingress: [{ from: peers }] });
  const friends = { podSelector: { matchLabels: { app: 'friend' } } };
  await cluster.create('NetworkPolicy', policy('pods', from(friends)));
  expect(await reach(cluster)).toMatchObject({
    friend: ['connected', 'policyAllows', 'pods'],
    stranger: ['lost', 'policyDeniesIngress', 'pods'],
  });
  const shop = { namespaceSelector: { matchLabels: { team: 'shop' } } };
  await cluster.create('NetworkPolicy', policy('shops', from({ ...shop, podSelector: { matchLabels: { app: 'x' } } })));
  expect((await reach(cluster)).stranger).toEqual(['lost', 'policyDeniesIngress', 'pods, shops']);
  await cluster.create('NetworkPolicy', policy('all-shops', from(shop)));
  expect((await reach(cluster)).stranger).toEqual(['connected', 'policyAllows', 'all-shops']);
  await cluster.client.delete('NetworkPolicy', inDefault('pods'));
  expect((await reach(cluster)).friend[0]).toBe('lost');
});

test('ports count by number, by name and by range, and a block of addresses can have holes', async () => {
  const cluster = await stage();
  const set = async (rule: object) => {
    const found = await cluster.client.list('NetworkPolicy', { namespace: 'default' });
    for (const { metadata } of found.items) await cluster.client.delete('NetworkPolicy', inDefault(metadata.name));
    await cluster.create('NetworkPolicy', policy('one', { ...web, ingress: [rule] }));
    return (await reach(cluster)).friend[0];
  };
  expect(await set({ ports: [{ port: 'web' }] })).toBe('connected');
  expect(await set({ ports: [{ port: 'db' }] })).toBe('lost');
  expect(await set({ ports: [{ port: 8080, protocol: 'UDP' }] })).toBe('lost');
  expect(await set({ ports: [{ port: 8000, endPort: 8100 }] })).toBe('connected');
  expect(await set({ ports: [{ port: 8000, endPort: 8079 }] })).toBe('lost');
  expect(await set({ from: [{ ipBlock: { cidr: '10.244.0.0/16' } }] })).toBe('connected');
  expect(await set({ from: [{ ipBlock: { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] } }] })).toBe('lost');
  expect(await set({})).toBe('connected');
});

test('a pod that may send nothing gets no names; what it may send is counted after the Service', async () => {
  const cluster = await stage();
  await cluster.create('Service', {
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
  });
  await cluster.advance({ seconds: 5 });
  const friend = { podSelector: { matchLabels: { app: 'friend' } }, policyTypes: ['Egress'] };
  await cluster.create('NetworkPolicy', policy('nothing', friend));
  const network = cluster.cluster.traffic.clientAt(await addressOf(cluster, 'friend'));
  const lookup = () => network.lookup('10.96.0.10', { name: 'web.default.svc.cluster.local', type: 'A' });
  const { clusterIP = '' } = (await cluster.client.get('Service', inDefault('web'))).spec;
  expect(lookup()).toMatchObject({ type: 'lost' });
  expect(lookup().hops.at(-1)?.rule.key).toBe('policyDeniesEgress');
  const to = (port: number) => ({ ...friend, egress: [{ to: [web], ports: [{ port }] }] });
  await cluster.create('NetworkPolicy', policy('service-port', to(80)));
  expect(network.dial({ ip: clusterIP, port: 80 }).type).toBe('lost');
  await cluster.create('NetworkPolicy', policy('pod-port', to(8080)));
  expect(network.dial({ ip: clusterIP, port: 80 }).type).toBe('connected');
  const dns = { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }] };
  await cluster.create(
    'NetworkPolicy',
    policy('dns', { ...friend, egress: [{ ...dns, ports: [{ protocol: 'UDP', port: 53 }] }] }),
  );
  expect(lookup()).toMatchObject({ type: 'reply' });
  expect(network.dial({ ip: '192.0.2.80', port: 80 }).type).toBe('lost');
});

test('a pod reaches itself and its own machine whatever its policies say', async () => {
  const cluster = await stage();
  await cluster.create('Service', {
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
  });
  await cluster.create('NetworkPolicy', policy('none', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }));
  await cluster.advance({ seconds: 5 });
  const network = cluster.cluster.traffic.clientAt(await addressOf(cluster, 'server'));
  const { clusterIP = '' } = (await cluster.client.get('Service', inDefault('web'))).spec;
  const end = (ip: string, port: number) => network.dial({ ip, port }).type;
  expect([end(clusterIP, 80), end('127.0.0.1', 8080), end('192.168.49.2', 10_250)]).toEqual([
    'connected',
    'connected',
    'connected',
  ]);
  expect([end('192.168.49.3', 10_250), end(await addressOf(cluster, 'friend'), 8080)]).toEqual(['lost', 'lost']);
});

test('what was connected before a policy came stays connected, and a policy goes with a checkpoint', async () => {
  const cluster = await stage();
  const network = cluster.cluster.traffic.clientAt(await addressOf(cluster, 'friend'));
  const to = { ip: await addressOf(cluster, 'server'), port: 8080 };
  const dialled = network.dial(to);
  if (dialled.type !== 'connected') throw new Error(dialled.type);
  const checkpoint = cluster.cluster.checkpoint();
  await cluster.create('NetworkPolicy', policy('deny', { podSelector: {} }));
  expect(network.dial(to).type).toBe('lost');
  expect(network.exchange(dialled.connection, { method: 'GET', path: '/', headers: [] }).type).toBe('response');
  cluster.cluster.restore(checkpoint);
  expect(network.dial(to).type).toBe('connected');
});

test('from outside, policies see the client on the node that translates, and that node everywhere else', async () => {
  const cluster = await stage();
  await cluster.create('Service', {
    metadata: { name: 'web' },
    spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] },
  });
  const from = (cidr: string) => ({ ...web, ingress: [{ from: [{ ipBlock: { cidr } }] }] });
  await cluster.create('NetworkPolicy', policy('learner', from('192.168.49.1/32')));
  await cluster.advance({ seconds: 5 });
  const learner = cluster.cluster.traffic.clientAt('192.168.49.1');
  const ends = () => ['192.168.49.2', '192.168.49.3'].map((ip) => learner.dial({ ip, port: 30_080 }).type);
  // The pod is on the first node.
  expect(ends()).toEqual(['connected', 'lost']);
  await cluster.create('NetworkPolicy', policy('nodes', from('192.168.49.3/32')));
  expect(ends()).toEqual(['connected', 'connected']);
});

test('a policy for one direction leaves the other alone, and empty selectors mean everybody', async () => {
  const cluster = await stage();
  await cluster.create('NetworkPolicy', policy('out', { ...web, policyTypes: ['Egress'] }));
  expect(await reach(cluster)).toMatchObject({ friend: ['connected'], stranger: ['connected'] });
  await cluster.create('NetworkPolicy', policy('in', { ...web, ingress: [{ from: [{ podSelector: {} }] }] }));
  expect(await reach(cluster)).toMatchObject({
    friend: ['connected', 'policyAllows', 'in'],
    stranger: ['lost', 'policyDeniesIngress', 'in'],
  });
  await cluster.create('NetworkPolicy', policy('every', { ...web, ingress: [{ from: [{ namespaceSelector: {} }] }] }));
  expect(await reach(cluster)).toMatchObject({
    stranger: ['connected', 'policyAllows', 'every'],
    outside: ['lost'],
    otherNode: ['lost', 'policyDeniesIngress', 'every, in'],
  });
  await cluster.create('NetworkPolicy', policy('all', { ...web, ingress: [{}] }));
  expect(await reach(cluster)).toMatchObject({ otherNode: ['connected', 'policyAllows', 'all'] });
});
