import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../addons/usualAddons';
import { pod, type TestCluster, testCluster } from '../../tests/testCluster';

const ask = (path = '/') => ({ method: 'GET', path, headers: [], url: `http://x${path}` });
const from = (cluster: TestCluster, ip: string) => cluster.cluster.traffic.clientAt(ip);
const service = (spec: object = {}) => ({
  metadata: { name: 'kubia' },
  spec: { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});
const on = (node: string) => ({ nodeName: node });

/** Two pods behind a Service on two of three machines, a client on the first. */
async function stage(spec?: object) {
  const cluster = await testCluster({ addons: USUAL_ADDONS });
  const labels = { app: 'kubia' };
  await cluster.create('Pod', pod({ name: 'a', labels, spec: on('worker-1') }));
  await cluster.create('Pod', pod({ name: 'b', labels, spec: on('worker-2') }));
  await cluster.create('Pod', pod({ name: 'client', spec: on('worker-1') }));
  await cluster.create('Service', service(spec));
  await cluster.advance({ seconds: 40 });
  const ip = async (name: string) => (await cluster.pod(name)).status.podIP ?? '';
  const made = await cluster.client.get('Service', { namespace: 'default', name: 'kubia' });
  return { cluster, a: await ip('a'), b: await ip('b'), client: await ip('client'), made };
}

test('a request to a Service tells each hop, in order, with the addresses before and after', async () => {
  const { cluster, a, b, client, made } = await stage();
  const network = from(cluster, client);
  const seen = new Set<string>();
  for (let i = 0; i < 12; i++) {
    const dialled = network.dial({ ip: made.spec.clusterIP ?? '', port: 80 });
    if (dialled.type !== 'connected') throw new Error(dialled.type);
    const got = network.exchange(dialled.connection, ask());
    const hops = [...dialled.hops, ...got.hops];
    const isFar = dialled.connection.server.ip === b;
    expect(hops.map(({ place, rule }) => `${place} ${rule.key}`)).toEqual([
      'client asks',
      'proxy serviceEndpoint',
      ...(isFar ? ['node routed'] : []),
      'pod answers',
    ]);
    expect(hops[1]).toMatchObject({
      to: { ip: made.spec.clusterIP, port: 80 },
      toAfter: { ip: isFar ? b : a, port: 8080 },
    });
    expect(hops.at(-1)).toMatchObject({ object: { kind: 'Pod', name: isFar ? 'b' : 'a' }, from: { ip: client } });
    seen.add(dialled.connection.server.ip);
  }
  expect(seen.size).toBe(2);
});

test('the log of requests knows the Service, the pod, and the address that the pod saw', async () => {
  const { cluster, made, a } = await stage({ type: 'NodePort' });
  const port = made.spec.ports?.[0]?.nodePort ?? 0;
  await cluster.cluster.send({ type: 'http', tool: 'curl', to: { ip: '192.168.49.4', port }, requests: [ask('/x')] });
  await cluster.cluster.send({
    type: 'http',
    tool: 'curl',
    to: { ip: a, port: 8080 },
    requests: [ask()],
    limitMs: 2_000,
  });
  const [one, two] = [...cluster.cluster.traffic.requests.from(0)];
  expect(one).toMatchObject({
    client: '192.168.49.1',
    status: 200,
    service: { kind: 'Service', namespace: 'default', name: 'kubia' },
    pod: { kind: 'Pod', namespace: 'default' },
    clientIP: '192.168.49.4',
    backendPath: '/x',
    podReady: true,
    node: 'worker-3',
    nodeHops: 2,
  });
  expect(two).toMatchObject({ error: 'timeout' });
  expect(two?.hops.at(-1)?.rule.key).toBe('lostOutside');
  expect(cluster.cluster.traffic.requests.counts.list()).toMatchObject([{ service: 'default/kubia', ok: 1, lost: 0 }]);
});

test('what nobody listens at is refused, an unused address is no neighbour or lost, a machine that is off is silent', async () => {
  const { cluster, a, client } = await stage();
  const network = from(cluster, client);
  const dial = (ip: string, port: number) => {
    const dialled = network.dial({ ip, port });
    return [dialled.type, dialled.hops.at(-1)?.rule.key];
  };
  expect(dial(a, 9)).toEqual(['refused', 'noListener']);
  expect(dial('127.0.0.1', 8080)).toEqual(['connected', 'asks']);
  expect(dial('127.0.0.1', 9)).toEqual(['refused', 'noListener']);
  expect(dial('10.244.0.200', 80)).toEqual(['noRoute', 'noRoute']);
  expect(dial('10.244.1.200', 80)).toEqual(['lost', 'noRoute']);
  expect(dial('10.244.9.99', 80)).toEqual(['noRoute', 'noRoute']);
  expect(network.ping('10.244.9.99')).toEqual({ type: 'noRoute' });
  expect(dial('192.168.49.99', 80)).toEqual(['noRoute', 'noRoute']);
  expect(dial('192.0.2.80', 80)).toEqual(['connected', 'asks']);
  expect(dial('192.0.2.81', 80)).toEqual(['lost', 'lostOutside']);
  expect(dial('192.168.49.3', 10_250)).toEqual(['connected', 'routed']);
  await cluster.fault({ type: 'powerOff', node: 'worker-2' });
  expect(dial('10.244.1.2', 8080)).toEqual(['lost', 'nodeDown']);
});

test('a connection goes on without its Service, and ends with its process', async () => {
  const { cluster, client, made } = await stage();
  const network = from(cluster, client);
  const dialled = network.dial({ ip: made.spec.clusterIP ?? '', port: 80 });
  if (dialled.type !== 'connected') throw new Error(dialled.type);
  await cluster.client.delete('Service', { namespace: 'default', name: 'kubia' });
  await cluster.advance({ seconds: 5 });
  expect(network.exchange(dialled.connection, ask()).type).toBe('response');
  for (const name of ['a', 'b']) {
    await cluster.fault({ type: 'killContainer', namespace: 'default', pod: name, container: 'main' });
  }
  expect(network.exchange(dialled.connection, ask())).toMatchObject({ type: 'closed' });
  await cluster.advance({ seconds: 10 });
  expect(network.exchange(dialled.connection, ask())).toMatchObject({ type: 'reset' });
});

test('a port of the machine leads to the pod that has taken it', async () => {
  const cluster = await testCluster({ nodes: 2 });
  const ports = [{ containerPort: 8080, hostPort: 8081, protocol: 'TCP' as const }];
  await cluster.create('Pod', pod({ name: 'web', container: { ports }, spec: on('worker-2') }));
  await cluster.advance({ seconds: 20 });
  const network = from(cluster, '192.168.49.1');
  const dialled = network.dial({ ip: '192.168.49.3', port: 8081 });
  if (dialled.type !== 'connected') throw new Error(dialled.type);
  expect(network.exchange(dialled.connection, ask())).toMatchObject({ type: 'response', response: { status: 200 } });
  expect(network.dial({ ip: '192.168.49.2', port: 8081 }).type).toBe('refused');
});

test('the API server knows nobody by name', async () => {
  const { cluster, client } = await stage();
  const network = from(cluster, client);
  const get = (path: string, headers: readonly (readonly [string, string])[] = []) => {
    const dialled = network.dial({ ip: '10.96.0.1', port: 443 });
    if (dialled.type !== 'connected') throw new Error(dialled.type);
    const asked = { method: 'GET', path, headers, tls: { serverName: 'kubernetes' } };
    const got = network.exchange(dialled.connection, asked);
    return got.type === 'response' ? [got.response.status, got.response.body] : [];
  };
  expect(get('/healthz')).toEqual([200, 'ok']);
  expect(get('/api/v1/namespaces/default/pods')[1]).toContain(
    'pods is forbidden: User \\"system:anonymous\\" cannot list resource \\"pods\\" in API group \\"\\" in the namespace \\"default\\"',
  );
  expect(get('/api', [['Authorization', 'Bearer x']])[0]).toBe(401);
});

test('an echo comes back from pods and machines, one less for every machine between', async () => {
  const { cluster, a, b, client } = await stage();
  const network = from(cluster, client);
  const ttl = (ip: string) => network.ping(ip);
  expect(ttl(a)).toMatchObject({ type: 'reply', ttl: 64 });
  expect(ttl(b)).toMatchObject({ type: 'reply', ttl: 62 });
  expect(ttl('192.168.49.3')).toMatchObject({ type: 'reply', ttl: 63 });
  expect(ttl('10.244.0.200')).toEqual({ type: 'unreachable', by: client, what: 'Destination Host Unreachable' });
});
