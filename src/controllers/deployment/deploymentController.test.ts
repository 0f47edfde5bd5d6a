import { beforeEach, expect, test } from 'vitest';
import { type TestCluster, inDefault, replicas, shell, testCluster } from '../../../tests/testCluster';
import { conditionOf } from '../../api/meta/conditions';
import type { ReplicaSet } from '../../api/apps/replicaSet';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await testCluster();
});

const REVISION = 'deployment.kubernetes.io/revision';
const deployment = () => cluster.client.get('Deployment', inDefault('kubia'));
const patch = (spec: object) =>
  cluster.client.patch('Deployment', inDefault('kubia'), { type: 'strategic', body: { spec } });
const setImage = (image: string) => patch({ template: { spec: { containers: [{ name: 'main', image }] } } });
const progressing = async () => conditionOf((await deployment()).status.conditions, 'Progressing');

/** Oldest revision first. */
async function replicaSets(): Promise<readonly ReplicaSet[]> {
  const { items } = await cluster.client.list('ReplicaSet', { namespace: 'default' });
  const number = (rs: ReplicaSet) => Number(rs.metadata.annotations?.[REVISION]);
  return [...items].sort((a, b) => number(a) - number(b));
}
const sizes = async () => (await replicaSets()).map(({ spec }) => spec.replicas);

async function rolledOut(count = 3, spec: object = {}): Promise<void> {
  const manifest = replicas('Deployment', count, { image: 'nginx:1.27' }) as { spec: object };
  await cluster.create('Deployment', { ...manifest, spec: { ...manifest.spec, ...spec } });
  await cluster.advance({ seconds: 10 });
}

test('a Deployment makes a ReplicaSet whose name, labels and selector carry the hash of the template', async () => {
  await rolledOut();
  const [rs] = await replicaSets();
  const hash = rs?.metadata.labels?.['pod-template-hash'] ?? '';
  expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{6,10}$/);
  expect(rs?.metadata.name).toBe(`kubia-${hash}`);
  expect(rs?.spec.selector.matchLabels).toEqual({ app: 'kubia', 'pod-template-hash': hash });
  expect(rs?.metadata.annotations).toEqual({
    [REVISION]: '1',
    'deployment.kubernetes.io/desired-replicas': '3',
    'deployment.kubernetes.io/max-replicas': '4',
  });
  const { metadata, status } = await deployment();
  expect(metadata.annotations?.[REVISION]).toBe('1');
  expect(status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 });
  expect(status.unavailableReplicas).toBeUndefined();
  expect(status.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
    ['Available', 'True', 'MinimumReplicasAvailable'],
    ['Progressing', 'True', 'NewReplicaSetAvailable'],
  ]);
  const events = await cluster.events('kubia');
  expect(events.map(({ message }) => message)).toEqual([`Scaled up replica set kubia-${hash} from 0 to 3`]);
  expect(events[0]).toMatchObject({ reason: 'ScalingReplicaSet', source: { component: 'deployment-controller' } });
});

test('a new image rolls out pod by pod: never fewer than three available, never more than four wanted', async () => {
  await rolledOut();
  await setImage('nginx:1.28');
  for (let step = 0; step < 400; step += 1) {
    await cluster.advance({ ms: 50 });
    const { status } = await deployment();
    expect(status.availableReplicas ?? 0).toBeGreaterThanOrEqual(3);
    expect((await sizes()).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4);
  }
  expect(await sizes()).toEqual([0, 3]);
  const [old, now] = (await replicaSets()).map(({ metadata }) => metadata.name);
  expect((await cluster.events('kubia')).map(({ message }) => message)).toEqual([
    `Scaled up replica set ${old} from 0 to 3`,
    `Scaled up replica set ${now} from 0 to 1`,
    `Scaled down replica set ${old} from 3 to 2`,
    `Scaled up replica set ${now} from 1 to 2`,
    `Scaled down replica set ${old} from 2 to 1`,
    `Scaled up replica set ${now} from 2 to 3`,
    `Scaled down replica set ${old} from 1 to 0`,
  ]);
});

test('an image that does not exist stops the rollout; undoing it uses the old ReplicaSet under a new revision', async () => {
  await rolledOut();
  await setImage('nginx:1.28');
  await cluster.advance({ seconds: 20 });
  await setImage('nginx:nonexistent');
  await cluster.advance({ seconds: 20 });
  expect(await sizes()).toEqual([0, 3, 1]);
  expect((await deployment()).status).toMatchObject({ replicas: 4, updatedReplicas: 1, unavailableReplicas: 1 });
  expect((await progressing())?.reason).toBe('ReplicaSetUpdated');
  await setImage('nginx:1.28');
  await cluster.advance({ seconds: 40 });
  expect((await replicaSets()).map(({ metadata }) => metadata.annotations?.[REVISION])).toEqual(['1', '3', '4']);
  expect(await sizes()).toEqual([0, 0, 3]);
  const back = (await replicaSets())[2];
  expect(back?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('2');
  expect((await deployment()).metadata.annotations?.[REVISION]).toBe('4');
});

test('a rollout without progress is reported ten minutes later, and not rolled back', async () => {
  await rolledOut();
  await setImage('nginx:nonexistent');
  await cluster.advance({ seconds: 595 });
  expect((await progressing())?.status).toBe('True');
  await cluster.advance({ seconds: 15 });
  const [, broken] = await replicaSets();
  expect(await progressing()).toMatchObject({
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
    message: `ReplicaSet "${broken?.metadata.name}" has timed out progressing.`,
  });
  expect(await sizes()).toEqual([3, 1]);
});

test('scaling in the middle of a rollout grows the ReplicaSets in proportion', async () => {
  await rolledOut(10, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } });
  await setImage('nginx:nonexistent');
  await cluster.advance({ seconds: 5 });
  expect(await sizes()).toEqual([8, 5]);
  await patch({ replicas: 15 });
  await cluster.advance({ ms: 100 });
  expect(await sizes()).toEqual([11, 7]);
});

test('scaling outside of a rollout resizes the ReplicaSet and tells so', async () => {
  await rolledOut();
  await patch({ replicas: 5 });
  await cluster.advance({ seconds: 10 });
  expect(await sizes()).toEqual([5]);
  const [rs] = await replicaSets();
  expect(rs?.metadata.annotations?.['deployment.kubernetes.io/desired-replicas']).toBe('5');
  expect((await cluster.events('kubia')).at(-1)?.message).toBe(
    `Scaled up replica set ${rs?.metadata.name} from 3 to 5`,
  );
  await patch({ replicas: 0 });
  await cluster.advance({ seconds: 40 });
  expect(await sizes()).toEqual([0]);
  expect(await cluster.pods()).toEqual([]);
});

test('a paused Deployment scales but does not roll out until it is resumed', async () => {
  await rolledOut();
  await patch({ paused: true });
  await setImage('nginx:1.28');
  await patch({ replicas: 4 });
  await cluster.advance({ seconds: 10 });
  expect(await sizes()).toEqual([4]);
  expect(await progressing()).toMatchObject({
    status: 'Unknown',
    reason: 'DeploymentPaused',
    message: 'Deployment is paused',
  });
  await patch({ paused: false });
  await cluster.advance({ ms: 10 });
  expect((await replicaSets()).length).toBe(2);
  await cluster.advance({ seconds: 30 });
  expect(await sizes()).toEqual([0, 4]);
});

test('Recreate waits until the last old pod is gone', async () => {
  const manifest = replicas('Deployment', 2, shell('sleep 100000')) as { spec: object };
  await cluster.create('Deployment', { ...manifest, spec: { ...manifest.spec, strategy: { type: 'Recreate' } } });
  await cluster.advance({ seconds: 10 });
  await patch({ template: { metadata: { labels: { version: '2' } } } });
  await cluster.advance({ seconds: 25 });
  // sleep ignores SIGTERM as process 1: the old pods take their 30 seconds.
  expect(await sizes()).toEqual([0]);
  expect(await cluster.pods('version=2')).toEqual([]);
  await cluster.advance({ seconds: 15 });
  expect(await sizes()).toEqual([0, 2]);
  expect(await cluster.pods('version=2')).toHaveLength(2);
});

test('old revisions beyond the limit are forgotten, lowest first', async () => {
  await rolledOut(1, { revisionHistoryLimit: 2 });
  for (const version of ['2', '3', '4', '5']) {
    await patch({ template: { metadata: { annotations: { version } } } });
    await cluster.advance({ seconds: 20 });
  }
  expect((await replicaSets()).map(({ metadata }) => metadata.annotations?.[REVISION])).toEqual(['3', '4', '5']);
});

test('a ReplicaSet of another template that holds the name costs the Deployment another hash', async () => {
  await rolledOut();
  const [rs] = await replicaSets();
  await cluster.client.delete('Deployment', inDefault('kubia'));
  await cluster.advance({ seconds: 40 });
  const foreign = replicas('ReplicaSet', 0, { name: rs?.metadata.name ?? '', labels: { app: 'foreign' } });
  await cluster.create('ReplicaSet', foreign);
  await rolledOut();
  const { status } = await deployment();
  expect(status.collisionCount).toBe(1);
  expect(status.availableReplicas).toBe(3);
});

test('a Deployment that selects every pod only complains', async () => {
  const manifest = replicas('Deployment', 1) as { spec: object };
  await cluster
    .create('Deployment', { ...manifest, spec: { ...manifest.spec, selector: { matchLabels: {} } } })
    .catch(() => undefined);
  await cluster.advance({ seconds: 2 });
  expect(await replicaSets()).toEqual([]);
});
