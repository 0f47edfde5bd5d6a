import { expect, test } from 'vitest';
import { testCluster } from '../../tests/testCluster';
import { USUAL_ADDONS } from '../addons/usualAddons';
import { resolveHost } from '../tools/resolver';

test('a request that ends with its name is none of the Service that names are asked of', async () => {
  const { cluster, advance } = await testCluster({ addons: USUAL_ADDONS });
  await advance({ seconds: 30 });
  const network = cluster.traffic.clientAt('192.168.49.3');
  const files = { hosts: '', resolvConf: 'nameserver 10.96.0.10\n' };
  const { hops, ms } = resolveHost(network, files, 'nope');
  expect(hops.some(({ object }) => object?.name === 'kube-dns')).toBe(true);
  network.record({ tool: 'curl', method: 'GET', url: 'http://nope/', error: 'dns', ms, hops });
  const [record] = cluster.traffic.requests.from(cluster.traffic.requests.total - 1);
  expect(record).toMatchObject({ url: 'http://nope/', error: 'dns' });
  expect(record?.service).toBeUndefined();
});
