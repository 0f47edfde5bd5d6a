import { expect, test } from 'vitest';
import { pod, shell, type TestCluster, testCluster } from '../../tests/testCluster';
import { testKubectl } from '../../tests/testKubectl';

const CORE = '/api/v1/namespaces/default';
const labels = { app: 'kubia' };
const ports = [{ name: 'web', containerPort: 8080, protocol: 'TCP' }] as const;

async function stage(): Promise<TestCluster> {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Pod', pod({ labels, container: { ports } }));
  await cluster.create('Pod', pod({ name: 'deaf', labels: { app: 'deaf' }, ...shell('sleep 9999') }));
  const service = (name: string, app: string) => ({
    metadata: { name },
    spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });
  for (const [name, app] of [
    ['kubia', 'kubia'],
    ['deaf', 'deaf'],
    ['nobody', 'nobody'],
  ] as const)
    await cluster.create('Service', service(name, app));
  await cluster.advance({ seconds: 15 });
  return cluster;
}
const get = async ({ cluster }: TestCluster, path: string) => {
  const { code, body, headers = {} } = await cluster.request({ method: 'GET', path: `${CORE}/${path}` });
  return [
    code,
    typeof body === 'string' ? body : (body as { readonly message: string }).message,
    headers.location ?? '',
  ];
};

test('the API server asks a pod or an endpoint of a Service, by number or name of the port, in its name', async () => {
  const cluster = await stage();
  const hit = [200, "You've hit kubia\n", ''];
  for (const name of [
    'pods/kubia',
    'pods/kubia:8080',
    'services/kubia:80',
    'services/kubia:http',
    'services/http:kubia:http',
  ])
    expect(await get(cluster, `${name}/proxy/some/path`), name).toEqual(hit);
  expect(await get(cluster, 'services/kubia:http/proxy')).toEqual([301, '', `${CORE}/services/kubia:http/proxy/`]);
  const [last] = [...cluster.cluster.traffic.requests.from(0)].slice(-1);
  expect(last).toMatchObject({ tool: 'kube-apiserver', status: 200, backendPath: '/some/path' });
});

test('what cannot be reached is told in the words of the API server', async () => {
  const cluster = await stage();
  const ip = (await cluster.pod('deaf')).status.podIP;
  const refused = `error trying to reach service: dial tcp ${ip}:8080: connect: connection refused`;
  expect(await get(cluster, 'services/nobody:80/proxy/')).toEqual([
    503,
    'no endpoints available for service "nobody"',
    '',
  ]);
  expect(await get(cluster, 'services/kubia/proxy/')).toEqual([503, 'no endpoints available for service "kubia"', '']);
  expect(await get(cluster, 'services/kubia:81/proxy/')).toEqual([
    503,
    'no service port 81 found for service "kubia"',
    '',
  ]);
  expect(await get(cluster, 'services/deaf:80/proxy/')).toEqual([503, refused, '']);
  expect(await get(cluster, 'pods/nosuch/proxy/')).toEqual([404, 'pods "nosuch" not found', '']);
  expect(await get(cluster, 'services/a:b:c:d/proxy/')).toEqual([400, 'invalid service request "a:b:c:d"', '']);
});

test('a request through the proxy is a part of the run: playing it again gives the same cluster', async () => {
  const cluster = await stage();
  const before = cluster.cluster.checkpoint();
  const commands: unknown[] = [];
  cluster.cluster.onCommand = (command) => commands.push(command);
  await get(cluster, 'services/kubia:80/proxy/');
  expect(commands).toMatchObject([{ type: 'request', request: { method: 'GET' } }]);
  const hash = cluster.cluster.stateHash();
  await cluster.cluster.restore(before);
  await get(cluster, 'services/kubia:80/proxy/');
  expect(cluster.cluster.stateHash()).toEqual(hash);
});

test('kubectl get --raw shows what a Service answers', async () => {
  const run = await testKubectl();
  await run('kubectl run kubia --image=luksa/kubia --port=8080 --expose');
  await run('sleep 30');
  expect(await run(`kubectl get --raw ${CORE}/services/kubia:8080/proxy/`)).toBe("You've hit kubia");
  await run('kubectl delete pod kubia --now');
  expect(await run(`kubectl get --raw ${CORE}/services/kubia:8080/proxy/`)).toBe(
    'Error from server (ServiceUnavailable): no endpoints available for service "kubia"\n[exit 1]',
  );
});
