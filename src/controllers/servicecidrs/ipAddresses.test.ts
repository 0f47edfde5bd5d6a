import { expect, test } from 'vitest';
import { inDefault, testCluster } from '../../../tests/testCluster';

test('each address of a Service is written down, until the Service is gone', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const addresses = async () =>
    (await cluster.client.list('IPAddress')).items.map(({ metadata, spec }) => [metadata.name, spec.parentRef?.name]);
  const before = await addresses();
  expect(before).toContainEqual(['10.96.0.1', 'kubernetes']);
  await cluster.create('Service', { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } });
  await cluster.create('Service', { metadata: { name: 'none' }, spec: { clusterIP: 'None', ports: [{ port: 80 }] } });
  await cluster.advance({ seconds: 1 });
  const { spec } = await cluster.client.get('Service', inDefault('web'));
  expect((await addresses()).sort()).toEqual([...before, [spec.clusterIP, 'web']].sort());
  await cluster.client.delete('Service', inDefault('web'));
  await cluster.advance({ seconds: 1 });
  expect(await addresses()).toEqual(before);
  const { items } = await cluster.client.list('ServiceCIDR');
  expect(items.map((range) => [range.metadata.name, range.spec.cidrs])).toEqual([['kubernetes', ['10.96.0.0/12']]]);
});
