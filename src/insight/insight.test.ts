import { expect, test } from 'vitest';
import { place } from '../../tests/asking';
import { pod } from '../../tests/testCluster';
import { Session } from '../cluster/session';
import type { Instant } from '../sim/clock';

test('a session answers with what was typed, and after a way back in time knows only what had happened by then', async () => {
  const session = await Session.create({}, () => 0);
  const { cluster } = session;
  const to = (ms: number) => cluster.advanceTo((cluster.startedAt + ms) as Instant);
  const why = () =>
    session.ask({ type: 'insight', ask: { type: 'why', subject: { type: 'object', object: place('Pod', 'kubia') } } });
  await to(5_000);
  const line = await session.ask({ type: 'line', text: 'kubectl apply -f kubia.yaml' });
  const path = '/api/v1/namespaces/default/pods';
  const body = { apiVersion: 'v1', kind: 'Pod', ...pod() };
  await session.ask({ type: 'request', request: { method: 'POST', path, body }, line: Number(line) });
  await to(30_000);
  const command = { type: 'POST', subject: path, count: 2, line: 'kubectl apply -f kubia.yaml' };
  const answer = await why();
  expect(answer).toMatchObject({ cards: expect.arrayContaining([expect.objectContaining({ by: 'you', command })]) });

  await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs: 2_000 } } });
  expect(await why()).toBeUndefined();
  await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs: 30_000 } } });
  expect(await why()).toEqual(answer);
});
