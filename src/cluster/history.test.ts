import { beforeEach, expect, test } from 'vitest';
import type { HistoryAsk, HistoryStatus } from '../client/history';
import type { Answer } from '../client/protocol';
import type { Run } from '../client/simulation';
import type { ApiResponse } from '../client/transport';
import { replicas } from '../../tests/testCluster';
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

const history = (ask: HistoryAsk): Promise<Answer> => session.ask({ type: 'history', ask });
const seek = (atMs: number, commands?: number) =>
  history({ type: 'seek', to: { atMs, ...(commands === undefined ? {} : { commands }) } });
const hash = () => session.ask({ type: 'stateHash' });
const now = () => session.cluster.now() - STARTED_AT;
const told = (): HistoryStatus => {
  const status = session.frame(session.open())?.status?.history;
  if (status === undefined) throw new Error('nothing is told of history');
  return status;
};
const names = () => told().branches.map(({ name }) => name);
const create = (name = 'kubia') => {
  const body = { ...replicas('ReplicationController', 3), metadata: { name } };
  return session.ask({ type: 'request', request: { method: 'POST', path: CONTROLLERS, body } });
};
const podNames = async () => {
  const { body } = (await session.ask({ type: 'request', request: { method: 'GET', path: PODS } })) as ApiResponse;
  return (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
};
const remove = async (line?: number) => {
  const [name = ''] = await podNames();
  const request = { method: 'DELETE', path: `${PODS}/${name}` } as const;
  await session.ask({ type: 'request', request, ...(line === undefined ? {} : { line }) });
  return name;
};
async function play(ms: number): Promise<void> {
  await session.ask({ type: 'play' });
  for (const end = wall + ms; wall < end; ) {
    wall = Math.min(wall + 100, end);
    while (session.behind) await session.slice();
  }
  await session.ask({ type: 'pause' });
}

test('the clock goes back to a moment and forth again, and each moment is the same as when it was lived', async () => {
  await create();
  const hashes = [await hash()];
  for (let step = 1; step <= 4; step += 1) {
    await play(30_000);
    hashes.push(await hash());
  }
  for (const step of [3, 0, 4, 1, 2]) {
    await seek(step * 30_000);
    expect(now()).toBe(step * 30_000);
    expect(await hash(), `after ${step * 30} s`).toBe(hashes[step]);
  }
});

test('acting in the past begins a branch that is named after the deed; the old one keeps its end', async () => {
  await create();
  await play(30_000);
  const end = await hash();
  await seek(10_000);
  const name = await remove();
  expect(names()).toEqual(['main', `delete pod ${name}`]);
  expect(told()).toMatchObject({
    branch: '2',
    branches: [{ untilMs: 30_000 }, { untilMs: 10_000, from: { id: '1', atMs: 10_000 } }],
  });
  expect((session.exportRun() satisfies Run).commands).toHaveLength(2);
  await play(20_000);
  const other = await hash();
  await history({ type: 'switch', id: '1' });
  expect(now()).toBe(30_000);
  expect(await hash()).toBe(end);
  await history({ type: 'switch', id: '2' });
  expect(await hash()).toBe(other);
  expect(other).not.toBe(end);
});

test('looking around in the past begins no branch; the line that acts does, and is recorded with its number', async () => {
  await create();
  await session.ask({ type: 'line', text: 'kubectl get pods' });
  await play(30_000);
  await seek(10_000);
  await session.ask({ type: 'line', text: 'kubectl get pods -w' });
  const line = (await session.ask({ type: 'line', text: 'kubectl delete pod the-first' })) as number;
  await podNames();
  expect(names()).toEqual(['main']);
  await remove(line);
  expect(names()).toEqual(['main', 'delete pod the-first']);
  const typed = session.exportRun().commands.filter((command) => command.type !== 'request' || command.line);
  expect(typed).toMatchObject([{ text: 'kubectl get pods' }, { text: 'kubectl delete pod the-first' }, { line: 2 }]);
  const next = await session.ask({ type: 'line', text: 'kubectl get nodes' });
  await remove(next as number);
  expect(session.exportRun().commands.at(-1)).toMatchObject({ type: 'request', line: 3 });
});

test('undo is a branch without all that the last terminal line did, at the instant of it', async () => {
  await create();
  await play(20_000);
  const before = await hash();
  const line = (await session.ask({ type: 'line', text: 'kubectl delete pod --all' })) as number;
  await remove(line);
  await play(1_000);
  await remove(line);
  await play(5_000);
  expect(told().undoes).toMatchObject({ type: 'line', text: 'kubectl delete pod --all' });
  await history({ type: 'undo' });
  expect(names()).toEqual(['main', 'without delete pod --all']);
  expect(now()).toBe(20_000);
  expect(await hash()).toBe(before);
  expect(session.health.type).toBe('paused');
  expect(session.exportRun()).toMatchObject({ branch: '2', untilMs: 20_000, commands: [{ type: 'request' }] });
  await history({ type: 'undo' });
  expect(names().at(-1)).toBe('without create replicationcontroller kubia');
  await expect(history({ type: 'undo' })).rejects.toThrow('nothing to undo');
});

test('branches are renamed and deleted, but never to the name of another one, and not the one that is shown', async () => {
  await create();
  await play(5_000);
  await history({ type: 'undo' });
  expect(told().branches[1]?.isNamed).toBeUndefined();
  await history({ type: 'rename', id: '2', name: ' calm ' });
  expect(names()).toEqual(['main', 'calm']);
  expect(told().branches[1]?.isNamed).toBe(true);
  expect(session.exportRun().branches?.map(({ isNamed }) => isNamed)).toEqual([undefined, true]);
  await expect(history({ type: 'rename', id: '1', name: 'calm' })).rejects.toThrow('another branch is called "calm"');
  await expect(history({ type: 'rename', id: '1', name: ' ' })).rejects.toThrow('needs a name');
  await expect(history({ type: 'delete', id: '2' })).rejects.toThrow('is shown');
  await history({ type: 'delete', id: '1' });
  expect(names()).toEqual(['calm']);
  await expect(history({ type: 'switch', id: '1' })).rejects.toThrow('no branch "1"');
});

test('what was recorded comes due again when time passes in the past', async () => {
  await create();
  await play(10_000);
  await create('second');
  await play(10_000);
  const end = await hash();
  await seek(5_000);
  await play(15_000);
  expect(now()).toBe(20_000);
  expect(await hash()).toBe(end);
  expect(names()).toEqual(['main']);
  expect(session.exportRun().commands).toHaveLength(2);
});

test('a moment may lie between two deeds of one instant', async () => {
  await create();
  const between = await hash();
  await create('second');
  await play(10_000);
  await seek(0, 1);
  expect(await hash()).toBe(between);
  await seek(0);
  expect(await hash()).not.toBe(between);
  expect((session.exportRun() satisfies Run).atMs).toBe(0);
});

test('a step back goes to just before the last change, of anything or of one object', async () => {
  await create();
  await play(30_000);
  const [name = ''] = await podNames();
  await remove();
  await play(1);
  await history({ type: 'stepBack' });
  expect(now()).toBe(29_999);
  await history({ type: 'stepBack', of: { kind: 'Pod', namespace: 'default', name } });
  const started = now();
  expect(started).toBeGreaterThan(0);
  await history({ type: 'stepBack', of: { kind: 'Pod', namespace: 'default', name } });
  expect(now()).toBeLessThan(started);
  for (let steps = 0; now() > 0; steps += 1) {
    expect(steps).toBeLessThan(60);
    await history({ type: 'stepBack' });
  }
});

test('a seek that comes later makes one that is on its way needless', async () => {
  await create();
  await play(60_000);
  const last = await hash();
  const asked = [10_000, 20_000, 60_000].map((atMs) => seek(atMs));
  expect(session.frame(session.open())).toBeUndefined();
  await Promise.all(asked);
  expect(now()).toBe(60_000);
  expect(await hash()).toBe(last);
});

test('going back brings the engine to before its own mistake', async () => {
  await create();
  await play(10_000);
  const good = await hash();
  const { kernel } = session.cluster;
  kernel.register({
    name: 'mistake',
    handle: () => {
      throw new TypeError('a bug');
    },
  });
  kernel.clock.schedule(1_000, { actor: 'mistake', type: 'made' });
  await play(5_000).catch(() => undefined);
  expect(session.health.type).toBe('failed');
  await seek(10_000);
  expect(session.health.type).toBe('paused');
  expect(await hash()).toBe(good);
});

test('a run is carried elsewhere with all its branches, and stands where it stood', async () => {
  await create();
  await play(20_000);
  await seek(10_000);
  await remove();
  await play(20_000);
  const there = await hash();
  await history({ type: 'switch', id: '1' });
  const end = await hash();
  await seek(15_000);
  const run = JSON.parse(JSON.stringify(session.exportRun())) as Run;
  expect(run).toMatchObject({ branch: '1', atMs: 15_000, untilMs: 20_000 });
  const at = await hash();
  session = await Session.create({}, () => wall);
  await session.ask({ type: 'load', run });
  expect(session.exportRun()).toEqual(run);
  expect(await hash()).toBe(at);
  await history({ type: 'switch', id: '2' });
  expect(now()).toBe(15_000);
  await seek(30_000);
  expect(await hash()).toBe(there);
  await history({ type: 'switch', id: '1' });
  expect(await hash()).toBe(end);
});

test('a session that keeps no commands has no past', async () => {
  session = new Session(session.cluster, { wall: () => wall, keepsCommands: false, historyBytes: 1e6 });
  await expect(seek(0)).rejects.toThrow('not kept');
});
