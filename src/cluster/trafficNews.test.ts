import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../addons/usualAddons';
import { defaultNodes } from '../client/defaultNodes';
import { Session } from './session';

async function stage() {
  let wall = 0;
  const session = await Session.create({ nodes: defaultNodes(1), addons: USUAL_ADDONS }, () => wall);
  const seat = session.open();
  const frame = () => {
    wall += 100;
    return session.frame(seat);
  };
  const post = (path: string, body: object) =>
    session.ask({ type: 'request', request: { method: 'POST', path, body } } as never); // What a client sends.
  const labels = { app: 'kubia' };
  await post('/api/v1/namespaces/default/pods', {
    metadata: { name: 'kubia', labels },
    spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] },
  });
  await post('/api/v1/namespaces/default/services', {
    metadata: { name: 'kubia' },
    spec: { type: 'NodePort', selector: labels, ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] },
  });
  await session.cluster.advance(30_000);
  const load = {
    name: 'l',
    sources: [{ type: 'outside' }],
    url: 'http://192.168.49.2:30080/',
    perSecond: 10,
  } as const;
  const send = () => session.ask({ type: 'fault', fault: { type: 'startLoad', load } } as never); // As above.
  return { session, seat, frame, send };
}

test('who listens hears of requests and of the seconds whose counts have changed', async () => {
  const { session, seat, frame, send } = await stage();
  await send();
  await session.cluster.advance(1_500);
  expect(frame()?.traffic).toBeUndefined();
  seat.hear('traffic', true);
  // What was counted before is told at once, its requests are not.
  expect(frame()?.traffic).toMatchObject({ requests: [], counts: [{ ok: 10 }, { ok: 6 }] });
  expect(frame()?.traffic).toBeUndefined();
  await session.cluster.advance(1_000);
  const news = frame()?.traffic;
  expect(news?.total).toBe(10);
  expect(news?.requests.length).toBe(10);
  expect(news?.counts.map(({ service, ok }) => [service, ok])).toEqual([
    ['default/kubia', 10],
    ['default/kubia', 6],
  ]);
});

test('who listens is told that another run has begun', async () => {
  const { session, seat, frame, send } = await stage();
  seat.hear('traffic', true);
  await send();
  await session.cluster.advance(2_000);
  frame();
  await session.ask({ type: 'load', run: session.exportRun() } as never); // As above.
  const news = frame()?.traffic;
  expect(news?.isNew).toBe(true);
  expect(news?.requests.length).toBe(21);
  expect(news?.counts.reduce((sum, { ok }) => sum + ok, 0)).toBe(21);
});
