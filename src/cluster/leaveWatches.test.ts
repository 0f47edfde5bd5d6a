import { beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../api/meta/objectMeta';
import type { HistoryAsk } from '../client/history';
import type { ApiResponse, WatchEvent } from '../client/transport';
import { replicas } from '../../tests/testCluster';
import type { Seat } from './seat';
import { Session } from './session';

const PODS = '/api/v1/pods';
const CONTROLLERS = '/api/v1/namespaces/default/replicationcontrollers';

let wall = 0;
let session: Session;
let page: Seat;
beforeEach(async () => {
  wall = 0;
  session = await Session.create({}, () => wall);
  page = session.open();
});

const history = (ask: HistoryAsk) => session.ask({ type: 'history', ask });
const seek = (atMs: number) => history({ type: 'seek', to: { atMs } });
async function play(ms: number): Promise<void> {
  await session.ask({ type: 'play' });
  for (const end = wall + ms; wall < end; ) {
    wall = Math.min(wall + 100, end);
    while (session.behind) await session.slice();
  }
  await session.ask({ type: 'pause' });
}
async function list(): Promise<{ items: readonly KubeObject[]; revision: string }> {
  const answer = await session.ask({ type: 'request', request: { method: 'GET', path: PODS } });
  const { body } = answer as ApiResponse;
  const { items, metadata } = body as { items: readonly KubeObject[]; metadata: { resourceVersion: string } };
  return { items, revision: metadata.resourceVersion };
}
/** What a page knows that has listed once and was told the rest. */
class Known {
  readonly pods = new Map<string, KubeObject>();
  constructor(private readonly id: number) {}
  tell(events: readonly WatchEvent[]): void {
    for (const event of events) {
      expect(event.type).not.toBe('ERROR');
      if (event.type === 'ERROR' || event.type === 'BOOKMARK') continue;
      const { name } = event.object.metadata;
      if (event.type === 'DELETED') this.pods.delete(name);
      else this.pods.set(name, event.object);
    }
  }
  take(seat: Seat): void {
    wall += 1_000;
    for (const [id, events] of session.frame(seat)?.watches ?? []) if (id === this.id) this.tell(events);
  }
  async isRight(): Promise<void> {
    const { items } = await list();
    const sorted = [...this.pods.values()].sort((x, y) => (x.metadata.name < y.metadata.name ? -1 : 1));
    expect(sorted).toEqual([...items].sort((x, y) => (x.metadata.name < y.metadata.name ? -1 : 1)));
  }
}
async function followed(): Promise<Known> {
  const known = new Known(7);
  const { items, revision } = await list();
  for (const item of items) known.pods.set(item.metadata.name, item);
  page.watch(7, { method: 'GET', path: PODS, query: { watch: '1', resourceVersion: revision } });
  return known;
}
const create = () => {
  const body = { ...replicas('ReplicationController', 3) };
  return session.ask({ type: 'request', request: { method: 'POST', path: CONTROLLERS, body } });
};
const removeFirst = async () => {
  const [pod] = (await list()).items;
  const { namespace, name } = pod?.metadata ?? {};
  await session.ask({
    type: 'request',
    request: { method: 'DELETE', path: `/api/v1/namespaces/${namespace}/pods/${name}` },
  });
};

test('the page that follows pods knows after every move just what a fresh list would tell', async () => {
  const known = await followed();
  await create();
  await play(20_000);
  await removeFirst();
  await play(50_000);
  known.take(page);
  await known.isRight();
  for (const atMs of [10_000, 0, 69_000, 20_500, 70_000, 20_000]) {
    await seek(atMs);
    known.take(page);
    await known.isRight();
  }
  // Two moves before the page looks again.
  await seek(0);
  await seek(60_000);
  await seek(15_000);
  known.take(page);
  await known.isRight();
  // On another branch pods of other names come; and what comes later is told as ever.
  await removeFirst();
  await play(30_000);
  known.take(page);
  await known.isRight();
  await history({ type: 'switch', id: '1' });
  known.take(page);
  await known.isRight();
  await history({ type: 'undo' });
  known.take(page);
  await known.isRight();
  expect(known.pods.size).toBeGreaterThan(0);
});

test('a move tells the page of what differs alone', async () => {
  await create();
  await play(30_000);
  const known = await followed();
  known.take(page);
  await removeFirst();
  await play(40_000);
  wall += 1_000;
  session.frame(page);
  await seek(30_000 - 1);
  wall += 1_000;
  const [[, events] = [0, []]] = session.frame(page)?.watches ?? [];
  expect(events.map(({ type }) => type).sort()).toEqual(['ADDED', 'DELETED']);
});

test('watches of other clients end with 410 when the cluster goes back, and go on when it only lives on', async () => {
  const kubectl = session.open();
  await create();
  await play(10_000);
  kubectl.watch(1, { method: 'GET', path: PODS, query: { watch: '1' } });
  session.frame(kubectl);
  await seek(20_000);
  wall += 1_000;
  const types = (session.frame(kubectl)?.watches ?? []).flatMap(([, events]) => events.map(({ type }) => type));
  expect(types).not.toContain('ERROR');
  await seek(5_000);
  wall += 1_000;
  expect(session.frame(kubectl)?.watches).toMatchObject([[1, [{ type: 'ERROR', object: { code: 410 } }]]]);
});

test('a watch that begins where the client listed at another moment ends with 410', async () => {
  await create();
  await play(10_000);
  const { revision } = await list();
  page.read(PODS);
  await seek(5_000);
  const request = { method: 'GET', path: PODS, query: { watch: '1', resourceVersion: revision } } as const;
  page.watch(1, request);
  expect(session.frame(page)?.watches).toMatchObject([[1, [{ type: 'ERROR', object: { code: 410 } }]]]);
  page.read(PODS);
  page.watch(2, request);
  wall += 1_000;
  expect(session.frame(page)?.watches ?? []).toEqual([]);
});

test('who listens to requests and to the API server hears that the time is another one', async () => {
  page.hear('traffic', true);
  page.hear('activity', true);
  await create();
  await play(10_000);
  session.frame(page);
  await seek(5_000);
  wall += 1_000;
  const frame = session.frame(page);
  expect(frame?.activity).toMatchObject({ isNew: true });
  expect(frame?.isNewRun).toBeUndefined();
  expect(frame?.commands).toEqual([]);
});
