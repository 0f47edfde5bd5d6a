/** Reasons and messages as a real 1.36.3 gave them. */
import { expect, test } from 'vitest';
import { conditionOf } from '../../api/meta/conditions';
import { inDefault, type TestCluster, testCluster } from '../../../tests/testCluster';

const NAME = 'v1beta1.metrics.k8s.io';

async function clusterWith(service: object | undefined): Promise<TestCluster> {
  const cluster = await testCluster({ nodes: 1 });
  if (service !== undefined) await cluster.create('Service', { metadata: { name: 'm' }, spec: service });
  await cluster.client.create('APIService', {
    metadata: { name: NAME },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { name: 'm', namespace: 'default' },
    },
  });
  await cluster.advance({ seconds: 1 });
  return cluster;
}
const available = async (cluster: TestCluster) => {
  const { status } = await cluster.client.get('APIService', { name: NAME });
  const { status: answer, reason, message } = conditionOf(status.conditions, 'Available') ?? {};
  return `${answer} ${reason} ${message}`;
};
const ports = [{ name: 'https', port: 443, targetPort: 10250 }];
const server = {
  metadata: { name: 'server', labels: { app: 'm' } },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'c', image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0' }],
  },
};

test('an API without its service cannot be served', async () => {
  expect(await available(await clusterWith(undefined))).toBe(
    'False ServiceNotFound service/m in "default" is not present',
  );
});

test('nor one whose service has another port', async () => {
  expect(await available(await clusterWith({ selector: { app: 'm' }, ports: [{ port: 80 }] }))).toBe(
    'False ServicePortError service/m in "default" is not listening on port 443',
  );
});

test('nor one whose service nobody has endpoints for', async () => {
  expect(await available(await clusterWith({ ports }))).toBe(
    'False EndpointsNotFound cannot find endpointslices for service/m in "default"',
  );
});

test('it is served while a pod behind the service is ready', async () => {
  const cluster = await clusterWith({ selector: { app: 'm' }, ports });
  expect(await available(cluster)).toBe(
    'False MissingEndpoints endpointslices for service/m in "default" have no addresses with port name "https"',
  );
  await cluster.create('Pod', server);
  await cluster.advance({ seconds: 10 });
  expect(await available(cluster)).toBe('True Passed all checks passed');
  await cluster.client.delete('Pod', inDefault('server'));
  await cluster.advance({ seconds: 5 });
  expect(await available(cluster)).toContain('MissingEndpoints');
});
