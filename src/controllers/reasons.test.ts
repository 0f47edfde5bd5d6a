/** What controllers and the scheduler write can be traced, by their rules, to a command or a timer. */
import { expect, test } from 'vitest';
import { type TestCluster, inDefault, pod, replicas, shell, testCluster } from '../../tests/testCluster';
import type { ReplicaSet } from '../api/apps/replicaSet';
import type { Pod } from '../api/core/pod';
import type { TraceRow } from '../sim/trace';
import type { Change } from '../storage/store';

/** All changes so far, oldest first. */
function changes({ cluster: { store } }: TestCluster): readonly Change[] {
  const found: Change[] = [];
  for (let revision = store.revision as number; ; revision -= 1) {
    const change = store.changeAt(revision as never); // Counted down from one.
    if (change === undefined) return found.reverse();
    found.push(change);
  }
}

/** The last change of a key that ends so, which `test` lets through, with the rows that led to it. */
function chainOf(cluster: TestCluster, key: string, isMeant: (change: Change) => boolean = () => true) {
  const change = changes(cluster).findLast((each) => each.key.endsWith(key) && isMeant(each));
  if (change === undefined) throw new Error(`${key} was never written so`);
  return cluster.cluster.kernel.trace.chain(change.cause);
}

/** The rules of a chain, newest first. */
const rulesOf = (chain: readonly TraceRow[]) =>
  chain.filter(({ type }) => type === 'rule').map(({ subject }) => subject);
const told = (chain: readonly TraceRow[], rule: string) =>
  chain.find(({ type, subject }) => type === 'rule' && subject === rule)?.detail;
/** Where it all began: a command's text, or the actor whose timer it was. */
const began = (chain: readonly TraceRow[]) => `${chain.at(-1)?.type} ${chain.at(-1)?.subject}`;

const isAdded = ({ type, previous }: Change) => type === 'put' && previous === undefined;
/** The node that a pod is stored with. */
const nodeOf = ({ value }: Change) => (value as Pod).spec.nodeName; // Asked of pods alone.
/** The size that a ReplicaSet is stored with. */
const sizeOf = (value: Change['value'] | undefined) => (value as ReplicaSet | undefined)?.spec.replicas; // Asked of them alone.
const isMarked = ({ type, value }: Change) => type === 'delete' || value?.metadata.deletionTimestamp !== undefined;

test('a pod that takes the place of a deleted one goes back to the deletion', async () => {
  const cluster = await testCluster();
  await cluster.create('ReplicationController', replicas('ReplicationController', 3));
  await cluster.advance({ seconds: 6 });
  const before = (await cluster.pods()).map(({ metadata }) => metadata.name);
  await cluster.client.delete('Pod', inDefault(before[0] ?? ''));
  await cluster.advance({ seconds: 2 });
  const fresh = (await cluster.pods()).find(({ metadata }) => !before.includes(metadata.name));
  const chain = chainOf(cluster, `/${fresh?.metadata.name}`, isAdded);
  expect(told(chain, 'missingPods')).toEqual({ owner: 'kubia', wanted: 3, active: 2, missing: 1 });
  expect(rulesOf(chain)[0]).toBe('missingPods');
  expect(began(chain)).toContain(`DELETE /api/v1/namespaces/default/pods/${before[0]}`);
});

test('why this pod of several was deleted: the criterion of the ranking, after the scaling', async () => {
  const cluster = await testCluster();
  await cluster.create('ReplicationController', replicas('ReplicationController', 2));
  await cluster.advance({ seconds: 30 });
  const scale = (count: number) =>
    cluster.client.patch('ReplicationController', inDefault('kubia'), {
      type: 'merge',
      body: { spec: { replicas: count } },
    });
  const before = (await cluster.pods()).map(({ metadata }) => metadata.name);
  await scale(3);
  await cluster.advance({ ms: 200 });
  const third = (await cluster.pods()).find(({ metadata }) => !before.includes(metadata.name))?.metadata.name ?? '';
  await scale(2);
  await cluster.advance({ ms: 200 });
  const chain = chainOf(cluster, `/${third}`, isMarked);
  expect(told(chain, 'surplusPending')).toEqual({ owner: 'kubia', wanted: 2, active: 3, pod: third });
  expect(began(chain)).toContain('PATCH');
});

test('the counts of an owner are counted anew because a pod has changed', async () => {
  const cluster = await testCluster();
  await cluster.create('ReplicaSet', replicas('ReplicaSet', 2));
  await cluster.advance({ seconds: 6 });
  const [rule] = rulesOf(chainOf(cluster, '/replicasets/default/kubia'));
  expect(rule).toBe('podsCounted');
  expect(told(chainOf(cluster, '/replicasets/default/kubia'), 'podsCounted')).toMatchObject({ active: 2, ready: 2 });
});

test('a rollout goes back to the change of the template, step by step', async () => {
  const cluster = await testCluster();
  await cluster.create('Deployment', replicas('Deployment', 3));
  await cluster.advance({ seconds: 10 });
  const [old] = (await cluster.client.list('ReplicaSet')).items;
  const body = { spec: { template: { metadata: { annotations: { edition: 'second' } } } } };
  await cluster.client.patch('Deployment', inDefault('kubia'), { type: 'strategic', body });
  await cluster.advance({ seconds: 60 });
  const fresh = (await cluster.client.list('ReplicaSet')).items.find(
    ({ metadata }) => metadata.uid !== old?.metadata.uid,
  );
  const born = chainOf(cluster, `/${fresh?.metadata.name}`, isAdded);
  expect(told(born, 'newTemplate')).toMatchObject({ owner: 'kubia', revision: 2, count: 1, wanted: 3, surge: 1 });
  expect(began(born)).toContain('PATCH');
  const shrunk = chainOf(
    cluster,
    `/${old?.metadata.name}`,
    ({ value, previous }) => sizeOf(value) === 2 && sizeOf(previous) === 3,
  );
  expect(told(shrunk, 'rolloutDown')).toMatchObject({ from: 3, to: 2, minAvailable: 3, unavailable: 0 });
  // A new pod is available, as its owner has counted: not that our own last word was seen.
  expect(rulesOf(shrunk).slice(0, 2)).toEqual(['rolloutDown', 'podsCounted']);
  expect(rulesOf(shrunk)).toContain('newTemplate');
});

test('a daemon pod is there because of its node', async () => {
  const cluster = await testCluster({ nodes: 2 });
  const { spec } = replicas('ReplicaSet', 1, { name: 'agent' }) as { spec: { selector: object; template: object } };
  await cluster.create('DaemonSet', {
    metadata: { name: 'agent' },
    spec: { selector: spec.selector, template: spec.template },
  });
  await cluster.advance({ seconds: 6 });
  await cluster.fault({ type: 'addNode', node: { name: 'late', cpu: 4, memory: '8Gi', pods: 110 } });
  await cluster.advance({ seconds: 60 });
  const late = (await cluster.pods('app=agent')).find((each) => each.spec.nodeName === 'late');
  const chain = chainOf(cluster, `/${late?.metadata.name}`, isAdded);
  expect(told(chain, 'nodeWithoutDaemon')).toEqual({ owner: 'agent', node: 'late' });
  expect(began(chain)).toContain('addNode');
});

test('a job that fails too often says by which limit', async () => {
  const cluster = await testCluster();
  const container = { name: 'main', ...shell('exit 1') };
  const template = { spec: { restartPolicy: 'Never', containers: [container] } };
  await cluster.create('Job', { metadata: { name: 'fails' }, spec: { backoffLimit: 1, template } });
  await cluster.advance({ seconds: 90 });
  const chain = chainOf(cluster, '/jobs/default/fails');
  expect(told(chain, 'jobBackOffLimit')).toMatchObject({ failed: 2, backoffLimit: 1 });
  const pods = changes(cluster).filter((each) => isAdded(each) && each.key.includes('/pods/default/fails'));
  const second = cluster.cluster.kernel.trace.chain(pods[1]?.cause ?? -1);
  expect(told(second, 'jobRetries')).toMatchObject({ failed: 1, backoffLimit: 1, count: 1 });
});

test('a node that is cut off: not heard of, tainted, and its pod evicted once its toleration is over', async () => {
  const cluster = await testCluster();
  await cluster.create(
    'Pod',
    pod({ name: 'kubia', spec: { nodeSelector: { 'kubernetes.io/hostname': 'worker-1' } } as never }),
  );
  await cluster.advance({ seconds: 5 });
  await cluster.fault({ type: 'cutNetwork', node: 'worker-1' });
  await cluster.advance({ seconds: 400 });
  const chain = chainOf(cluster, '/pods/default/kubia', isMarked);
  expect(told(chain, 'tolerationOver')).toMatchObject({
    node: 'worker-1',
    taint: 'node.kubernetes.io/unreachable',
    toleratedMs: 300_000,
  });
  expect(rulesOf(chain).slice(-3)).toEqual(['tolerationOver', 'nodeTainted', 'nodeNotHeardOf']);
  expect(told(chain, 'nodeNotHeardOf')).toMatchObject({ graceMs: 50_000 });
  expect(began(chain)).toContain('cutNetwork');
});

test('a pod is on its node because that scored best, and waits because none fits until one changes', async () => {
  const cluster = await testCluster();
  await cluster.create('Pod', pod({ name: 'plain' }));
  await cluster.create('Pod', pod({ name: 'picky', spec: { nodeSelector: { disk: 'ssd' } } as never }));
  await cluster.advance({ seconds: 3 });
  const bound = chainOf(cluster, '/pods/default/plain', (change) => nodeOf(change) !== undefined);
  expect(['drawnNode', 'bestNode']).toContain(rulesOf(bound).at(-1));
  const events = (await cluster.events('picky')).find(({ reason }) => reason === 'FailedScheduling');
  const refused = chainOf(cluster, `/${events?.metadata.name}`);
  expect(told(refused, 'noNodeFits')).toEqual({
    pod: 'picky',
    nodes: 3,
    reasons: "3 node(s) didn't match Pod's node affinity/selector",
  });
  expect(began(refused)).toContain('POST /api/v1/namespaces/default/pods');
  await cluster.client.patch(
    'Node',
    { name: 'worker-2' },
    { type: 'merge', body: { metadata: { labels: { disk: 'ssd' } } } },
  );
  await cluster.advance({ seconds: 12 });
  const isBound = (change: Change) => nodeOf(change) === 'worker-2';
  const chain = changes(cluster).find((each) => each.key.endsWith('/pods/default/picky') && isBound(each));
  const rows = cluster.cluster.kernel.trace.chain(chain?.cause ?? -1);
  expect(rulesOf(rows)).toEqual(['onlyNode', 'wokenByNode']);
  expect(began(rows)).toContain('PATCH /api/v1/nodes/worker-2');
});

test('pods of a deleted owner go because it went', async () => {
  const cluster = await testCluster();
  await cluster.create('ReplicaSet', replicas('ReplicaSet', 1));
  await cluster.advance({ seconds: 6 });
  const [only] = await cluster.pods();
  await cluster.client.delete('ReplicaSet', inDefault('kubia'));
  await cluster.advance({ seconds: 2 });
  const chain = chainOf(cluster, `/${only?.metadata.name}`, isMarked);
  expect(told(chain, 'ownerGone')).toMatchObject({ kind: 'Pod', owner: 'kubia', ownerKind: 'ReplicaSet' });
  expect(began(chain)).toContain('DELETE');
});
