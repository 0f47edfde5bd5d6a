import { beforeEach, expect, test } from 'vitest';
import type { Answer } from '../client/protocol';
import type { Run } from '../client/simulation';
import type { ApiResponse } from '../client/transport';
import { replicas } from '../../tests/testCluster';
import { Cluster } from './cluster';
import { STARTED_AT } from './clusterOptions';
import { Session } from './session';

const PODS = '/api/v1/namespaces/default/pods';
const CONTROLLERS = '/api/v1/namespaces/default/replicationcontrollers';

/** Wall time of the test, in milliseconds: it passes only when a test says so. */
let wall = 0;
let session: Session;
beforeEach(async () => {
  wall = 0;
  session = await Session.create({}, () => wall);
});

const create = () =>
  session.ask({
    type: 'request',
    request: { method: 'POST', path: CONTROLLERS, body: { ...replicas('ReplicationController', 3) } },
  });
const podNames = async () => {
  const { body } = (await session.ask({ type: 'request', request: { method: 'GET', path: PODS } })) as ApiResponse;
  return (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
};
const now = () => session.cluster.now() - STARTED_AT;
async function play(ms: number, speed: number): Promise<void> {
  await session.ask({ type: 'setSpeed', speed });
  await session.ask({ type: 'play' });
  for (const end = wall + ms; wall < end; ) {
    wall = Math.min(wall + 10, end);
    while (session.behind) await session.slice();
  }
  await session.ask({ type: 'pause' });
}
const hash = () => session.ask({ type: 'stateHash' });

test('requests are served while time stands still, at the paused instant', async () => {
  const { code } = (await create()) as ApiResponse;
  expect(code).toBe(201);
  expect(await podNames()).toEqual([]);
  wall += 60_000;
  await session.slice();
  expect(now()).toBe(0);
});

test('a run has one hash at 1x, at 300x and stepped', async () => {
  const hashes: Answer[] = [];
  for (const [ms, speed] of [
    [120_000, 1],
    [400, 300],
  ] as const) {
    wall = 0;
    session = await Session.create({}, () => wall);
    await create();
    await play(ms, speed);
    expect(now()).toBe(120_000);
    hashes.push(await hash());
  }
  session = await Session.create({}, () => wall);
  await create();
  while (now() < 2_000) await session.ask({ type: 'step' });
  await play(120_000 - now(), 1);
  hashes.push(await hash());
  expect(new Set(hashes).size).toBe(1);
});

test('a step goes to the next change that a person would see, not to a heartbeat', async () => {
  await create();
  await session.ask({ type: 'step' });
  const first = now();
  expect((await podNames()).length).toBeGreaterThan(0);
  expect(first).toBeLessThan(100);
  await play(30_000, 1);
  const before = now();
  await session.ask({ type: 'step' }); // Nothing is due any more but leases and node statuses.
  expect(now() - before).toBe(600_000);
});

test('a run is input alone: loaded elsewhere it leads to the same state', async () => {
  await create();
  await play(20_000, 1);
  const [name = ''] = await podNames();
  await session.ask({
    type: 'fault',
    fault: { type: 'killContainer', namespace: 'default', pod: name, container: 'main' },
  });
  await session.ask({ type: 'request', request: { method: 'DELETE', path: `${PODS}/${name}` } });
  await play(7_000, 1);
  const run = (await session.ask({ type: 'exportRun' })) as Run;
  expect(run.commands).toHaveLength(3);
  const carried = JSON.parse(JSON.stringify(run)) as Run;
  const other = await Session.create({}, () => wall);
  await other.ask({ type: 'load', run: carried });
  expect(await other.ask({ type: 'stateHash' })).toBe(await hash());
});

test('a run that starts at another instant has its ages there, and is told apart from the usual one', async () => {
  const startedAt = 1_800_000_000_123;
  expect(Object.keys((await session.ask({ type: 'exportRun' })) as Run)).not.toContain('startedAt');
  session = await Session.create({ startedAt }, () => wall);
  await create();
  await play(20_000, 1);
  const run = JSON.parse(JSON.stringify(session.exportRun())) as Run;
  expect(run).toMatchObject({ startedAt, untilMs: 20_000, commands: [{ atMs: 0 }] });
  const [pod] = session.cluster.store.list('/registry/pods/default/').entries;
  expect(pod?.value.metadata.creationTimestamp).toBe('2027-01-15T08:00:00Z');
  const other = await Session.create({}, () => wall);
  await other.ask({ type: 'load', run });
  expect(other.cluster.startedAt).toBe(startedAt);
  expect(await other.ask({ type: 'stateHash' })).toBe(await hash());
});

test('where a run starts changes no name and no uid', async () => {
  const identities: (readonly (string | undefined)[])[] = [];
  for (const startedAt of [1_767_225_600_000, 1_800_000_000_123]) {
    session = await Session.create({ startedAt }, () => wall);
    await create();
    await play(20_000, 1);
    const { entries } = session.cluster.store.list('/registry/');
    const objects = entries.filter(({ value }) => value.kind !== 'Event');
    identities.push(objects.flatMap(({ value: { metadata } }) => [metadata.name, metadata.uid]));
  }
  expect(identities[1]).toEqual(identities[0]);
});

test('a fault that finds nothing is refused in words and leaves no command', async () => {
  const refused = session.ask({ type: 'fault', fault: { type: 'cutNetwork', node: 'nowhere' } });
  await expect(refused).rejects.toThrow('node "nowhere" not found');
  expect(((await session.ask({ type: 'exportRun' })) as Run).commands).toEqual([]);
  expect(((await create()) as ApiResponse).code).toBe(201);
});

test('a run that cannot be loaded leaves the present one alone', async () => {
  await create();
  await play(5_000, 1);
  const before = await hash();
  const run = { version: 1, profile: 'v9.99', seed: 1, nodes: [], files: {}, commands: [], untilMs: 0 } as const;
  await expect(session.ask({ type: 'load', run })).rejects.toThrow('unknown profile "v9.99"');
  const crowded = { ...run, profile: 'v1.36', nodes: [{ name: 'big', cpu: 4, memory: '8Gi', pods: 4_000 }] };
  await expect(session.ask({ type: 'load', run: crowded })).rejects.toThrow('pods');
  expect(await hash()).toBe(before);
});

test('after a load every watch is told to list again', async () => {
  const seat = session.open();
  seat.watch(1, { method: 'GET', path: PODS, query: { watch: '1' } });
  await session.ask({ type: 'load', run: (await session.ask({ type: 'exportRun' })) as Run });
  expect(session.frame(seat)?.watches).toMatchObject([[1, [{ type: 'ERROR', object: { code: 410 } }]]]);
});

test('a mistake of ours stops the clock and is told, and the run so far is still there', async () => {
  await create();
  session.cluster.kernel.register({
    name: 'kube-scheduler',
    handle: () => {
      throw new TypeError('a bug');
    },
  });
  await play(5_000, 1).catch(() => undefined);
  const frame = session.frame(session.open());
  expect(frame?.status?.health).toEqual({ type: 'failed', why: 'TypeError: a bug' });
  expect(((await session.ask({ type: 'exportRun' })) as Run).commands).toHaveLength(1);
});

test('loading a run tells which of its writes the API server refused', async () => {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [] } };
  const request = { method: 'POST', path: PODS, body } as const;
  const commands = [{ atMs: 0, type: 'request', request }] as const;
  const run: Run = { ...((await session.ask({ type: 'exportRun' })) as Run), commands };
  const refused = await session.ask({ type: 'load', run });
  expect(refused).toEqual([{ request, message: expect.stringContaining('spec.containers: Required value') }]);
});

test('images that could not be pulled are told from those that could', async () => {
  const images = ['nginx', 'nginx:no-such-tag', 'registry.example.com/shop/web:1.4', 'busybox:1.36'];
  expect(await session.ask({ type: 'unknownImages', images })).toEqual([images[1], images[2]]);
});

test('nodes may be named as clouds name their machines', async () => {
  const nodes = [{ name: 'ip-10-0-0-1.eu-west-1.compute.internal', cpu: 4, memory: '8Gi', pods: 110 }];
  session = await Session.create({ nodes }, () => wall);
  const nodePath = `/api/v1/nodes/${nodes[0]?.name}`;
  const { code } = (await session.ask({ type: 'request', request: { method: 'GET', path: nodePath } })) as ApiResponse;
  expect(code).toBe(200);
});

test('a clock that was stopped amid an instant has done all that is due at it: its run leads to the same state', async () => {
  let wall = 0;
  // Each look at the watch takes longer than a slice: it ends after one event.
  const session = await Session.create({}, () => (wall += 10));
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'nginx' }] },
  };
  await session.ask({
    type: 'request',
    request: { method: 'POST', path: '/api/v1/namespaces/default/pods', body: pod },
  });
  await session.ask({ type: 'setSpeed', speed: 60 });
  for (let stops = 0; stops < 25; stops += 1) {
    await session.ask({ type: 'play' });
    for (let slices = 0; slices < 3; slices += 1) await session.slice();
    await session.ask({ type: 'pause' });
    const hash = await session.ask({ type: 'stateHash' });
    expect((await Cluster.replay(session.exportRun())).stateHash()).toBe(hash);
  }
});
