import { expect, test } from 'vitest';
import { nodesToFind } from './cycle';
import { FakeCluster, container, node, pod } from './fakeCluster';
import { allocatableOf } from './nodeInfo';
import { naturalLog } from './plugins/naturalLog';
import { verdictOf } from './verdicts';

const web = { labels: { app: 'web' } };
const query = { matchLabels: { app: 'web' } };
const soft = {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway' as const,
      labelSelector: query,
    },
  ],
};

test('pods that end, leave or change their labels are no longer counted', async () => {
  const cluster = new FakeCluster([node('m01'), node('m02')]);
  const placed = (name: string) => pod(name, { nodeName: 'm01' }, web);
  for (const name of ['a', 'b', 'c', 'd']) cluster.put(placed(name));
  cluster.put(pod('x1', soft, web));
  await cluster.advance(10);
  expect(cluster.nodeOf('x1')).toBe('m02');
  cluster.put({ ...placed('a'), status: { phase: 'Succeeded' } } as KubePod);
  cluster.put(pod('b', { nodeName: 'm01' }, { labels: { app: 'other' } }));
  cluster.put({ ...placed('c'), metadata: { ...placed('c').metadata, deletionTimestamp: '2001-09-09T01:47:10Z' } });
  cluster.remove('Pod', 'default/d');
  cluster.put(pod('x2', soft, web));
  await cluster.advance(10);
  expect(cluster.nodeOf('x2')).toBe('m01');
});
type KubePod = ReturnType<typeof pod>;

test('what is in use on a node follows every pod that comes and goes', async () => {
  const cluster = new FakeCluster([node('m01')]);
  const big = { containers: [container({ cpu: '4', memory: '1Gi', 'example.com/gpu': '0' })] };
  for (let round = 0; round < 3; round += 1) {
    cluster.put(pod(`p${round}`, big));
    await cluster.advance(10);
    expect(cluster.nodeOf(`p${round}`)).toBe('m01');
    cluster.put({ ...pod(`p${round}`, { ...big, nodeName: 'm01' }), status: { phase: 'Failed' } } as KubePod);
    cluster.remove('Pod', `default/p${round}`);
  }
  expect(cluster.state.map('nodes/usage').size).toBe(0);
});

test('a large cluster is searched in part, and each search begins where the last one ended', async () => {
  expect([3, 99, 100, 200, 1000, 5000].map(nodesToFind)).toEqual([3, 99, 100, 100, 420, 500]);
  const nodes = Array.from({ length: 150 }, (_, index) => node(`n${String(index).padStart(3, '0')}`));
  const cluster = new FakeCluster(nodes);
  cluster.put(pod('a'));
  cluster.put(pod('b'));
  await cluster.advance(10);
  const scored = (name: string) =>
    verdictOf(cluster.state, `uid-${name}`)
      ?.nodes.filter(({ scores }) => scores !== undefined)
      .map((row) => row.node);
  expect(scored('a')).toHaveLength(100);
  expect(scored('a')).not.toContain('n120');
  expect(scored('b')).toContain('n120');
});

test('allocatable without a word about pods takes none', () => {
  expect(allocatableOf({ cpu: '1500m', memory: '1Ki' })).toEqual({
    cpuMilli: 1500,
    memory: 1024,
    ephemeralStorage: 0,
    pods: 0,
  });
});

test('the logarithm from plain arithmetic is right', () => {
  for (const value of [1, 2, 3, 5, 102, 5002]) expect(naturalLog(value)).toBeCloseTo(Math.log(value), 12);
});
