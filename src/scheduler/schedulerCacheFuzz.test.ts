import { expect, test } from 'vitest';
import type { Pod } from '../api/core/pod';
import { FakeCluster, container, node, pod } from './fakeCluster';

const NODES = ['m01', 'm02', 'm03'];
const OWNER = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true };
const replicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web', namespace: 'default', uid: 'rs', resourceVersion: '1', creationTimestamp: '' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};

/** Whole numbers below `limit`, the same for the same seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** One thing that may happen to a pod: it comes, changes its labels, is deleted, ends, or goes. */
async function act(cluster: FakeCluster, draw: (limit: number) => number): Promise<void> {
  const name = `p${draw(12)}`;
  const present = cluster.pod(name);
  if (present === undefined) {
    const requests = { cpu: `${100 * (1 + draw(9))}m`, memory: `${1 + draw(4)}Gi`, 'example.com/gpu': String(draw(2)) };
    const ports = draw(3) === 0 ? [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' as const }] : [];
    const bound = draw(4) === 0 ? { nodeName: NODES[draw(3)] ?? 'm01' } : {};
    const spec = { containers: [container(requests, { ports })], ...bound };
    cluster.put(pod(name, spec, { labels: { app: draw(3) === 0 ? 'db' : 'web' }, ownerReferences: [OWNER] }));
  } else await change(cluster, present, draw(5));
  cluster.tellsBindings = draw(5) !== 0;
  if (draw(3) === 0) await cluster.advance(draw(20));
}

async function change(cluster: FakeCluster, present: Pod, what: number): Promise<void> {
  const { metadata } = present;
  if (what === 0) cluster.put({ ...present, metadata: { ...metadata, labels: { app: 'db' } } });
  if (what === 1) cluster.put({ ...present, metadata: { ...metadata, deletionTimestamp: '2001-09-09T01:47:10Z' } });
  if (what === 2 && present.spec.nodeName !== undefined) cluster.put(ended(present));
  if (what === 3) cluster.remove('Pod', `default/${metadata.name}`);
  if (what === 4) await cluster.advance(1500);
}

function ended(present: Pod): Pod {
  return { ...present, status: { ...present.status, phase: 'Succeeded' } };
}

const contentOf = (cluster: FakeCluster, name: string) =>
  Object.fromEntries([...cluster.state.map<unknown>(name).entries()].sort(([a], [b]) => (a < b ? -1 : 1)));

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'whatever happens to pods, what is counted is what is there (seed %i)',
  async (seed) => {
    const draw = numbers(seed);
    const gpus = { allocatable: { cpu: '8', memory: '64Gi', pods: '110', 'example.com/gpu': '8' } };
    const cluster = new FakeCluster(
      NODES.map((name) => node(name, { status: gpus })),
      [replicaSet],
    );
    for (let step = 0; step < 400; step += 1) await act(cluster, draw);
    // Bindings of which nobody has told would be lost by the restart below; in a cluster the watch brings them.
    cluster.tellsBindings = true;
    cluster.tellAll();
    await cluster.advance(20_000);
    expect(contentOf(cluster, 'pods/assumed')).toEqual({});
    const usage = contentOf(cluster, 'nodes/usage');
    const counts = contentOf(cluster, 'podCounts/of/default|staying|app=web');
    await cluster.scheduler.start();
    expect(withoutZeros(usage)).toEqual(withoutZeros(contentOf(cluster, 'nodes/usage')));
    cluster.put(pod('last', {}, { labels: { app: 'web' }, ownerReferences: [OWNER] }));
    await cluster.advance(10);
    const recounted: Record<string, number> = {
      ...(contentOf(cluster, 'podCounts/of/default|staying|app=web') as object),
    };
    const landed = cluster.nodeOf('last') ?? '';
    recounted[landed] = (recounted[landed] ?? 0) - 1;
    expect(withoutZeros(counts)).toEqual(withoutZeros(recounted));
  },
);

/** A resource that was in use and is no more may stand there with 0, or not at all. */
function withoutZeros(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => (part === 0 ? undefined : part)));
}
