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
