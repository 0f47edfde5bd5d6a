import { expect, test } from 'vitest';
import { asking, place } from '../../tests/asking';
import { httpGet, inDefault, pod, replicas, testCluster } from '../../tests/testCluster';
import type { LaneMark } from '../client/why';
import { insight } from './insight';

type Marks = readonly LaneMark[];
const inLane = (marks: Marks, lane: string, type?: string) =>
  marks.filter((mark) => mark.lane === lane && (type === undefined || mark.type === type));

test('a deleted pod shows in the lanes of everybody who had to do with it', async () => {
  const test = await testCluster();
  const { commands } = asking(test);
  const { cluster, client, advance } = test;
  await test.create('ReplicationController', replicas('ReplicationController', 2));
  await advance({ seconds: 20 });
  const from = cluster.now();
  const [killed] = await test.pods();
  const name = killed?.metadata.name ?? '';
  commands.push({ atMs: from - cluster.startedAt, type: 'line', text: `kubectl delete pod ${name}` });
  await client.delete('Pod', inDefault(name));
  await advance({ seconds: 40 });
  const marks = await insight(cluster, { type: 'lanes', from, to: cluster.now(), apartMs: 1 }, commands);

  expect(inLane(marks, 'you')).toMatchObject([
    { type: 'command', text: `delete pod/${name}`, object: place('Pod', name) },
  ]);
  expect(inLane(marks, 'controllers/replication-controller', 'reconcile')[0]).toMatchObject({ text: 'rc/kubia' });
  const [binding] = inLane(marks, 'kube-scheduler', 'binding');
  expect(binding?.text).toMatch(/^kubia-\w+ → worker-\d$/);
  const kubelet = `kubelet/${killed?.spec.nodeName}`;
  expect(inLane(marks, kubelet, 'kill')).toMatchObject([{ text: `Killing ${name}`, count: 1 }]);
  expect(inLane(marks, kubelet, 'exit')).toMatchObject([{ count: 1, object: { name } }]);
  expect(inLane(marks, kubelet, 'heartbeat').length).toBeGreaterThan(2);
  expect(inLane(marks, 'kube-apiserver', 'write').map(({ text }) => text)).toContain(`delete pod/${name}`);
  expect(marks.every(({ at, until }) => at >= from && until <= cluster.now() && at <= until)).toBe(true);
});

test('marks that lie near to each other are one, and none is lost', async () => {
  const { cluster, create, advance } = await testCluster();
  await create('ReplicationController', replicas('ReplicationController', 5));
  await advance({ seconds: 60 });
  const ask = { type: 'lanes', from: cluster.startedAt, to: cluster.now() } as const;
  const fine = await insight(cluster, { ...ask, apartMs: 1 });
  const coarse = await insight(cluster, { ...ask, apartMs: 15_000 });
  const count = (marks: Marks) => marks.reduce((sum, mark) => sum + mark.count, 0);
  expect(coarse.length).toBeLessThan(fine.length / 2);
  expect(count(coarse)).toBe(count(fine));
  expect(inLane(coarse, 'kubelet/worker-1', 'heartbeat')).toHaveLength(1);
});

test('what is asked in two parts is what is asked at once', async () => {
  const { cluster, create, advance } = await testCluster();
  await create('Deployment', replicas('Deployment', 3));
  await advance({ seconds: 90 });
  const lanes = (from: number, to: number) => insight(cluster, { type: 'lanes', from, to, apartMs: 0 });
  const middle = cluster.startedAt + 30_000;
  const whole = await lanes(cluster.startedAt, cluster.now());
  expect([...(await lanes(cluster.startedAt, middle)), ...(await lanes(middle + 1, cluster.now()))]).toEqual(whole);
});

test('the lanes of one pod tell of its probes and of who broke them, not of the pod beside it', async () => {
  const { cluster, create, advance, fault, pod: get } = await testCluster({ nodes: 1 });
  await create('Pod', pod({ name: 'a', livenessProbe: httpGet('/', 8080) }));
  await create('Pod', pod({ name: 'b', livenessProbe: httpGet('/', 8080) }));
  await advance({ seconds: 20 });
  await fault({ type: 'breakEndpoint', mode: 'error', namespace: 'default', pod: 'a', container: 'main', port: 8080 });
  await advance({ seconds: 80 });
  const ask = { type: 'lanes', from: cluster.startedAt, to: cluster.now(), apartMs: 0 } as const;
  const { uid } = (await get('a')).metadata;
  const marks = await insight(cluster, { ...ask, object: { ...place('Pod', 'a'), uid } });
  expect(inLane(marks, 'you').map(({ text }) => text)).toEqual(['create pod', 'breakEndpoint pod/a']);
  expect(inLane(marks, 'kubelet/worker-1', 'probeFailure').length).toBeGreaterThan(2);
  expect(inLane(marks, 'kubelet/worker-1', 'exit')).toHaveLength(1);
  expect(marks.some(({ object }) => object?.name === 'b')).toBe(false);
  const other = await insight(cluster, { ...ask, object: place('Pod', 'b') });
  expect(inLane(other, 'you').map(({ text }) => text)).toEqual(['create pod']);
  expect(inLane(other, 'kubelet/worker-1', 'probeFailure')).toEqual([]);
});
