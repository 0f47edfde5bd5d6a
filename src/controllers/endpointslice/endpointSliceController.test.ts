import { expect, test } from 'vitest';
import type { Container } from '../../api/core/pod';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { type TestCluster, httpGet, inDefault, pod, replicas, shell, testCluster } from '../../../tests/testCluster';

const service = (name: string, spec: object) => ({ metadata: { name }, spec });
const port = { name: 'http', port: 80, targetPort: 'web', appProtocol: 'kubernetes.io/h2c' };
const web = { ports: [{ name: 'web', containerPort: 8080, protocol: 'TCP' }] } as const;

async function slicesOf(cluster: TestCluster, name: string): Promise<readonly EndpointSlice[]> {
  const labelSelector = `kubernetes.io/service-name=${name}`;
  return (await cluster.client.list('EndpointSlice', { namespace: 'default', labelSelector })).items;
}

test('the empty slice of a new Service becomes that of its first pod', async () => {
  const cluster = await testCluster();
  await cluster.create('Service', service('kubia', { selector: { app: 'kubia' }, ports: [{ port: 80 }] }));
  await cluster.advance({ seconds: 1 });
  const [empty] = await slicesOf(cluster, 'kubia');
  expect(empty).toMatchObject({ endpoints: null, ports: null, metadata: { generation: 1 } });
  await cluster.create('Pod', pod({ labels: { app: 'kubia' } }));
  await cluster.advance({ seconds: 10 });
  const slices = await slicesOf(cluster, 'kubia');
  expect(slices.map(({ metadata }) => metadata.name)).toEqual([empty?.metadata.name]);
  expect(slices[0]?.endpoints?.[0]?.targetRef).toMatchObject({ kind: 'Pod', name: 'kubia', namespace: 'default' });
});

test('pods that are not ready are published where the Service asks for it, by the number of their named port', async () => {
  const cluster = await testCluster();
  const unready = { labels: { app: 'slow' }, readinessProbe: httpGet('/nowhere', 81), container: web };
  const common = { selector: { app: 'slow' }, ports: [port] };
  await cluster.create('Service', service('patient', common));
  await cluster.create('Service', service('eager', { ...common, clusterIP: 'None', publishNotReadyAddresses: true }));
  const spec = { hostname: 'a', subdomain: 'eager' };
  await cluster.create('Pod', pod({ ...unready, spec }));
  await cluster.advance({ seconds: 10 });
  const [patient] = await slicesOf(cluster, 'patient');
  const [eager] = await slicesOf(cluster, 'eager');
  expect(patient?.endpoints?.[0]?.conditions).toEqual({ ready: false, serving: false, terminating: false });
  expect(eager?.endpoints?.[0]).toMatchObject({ hostname: 'a', conditions: { ready: true, serving: false } });
  expect(eager?.metadata.labels).toHaveProperty(['service.kubernetes.io/headless'], '');
  const numbered = [{ name: 'http', port: 8080, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c' }];
  expect([patient?.ports, eager?.ports]).toEqual([numbered, numbered]);
  const endpoints = await cluster.client.get('Endpoints', inDefault('patient'));
  expect(endpoints.subsets?.[0]?.addresses).toBeUndefined();
  expect(endpoints.subsets?.[0]?.notReadyAddresses?.[0]?.targetRef).toMatchObject({ kind: 'Pod', name: 'kubia' });
});

test('a pod on its way out still serves, and is not ready any more', async () => {
  const cluster = await testCluster();
  await cluster.create('Service', service('kubia', { selector: { app: 'kubia' }, ports: [{ port: 80 }] }));
  await cluster.create('Pod', pod({ labels: { app: 'kubia' }, ...shell('sleep 3600') }));
  await cluster.advance({ seconds: 10 });
  await cluster.client.delete('Pod', inDefault('kubia'));
  await cluster.advance({ seconds: 5 });
  const [slice] = await slicesOf(cluster, 'kubia');
  expect(slice?.endpoints?.[0]?.conditions).toEqual({ ready: false, serving: true, terminating: true });
  expect((await cluster.client.get('Endpoints', inDefault('kubia'))).subsets ?? []).toEqual([]);
  await cluster.advance({ seconds: 40 });
  expect((await slicesOf(cluster, 'kubia')).map(({ endpoints }) => endpoints)).toEqual([null]);
});

test('a named port may be that of a sidecar', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Service', service('kubia', { selector: { app: 'kubia' }, ports: [port] }));
  const sidecar = { name: 'proxy', image: 'nginx', restartPolicy: 'Always', ...web } as unknown as Container; // As typed.
  await cluster.create('Pod', pod({ labels: { app: 'kubia' }, spec: { initContainers: [sidecar] } }));
  await cluster.advance({ seconds: 10 });
  expect((await slicesOf(cluster, 'kubia'))[0]?.ports).toMatchObject([{ name: 'http', port: 8080 }]);
});

test('pods that give the named port different numbers are in different slices', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('Service', service('kubia', { selector: { app: 'kubia' }, ports: [port] }));
  const listens = (containerPort: number) => ({ ports: [{ ...web.ports[0], containerPort }] });
  await cluster.create('Pod', pod({ name: 'a', labels: { app: 'kubia' }, container: listens(8080) }));
  await cluster.create('Pod', pod({ name: 'b', labels: { app: 'kubia' }, container: listens(9090) }));
  await cluster.create('Pod', pod({ name: 'c', labels: { app: 'kubia' } }));
  await cluster.advance({ seconds: 10 });
  const found = (await slicesOf(cluster, 'kubia')).map(({ ports, endpoints }) => [
    endpoints?.map(({ targetRef }) => targetRef?.name).join(),
    ports?.map((each) => each.port).join(),
  ]);
  // Of `c` no container has the name: its slice has no port.
  expect(found.toSorted()).toEqual([
    ['a', '8080'],
    ['b', '9090'],
    ['c', undefined],
  ]);
});

test('trafficDistribution becomes hints on ready endpoints, and they go with it', async () => {
  const specs = ['a', 'b'].map((name) => ({
    name,
    cpu: 4,
    memory: '8Gi',
    pods: 110,
    labels: { 'topology.kubernetes.io/zone': `zone-${name}` },
  }));
  const cluster = await testCluster({ nodes: specs });
  const spec = { selector: { app: 'kubia' }, ports: [{ port: 80 }], trafficDistribution: 'PreferSameNode' };
  await cluster.create('Service', service('kubia', spec));
  await cluster.create('Pod', pod({ labels: { app: 'kubia' }, spec: { nodeName: 'b' } }));
  await cluster.create('Pod', pod({ name: 'off', labels: { app: 'kubia' }, readinessProbe: httpGet('/nowhere', 81) }));
  await cluster.advance({ seconds: 10 });
  const hints = async () =>
    (await slicesOf(cluster, 'kubia')).flatMap(({ endpoints }) =>
      (endpoints ?? []).map(({ targetRef, hints: own }) => [targetRef?.name, own]),
    );
  const forZones = [{ name: 'zone-b' }];
  expect(Object.fromEntries(await hints())).toEqual({ kubia: { forZones, forNodes: [{ name: 'b' }] }, off: undefined });
  const change = (trafficDistribution: string | null) =>
    cluster.client.patch('Service', inDefault('kubia'), { type: 'merge', body: { spec: { trafficDistribution } } });
  await change('PreferClose');
  await cluster.advance({ seconds: 1 });
  expect(Object.fromEntries(await hints())).toEqual({ kubia: { forZones }, off: undefined });
  await change(null);
  await cluster.advance({ seconds: 1 });
  expect(Object.fromEntries(await hints())).toEqual({ kubia: undefined, off: undefined });
});

test('a slice holds a hundred endpoints', async () => {
  const cluster = await testCluster();
  await cluster.create('Service', service('many', { selector: { app: 'many' }, ports: [{ port: 80 }] }));
  await cluster.create('ReplicaSet', replicas('ReplicaSet', 103, { name: 'many' }));
  await cluster.advance({ seconds: 40 });
  const counts = (await slicesOf(cluster, 'many')).map(({ endpoints }) => endpoints?.length);
  expect(counts.toSorted()).toEqual([100, 3]);
}, 20_000);

test('Endpoints that somebody wrote are mirrored into a slice, and go with it', async () => {
  const cluster = await testCluster();
  await cluster.create('Service', service('outside', { ports: [{ name: 'http', port: 80 }] }));
  await cluster.create('Endpoints', {
    metadata: { name: 'outside' },
    subsets: [
      {
        addresses: [{ ip: '1.2.3.4', hostname: 'a' }],
        notReadyAddresses: [{ ip: '1.2.3.6' }],
        ports: [{ name: 'http', port: 8080, appProtocol: 'http' }],
      },
    ],
  });
  await cluster.advance({ seconds: 2 });
  const [slice] = await slicesOf(cluster, 'outside');
  expect(slice?.metadata.labels).toHaveProperty(
    ['endpointslice.kubernetes.io/managed-by'],
    'endpointslicemirroring-controller.k8s.io',
  );
  expect(slice?.ports).toEqual([{ name: 'http', port: 8080, protocol: 'TCP', appProtocol: 'http' }]);
  expect(slice?.endpoints?.map(({ addresses, conditions }) => [addresses[0], conditions?.ready])).toEqual([
    ['1.2.3.4', true],
    ['1.2.3.6', false],
  ]);
  await cluster.client.delete('Endpoints', inDefault('outside'));
  await cluster.advance({ seconds: 2 });
  expect(await slicesOf(cluster, 'outside')).toEqual([]);
});
