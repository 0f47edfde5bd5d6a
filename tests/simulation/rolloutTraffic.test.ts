/** What clients notice of a rolling update, by its readiness probe: requests in front of a Service while pods change. */
import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../src/addons/usualAddons';
import { inDefault, type TestCluster, testCluster } from '../testCluster';

const labels = { app: 'shop' };
const probe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 };
const container = (tag: string, more: object) => ({ name: 'main', image: `example.com/shop:${tag}`, ...more });

/** A server that needs ten seconds until it listens and that serves on for a while when it is asked to stop. */
async function stage(more: object): Promise<TestCluster> {
  const cluster = await testCluster({ nodes: 2, addons: USUAL_ADDONS });
  for (const tag of ['1', '2']) {
    const draft = {
      metadata: { name: `shop-${tag}` },
      spec: {
        reference: `example.com/shop:${tag}`,
        ports: [{ port: 8080 }],
        startupSeconds: 10,
        stop: { onTerm: 'Exit', afterSeconds: 5, code: 0 },
      },
    };
    await cluster.client.create('Image', draft as never); // The rest is filled in.
  }
  await cluster.create('Deployment', {
    metadata: { name: 'shop' },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container('1', more)] } },
    },
  });
  const ports = [{ port: 80, targetPort: 8080 }];
  await cluster.create('Service', { metadata: { name: 'shop' }, spec: { selector: labels, ports } });
  await cluster.create('Pod', {
    metadata: { name: 'client' },
    spec: { containers: [{ name: 'c', image: 'luksa/kubia' }] },
  });
  await cluster.advance({ seconds: 60 });
  return cluster;
}

/** How requests end while the Deployment goes over to version 2. */
async function rollout(cluster: TestCluster) {
  const sources = [{ type: 'pod', namespace: 'default', pod: 'client' } as const];
  await cluster.fault({ type: 'startLoad', load: { name: 'l', sources, url: 'http://shop/', perSecond: 50 } });
  await cluster.advance({ seconds: 5 });
  const before = sums(cluster);
  const template = { spec: { containers: [{ name: 'main', image: 'example.com/shop:2' }] } };
  await cluster.client.patch('Deployment', inDefault('shop'), { type: 'strategic', body: { spec: { template } } });
  await cluster.advance({ seconds: 90 });
  const after = sums(cluster);
  return { before, during: { ok: after.ok - before.ok, bad: after.bad - before.bad } };
}

function sums({ cluster }: TestCluster) {
  const all = cluster.traffic.requests.counts.list().filter(({ service }) => service === 'default/shop');
  return {
    ok: all.reduce((sum, { ok }) => sum + ok, 0),
    bad: all.reduce((sum, { failed, lost }) => sum + failed + lost, 0),
  };
}

test('a rollout without a readiness probe loses requests to pods that do not listen yet', async () => {
  const { before, during } = await rollout(await stage({}));
  expect(before.bad).toBe(0);
  expect(during.bad).toBeGreaterThan(200);
  expect(during.ok).toBeGreaterThan(1_000);
});

test('with a readiness probe, and a server that goes on while it stops, a rollout loses none', async () => {
  const cluster = await stage({ readinessProbe: probe });
  const { before, during } = await rollout(cluster);
  expect([before.bad, during.bad]).toEqual([0, 0]);
  const last = [...cluster.cluster.traffic.requests.from(cluster.cluster.traffic.requests.total - 1)][0];
  expect(last).toMatchObject({ status: 200, podReady: true });
});

test('a pod that stops being ready leaves the Service without a restart, and requests go on', async () => {
  const cluster = await stage({ readinessProbe: { ...probe, failureThreshold: 1 } });
  const [first] = await cluster.pods('app=shop');
  const name = first?.metadata.name ?? '';
  const sources = [{ type: 'pod', namespace: 'default', pod: 'client' } as const];
  await cluster.fault({ type: 'startLoad', load: { name: 'l', sources, url: 'http://shop/', perSecond: 50 } });
  await cluster.advance({ seconds: 5 });
  const broken = { type: 'breakEndpoint', namespace: 'default', pod: name, container: 'main', port: 8080 } as const;
  await cluster.fault({ ...broken, mode: 'error' });
  await cluster.advance({ seconds: 5 });
  const bad = sums(cluster).bad;
  const total = cluster.cluster.traffic.requests.total;
  await cluster.advance({ seconds: 10 });
  const later = [...cluster.cluster.traffic.requests.from(total)];
  expect([bad > 0, sums(cluster).bad]).toEqual([true, bad]);
  expect(later.every((each) => each.status === 200 && each.pod?.name !== name)).toBe(true);
  expect((await cluster.pod(name)).status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, ready: false });
});
