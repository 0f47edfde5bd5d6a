import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../src/addons/usualAddons';
import type { Load } from '../../src/client/traffic';
import { inDefault, pod, type TestCluster, testCluster } from '../testCluster';

async function stage(replicas = 3): Promise<TestCluster> {
  const cluster = await testCluster({ nodes: 2, addons: USUAL_ADDONS });
  const labels = { app: 'kubia' };
  await cluster.create('Deployment', {
    metadata: { name: 'kubia' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] } },
    },
  });
  const spec = { type: 'NodePort', selector: labels, ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] };
  await cluster.create('Service', { metadata: { name: 'kubia' }, spec });
  await cluster.create('Pod', pod({ name: 'client' }));
  await cluster.advance({ seconds: 40 });
  return cluster;
}

const inside = { type: 'pod', namespace: 'default', pod: 'client' } as const;
const load = (rest: Partial<Load> = {}): Load => ({
  name: 'one',
  sources: [inside],
  url: 'http://kubia/x',
  perSecond: 20,
  ...rest,
});
const start = (cluster: TestCluster, rest?: Partial<Load>) => cluster.fault({ type: 'startLoad', load: load(rest) });
const records = (cluster: TestCluster) => [...cluster.cluster.traffic.requests.from(0)];
const sums = (cluster: TestCluster) => {
  const sum = { ok: 0, failed: 0, lost: 0 };
  for (const { ok, failed, lost } of cluster.cluster.traffic.requests.counts.list()) {
    sum.ok += ok;
    sum.failed += failed;
    sum.lost += lost;
  }
  return sum;
};

test('a load is spread evenly over time and over the pods, and stops', async () => {
  const cluster = await stage();
  await start(cluster);
  await cluster.advance({ seconds: 5 });
  await cluster.fault({ type: 'stopLoad', name: 'one' });
  await cluster.advance({ seconds: 5 });
  const all = records(cluster);
  expect(all.length).toBe(101);
  expect(new Set(all.map(({ at }, index) => at - (all[index - 1]?.at ?? at - 50)))).toEqual(new Set([50]));
  expect(new Set(all.map((each) => each.pod?.name)).size).toBe(3);
  expect(all[0]).toMatchObject({
    tool: 'load',
    status: 200,
    source: { kind: 'Pod', name: 'client' },
    backendPath: '/x',
  });
  expect(sums(cluster)).toEqual({ ok: 101, failed: 0, lost: 0 });
  expect(cluster.cluster.traffic.requests.counts.list()[1]).toMatchObject({ service: 'default/kubia', ok: 20 });
});

test('of a fast load one row stands for several requests, and all of them are counted', async () => {
  const cluster = await stage();
  await start(cluster, { perSecond: 2_000 });
  await cluster.advance({ seconds: 2 });
  const all = records(cluster);
  expect(all.length).toBeGreaterThan(390);
  expect(all.length).toBeLessThan(410);
  expect(all[0]?.stands).toBe(10);
  expect(sums(cluster).ok).toBe(4_001);
});

test('sources take turns; a pod that is gone sends nothing until it is back', async () => {
  const cluster = await stage();
  await start(cluster, { sources: [inside, { type: 'outside' }], url: 'http://192.168.49.2:30080/' });
  await cluster.advance({ seconds: 1 });
  const clients = new Set(records(cluster).map(({ client }) => client));
  expect(clients.size).toBe(2);
  await cluster.client.delete('Pod', inDefault('client'), { gracePeriodSeconds: 0 });
  await cluster.advance({ seconds: 5 });
  const before = records(cluster).length;
  await cluster.advance({ seconds: 1 });
  expect(records(cluster).length - before).toBe(10);
});

test('requests that are refused, lost or without a name are told as what they are', async () => {
  const cluster = await stage();
  const ends = async (rest: Partial<Load>) => {
    const before = records(cluster).length;
    await start(cluster, { perSecond: 2, ...rest });
    await cluster.advance({ seconds: 1 });
    await cluster.fault({ type: 'stopLoad', name: 'one' });
    const [first] = records(cluster).slice(before);
    return first?.error ?? first?.status;
  };
  expect(await ends({ url: 'http://kubia:81/' })).toBe('timeout');
  expect(await ends({ url: 'http://nobody/' })).toBe('dns');
  expect(records(cluster).at(-1)).not.toHaveProperty('service');
  await cluster.client.patch('Deployment', inDefault('kubia'), { type: 'merge', body: { spec: { replicas: 0 } } });
  await cluster.advance({ seconds: 40 });
  expect(await ends({})).toBe('refused');
  expect(sums(cluster).lost).toBeGreaterThan(0);
});

test('a load that cannot be is refused with a reason', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const refusal = (rest: Partial<Load>) =>
    start(cluster, rest).then(
      () => '',
      (error: Error) => error.message,
    );
  expect(await refusal({})).toBe('pod "default/client" not found');
  const outside = [{ type: 'outside' } as const];
  expect(await refusal({ sources: outside, url: 'http://' })).toBe('"http://" is no URL');
  expect(await refusal({ sources: outside, url: 'ftp://x' })).toBe('"ftp" is neither http nor https');
  expect(await refusal({ sources: outside, perSecond: 30_000 })).toBe('30000 requests a second cannot be sent');
  expect(await refusal({ sources: [] })).toBe('a load has a source');
});

test('time that is turned back under a load runs on to the same end', async () => {
  const cluster = await stage();
  await start(cluster, { perSecond: 300 });
  await cluster.advance({ seconds: 2 });
  const checkpoint = cluster.cluster.checkpoint();
  await cluster.advance({ seconds: 3 });
  const hash = cluster.cluster.stateHash();
  cluster.cluster.restore(checkpoint);
  await cluster.advance({ seconds: 3 });
  expect(cluster.cluster.stateHash()).toBe(hash);
});

test('the processors of those who answer are charged, as many requests take', async () => {
  const cluster = await stage(1);
  const [server] = await cluster.pods('app=kubia');
  const meters = () => {
    const runtime = cluster.cluster.machines.runtime(server?.spec.nodeName ?? '');
    return runtime?.meters.usage(runtime.containers(server?.metadata.uid ?? '')[0]?.id ?? '')?.cpuNanoseconds ?? 0;
  };
  const millis = async (perSecond: number) => {
    await start(cluster, { perSecond });
    await cluster.advance({ seconds: 3 });
    const before = meters();
    await cluster.advance({ seconds: 10 });
    return (meters() - before) / 10_000_000;
  };
  // Half a millisecond each, and what it takes at rest.
  expect(await millis(20)).toBeCloseTo(11, 0);
  expect(await millis(400)).toBeCloseTo(201, 0);
});
