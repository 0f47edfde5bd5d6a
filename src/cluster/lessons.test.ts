import { beforeAll, expect, test } from 'vitest';
import type { Check, CheckStatus, LessonStatus } from '../client/lesson';
import type { Command } from '../client/simulation';
import { pod, replicas } from '../../tests/testCluster';
import type { Revision } from '../storage/store';
import { Session } from './session';

// What does the work is fetched with the first question: not while a test waits.
beforeAll(async () => void (await import('./lessons/lesson')), 30_000);

const START_MS = 60_000;
const rc = replicas('ReplicationController', 3);
const applied: Command = {
  atMs: 0,
  type: 'request',
  request: { method: 'POST', path: '/api/v1/namespaces/default/replicationcontrollers', body: rc },
};

/** A session at the beginning of a lesson whose cluster runs three pods of a ReplicationController. */
async function lesson(...checks: readonly Check[]) {
  let wall = 0;
  let step = 0;
  const session = await Session.create({}, () => {
    wall += step;
    return wall;
  });
  const nodes = session.cluster.options.nodes;
  const run = {
    version: 1,
    profile: 'v1.36',
    seed: 1,
    nodes,
    files: {},
    commands: [applied],
    untilMs: START_MS,
  } as const;
  await session.ask({ type: 'load', run });
  await session.ask({ type: 'lesson', ask: { type: 'begin', startMs: START_MS, checks } });
  const pass = async (seconds: number) => {
    await session.ask({ type: 'stepping', ask: { type: 'evaluate', expression: 'ready' } });
    await session.ask({ type: 'play' });
    for (let left = seconds; left > 0; left -= 0.2) {
      wall += 200;
      while (session.behind) await session.slice();
    }
    await session.ask({ type: 'pause' });
  };
  const status = async () => (await session.ask({ type: 'lesson', ask: { type: 'status' } })) as LessonStatus; // So it is answered.
  const of = async (id: string): Promise<CheckStatus | undefined> =>
    (await status()).checks.find((check) => check.id === id);
  const pods = () => session.cluster.client.list('Pod', { namespace: 'default' });
  const kill = async () => {
    const [pod] = (await pods()).items;
    const path = `/api/v1/namespaces/default/pods/${pod?.metadata.name ?? ''}`;
    await session.ask({ type: 'request', request: { method: 'DELETE', path } });
  };
  const seek = async (atMs: number) => {
    await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs } } });
    while (session.settled() !== undefined) await session.settled();
  };
  /** Time of the watching person passes, the cluster's does not. */
  const rest = (ms: number) => void (wall += ms);
  /** From now on each look at the watch takes its time. */
  const crawl = () => {
    step = 5;
  };
  return { session, pass, of, kill, seek, pods, rest, crawl };
}

test('a goal that holds now tells since when, and by what it broke', async () => {
  const { of, kill, pass } = await lesson({ id: 'three', expression: 'ready == 3', when: 'now' });
  expect(await of('three')).toMatchObject({ holds: true, since: { at: expect.any(Number) } });
  await kill();
  const broken = await of('three');
  expect(broken).toMatchObject({ holds: false, broke: { what: expect.stringMatching(/^pod\/kubia-/) } });
  await pass(40);
  expect(await of('three')).toMatchObject({ holds: true });
});

test('what was once true stays so, until the clock goes back to before it', async () => {
  const { of, kill, pass, seek } = await lesson({
    id: 'gone',
    expression: "ever('Pod', 'kubia-.*', p, term(p))",
    when: 'once',
  });
  expect(await of('gone')).toEqual({ id: 'gone', holds: false });
  await pass(10);
  await kill();
  await pass(60);
  expect(await of('gone')).toMatchObject({ holds: true, since: { what: expect.stringMatching(/^pod\//) } });
  await seek(START_MS + 5_000);
  expect(await of('gone')).toEqual({ id: 'gone', holds: false });
  await seek(START_MS + 60_000);
  expect(await of('gone')).toMatchObject({ holds: true });
});

test('what must always hold breaks for good, and only between its two moments', async () => {
  const bounds = { from: "ran('begin')", until: "ran('end')", when: 'always' } as const;
  const { session, of, kill, pass } = await lesson(
    { id: 'two', expression: 'ready >= 2', ...bounds },
    { id: 'three', expression: 'ready == 3', ...bounds },
  );
  const ran = (text: string) =>
    session.ask({ type: 'lesson', ask: { type: 'ran', line: { text, exitCode: 0, output: '' } } });
  await kill();
  await pass(40);
  await ran('begin');
  expect(await of('two')).toEqual({ id: 'two', holds: false });
  await kill();
  await pass(40);
  expect(await of('three')).toMatchObject({ holds: false, broke: { object: { kind: 'Pod' } } });
  await ran('end');
  expect(await of('two')).toMatchObject({ holds: true });
  expect(await of('three')).toMatchObject({ holds: false });
});

test('lines belong to the future in which they were typed', async () => {
  const { session, of, pass, seek, kill } = await lesson({
    id: 'ran',
    expression: "ran('get pods', 'kubia')",
    when: 'now',
  });
  await pass(10);
  const line = { text: 'kubectl get pods', exitCode: 0, output: 'kubia-1' };
  await session.ask({ type: 'lesson', ask: { type: 'ran', line } });
  await pass(10);
  expect(await of('ran')).toMatchObject({ holds: true });
  await seek(START_MS + 2_000);
  expect(await of('ran')).toMatchObject({ holds: false });
  await kill();
  await pass(30);
  expect(await of('ran')).toMatchObject({ holds: false });
});

test('lines of before an engine was restarted count at their instants, in their futures', async () => {
  const { session, of, pass } = await lesson();
  await pass(60);
  const ran = (text: string, seconds: number, branch: string) => ({
    line: { text, exitCode: 0, output: '' },
    atMs: START_MS + seconds * 1_000,
    branch,
  });
  const lines = [ran('first', 10, '1'), ran('second', 20, '1'), ran('elsewhere', 5, '7')];
  const checks = [
    { id: 'first', expression: "ran('first')", when: 'once' },
    { id: 'between', expression: "!ran('second')", when: 'always', from: "ran('first')", until: "ran('third')" },
    { id: 'elsewhere', expression: "ran('elsewhere')", when: 'now' },
  ] as const;
  const status = await session.ask({ type: 'lesson', ask: { type: 'begin', startMs: START_MS, checks, lines } });
  expect(status).toMatchObject({ checks: [{ since: { at: session.cluster.startedAt + START_MS + 10_000 } }, {}, {}] });
  expect(await of('between')).toMatchObject({ broke: { at: session.cluster.startedAt + START_MS + 20_000 } });
  expect(await of('elsewhere')).toEqual({ id: 'elsewhere', holds: false });
});

test('another run ends what was looked at', async () => {
  const { session, rest } = await lesson({ id: 'three', expression: 'ready == 3', when: 'now' });
  await session.ask({ type: 'load', run: session.exportRun() });
  const seat = session.open();
  rest(200);
  expect(session.frame(seat)?.status).not.toHaveProperty('lesson');
  expect(await session.ask({ type: 'lesson', ask: { type: 'status' } })).toEqual({ checks: [] });
});

test('a request of a load generator counts once it has ended, and holds up no other', async () => {
  const { session, of, pass } = await lesson(
    { id: 'lost', expression: "reqs(':30080').exists(r, r.code == 0)", when: 'once' },
    { id: 'sent', expression: "reqs('nobody').size() == 1", when: 'once' },
  );
  const { items } = await session.cluster.client.list('Node');
  const ip = items[1]?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  await session.ask({ type: 'fault', fault: { type: 'cutNetwork', node: items[1]?.metadata.name ?? '' } });
  const load = { name: 'one', url: `http://${ip}:30080/`, perSecond: 1, sources: [{ type: 'outside' }] } as const;
  await session.ask({ type: 'fault', fault: { type: 'startLoad', load } });
  await pass(2);
  expect(await of('lost')).toEqual({ id: 'lost', holds: false });
  const ask = { type: 'unresolved', tool: 'curl', method: 'GET', url: 'http://nobody/', name: 'nobody' } as const;
  await session.ask({ type: 'send', ask });
  await pass(1.2);
  expect(await of('lost')).toMatchObject({ holds: false });
  expect(await of('sent')).toMatchObject({ holds: true });
  await pass(6);
  const at = (await of('lost'))?.since?.at ?? 0;
  expect(at - session.cluster.startedAt - START_MS).toBeGreaterThanOrEqual(5_000);
});

test('after more writes than the store remembers a lesson goes on from where it does', async () => {
  const { session, of, seek } = await lesson({ id: 'gone', expression: "ever('Pod', 'late', p, true)", when: 'once' });
  const { client, store } = session.cluster;
  const key = '/registry/configmaps/default/busy';
  const metadata = { name: 'busy', namespace: 'default' };
  let busy = await client.create('ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', metadata } as never);
  const write = () => store.put(key, busy, store.get(key)?.revision ?? (0 as Revision)).value as typeof busy; // What was put.
  for (let n = 0; n < 11_000; n += 1) busy = write();
  await seek(START_MS + 10);
  await client.create('Pod', { ...pod(), metadata: { name: 'late', namespace: 'default' } } as never);
  expect(await of('gone')).toMatchObject({ holds: true });
});

test.each([
  ["start('ReplicationController', 'kubia').spec.replicas == 3", true],
  ["start('Pod', 'nobody') == null", true],
  ["versions('Pod', 'kubia-.*').size() >= 3", true],
  ["ever1('Pod', 'kubia-.*', p, ready(p)).metadata.labels.app == 'kubia'", true],
  ["ever('Pod', 'kubia', p, true)", false],
  ["ever('Pod', '.*', p, p.status.nothing == 1)", false],
  ["times(ev({'reason': 'SuccessfulCreate'})) >= 0", true],
  ["labStart() == '2026-01-01T00:01:00Z'", true],
  ["reached('kubia-.*', 1) == -1", true],
  ["duration('Job', 'pi') == -1 && maxActive('Job', 'pi') == 0", true],
  ["!everPaused('kube-scheduler') && !faultUsed('cutNetwork') && reqs().size() == 0", true],
  ['distinct([1, 2, 1]).size() == 2', true],
  ["ran('(a+)+$')", false],
] as const)('%s is %s', async (expression, holds) => {
  const { of } = await lesson({ id: 'it', expression, when: 'now' });
  expect(await of('it')).toMatchObject({ holds });
});

test('an expression can be tried beside those that are looked at', async () => {
  const { session, of, kill } = await lesson({ id: 'three', expression: 'ready == 3', when: 'now' });
  await kill();
  const checks = [{ id: 'gone', expression: "ever('Pod', 'kubia-.*', p, term(p))", when: 'once' }] as const;
  const tried = await session.ask({ type: 'lesson', ask: { type: 'try', startMs: START_MS, checks } });
  expect(tried).toMatchObject({ checks: [{ id: 'gone', holds: true }] });
  expect(await of('three')).toMatchObject({ holds: false });
  expect(await of('gone')).toBeUndefined();
});

test('an expression that is none is refused with its check, and all mistakes can be asked for', async () => {
  const { session, of } = await lesson({ id: 'ran', expression: "ran('get po')", when: 'now' });
  const line = { text: 'kubectl get po', exitCode: 0, output: '' };
  await session.ask({ type: 'lesson', ask: { type: 'ran', line } });
  const checks = [
    { id: 'good', expression: 'ready == 3', when: 'now' },
    { id: 'bad', expression: 'redy == 3', when: 'once' },
    { id: 'number', expression: 'ready', when: 'now' },
  ] as const;
  const read = await session.ask({ type: 'lesson', ask: { type: 'read', checks } });
  expect(read).toEqual({
    bad: expect.stringContaining('Unknown variable: redy'),
    number: 'ready is neither true nor false',
  });
  const begun = session.ask({ type: 'lesson', ask: { type: 'begin', startMs: 0, checks } });
  await expect(begun).rejects.toThrow('bad: 1:1: Unknown variable: redy');
  // What was looked at goes on.
  expect(await of('ran')).toMatchObject({ holds: true });
});

test('who watches a clock that stands still hears at once what a line has made true', async () => {
  const { session, rest } = await lesson({ id: 'looked', expression: "ran('get po')", when: 'now' });
  const seat = session.open();
  expect(session.frame(seat)?.status?.lesson?.checks).toMatchObject([{ holds: false }]);
  const line = { text: 'kubectl get po', exitCode: 0, output: '' };
  await session.ask({ type: 'lesson', ask: { type: 'ran', line } });
  rest(200);
  expect(session.frame(seat)?.status?.lesson?.checks).toMatchObject([{ holds: true }]);
});

test('after a long way a clock that stands still has all of it looked at, a little at a time', async () => {
  const { session, kill, pass, rest, crawl } = await lesson({
    id: 'gone',
    expression: "ever('Pod', 'kubia-.*', p, term(p))",
    when: 'once',
  });
  await pass(10);
  await kill();
  await pass(300);
  const seat = session.open();
  await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs: START_MS + 200_000 } } });
  while (session.settled() !== undefined) await session.settled();
  crawl();
  let holds: boolean | undefined;
  for (let frames = 0; holds !== true && frames < 500; frames += 1) {
    rest(200);
    holds = session.frame(seat)?.status?.lesson?.checks[0]?.holds ?? holds;
  }
  expect(holds).toBe(true);
});
