/** Quotas and limits of a namespace, in a whole cluster. */
import { expect, test } from 'vitest';
import { type TestCluster, testCluster } from '../../../tests/testCluster';

const namespace = 'default';

async function withQuota(spec: object): Promise<TestCluster> {
  const cluster = await testCluster();
  await cluster.create('ResourceQuota', { metadata: { name: 'q', namespace }, spec });
  await cluster.advance({ ms: 100 });
  return cluster;
}

const pod = (name: string, resources: object = {}) => ({
  metadata: { name, namespace },
  spec: { containers: [{ name: 'c', image: 'nginx', resources }] },
});

async function used(cluster: TestCluster): Promise<unknown> {
  return (await cluster.client.get('ResourceQuota', { namespace, name: 'q' })).status.used;
}

test('a quota tells what is there already, and binds from then on', async () => {
  const cluster = await testCluster();
  await cluster.create('Pod', pod('early'));
  await cluster.advance({ seconds: 1 });
  await cluster.create('ResourceQuota', { metadata: { name: 'q', namespace }, spec: { hard: { pods: '2' } } });
  await cluster.advance({ ms: 100 });
  expect(await used(cluster)).toEqual({ pods: '1' });
  await cluster.create('Pod', pod('second'));
  expect(await used(cluster)).toEqual({ pods: '2' });
  await expect(cluster.create('Pod', pod('third'))).rejects.toThrow(
    'pods "third" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
  );
});

test('what went is given back; what was refused or only tried was never charged', async () => {
  const cluster = await withQuota({ hard: { configmaps: '3', 'count/deployments.apps': '0' } });
  const map = { metadata: { name: 'a', namespace } };
  await cluster.create('ConfigMap', map);
  await expect(cluster.create('ConfigMap', map)).rejects.toThrow('already exists');
  expect(await used(cluster)).toMatchObject({ configmaps: '2' }); // The root certificates are one.
  await cluster.client.delete('ConfigMap', { namespace, name: 'a' });
  await cluster.advance({ seconds: 1 });
  expect(await used(cluster)).toEqual({ configmaps: '1', 'count/deployments.apps': '0' });
});

test('a quota on memory makes every container say how much it wants', async () => {
  const cluster = await withQuota({ hard: { 'limits.memory': '1Gi', 'requests.cpu': '1' } });
  await expect(cluster.create('Pod', pod('plain'))).rejects.toThrow(
    'pods "plain" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c',
  );
  await cluster.create('Pod', pod('fits', { requests: { cpu: '800m' }, limits: { memory: '100Mi' } }));
  expect(await used(cluster)).toEqual({ 'limits.memory': '100Mi', 'requests.cpu': '800m' });
  await expect(
    cluster.create('Pod', pod('second', { requests: { cpu: '300m' }, limits: { memory: '2Gi' } })),
  ).rejects.toThrow(
    'exceeded quota: q, requested: limits.memory=2Gi,requests.cpu=300m, used: limits.memory=100Mi,requests.cpu=800m, limited: limits.memory=1Gi,requests.cpu=1',
  );
});

test('a quota on pods without requests lets others pass', async () => {
  const cluster = await withQuota({ hard: { pods: '0' }, scopes: ['BestEffort'] });
  await expect(cluster.create('Pod', pod('be'))).rejects.toThrow('exceeded quota: q');
  await cluster.create('Pod', pod('burst', { requests: { cpu: '10m' } }));
  expect(await used(cluster)).toEqual({ pods: '0' });
});

test('a Service that becomes reachable from outside needs a quota for that', async () => {
  const cluster = await withQuota({ hard: { services: '9', 'services.nodeports': '0' } });
  const service = await cluster.create('Service', {
    metadata: { name: 's', namespace },
    spec: { ports: [{ port: 80 }] },
  });
  await expect(
    cluster.client.update('Service', { ...service, spec: { ...service.spec, type: 'NodePort' } }),
  ).rejects.toThrow('exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=0');
});

test('containers get what a range gives, and the pod says so', async () => {
  const cluster = await testCluster();
  const limits = [
    { type: 'Container', max: { cpu: '500m' }, default: { cpu: '200m' }, defaultRequest: { cpu: '100m' } },
  ];
  await cluster.create('LimitRange', { metadata: { name: 'l', namespace }, spec: { limits } });
  const { metadata, spec } = await cluster.create('Pod', pod('filled'));
  expect(metadata.annotations).toEqual({
    'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu request for container c; cpu limit for container c',
  });
  expect(spec.containers[0]?.resources).toEqual({ requests: { cpu: '100m' }, limits: { cpu: '200m' } });
  await expect(cluster.create('Pod', pod('max', { limits: { cpu: '1' } }))).rejects.toThrow(
    'pods "max" is forbidden: maximum cpu usage per Container is 500m, but limit is 1',
  );
});

test('a ReplicaSet whose pods are refused tries again ever more seldom', async () => {
  const cluster = await withQuota({ hard: { pods: '0' } });
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  await cluster.create('ReplicaSet', { metadata: { name: 'rs', namespace }, spec });
  await cluster.advance({ seconds: 2 });
  const refused = (await cluster.events('rs')).filter(({ reason }) => reason === 'FailedCreate');
  expect(refused.length).toBeLessThan(11); // Recorded: 9, at 0, 5, 15, 35 ms and so on.
  expect(refused.length).toBeGreaterThan(7);
});
