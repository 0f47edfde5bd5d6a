import { beforeEach, expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../addons/usualAddons';
import type { Evaluation, Stop, SteppingAsk, StepTarget } from '../../client/stepping';
import type { SimulationStatus } from '../../client/simulation';
import { httpGet, replicas } from '../../../tests/testCluster';
import { STARTED_AT } from '../clusterOptions';
import { Session } from '../session';

const PODS = '/api/v1/namespaces/default/pods';
const CONTROLLERS = '/api/v1/namespaces/default/replicationcontrollers';

/** Wall time of the test, in milliseconds: it passes only when a test says so. */
let wall = 0;
/** What happens when a long step lets messages through. */
let onRest: (() => void) | undefined;
let session: Session;
beforeEach(async () => {
  wall = 0;
  onRest = undefined;
  const rest = async () => onRest?.();
  session = await Session.create({}, () => wall, {}, rest);
});

const now = () => session.cluster.now() - STARTED_AT;
const ask = (stepping: SteppingAsk) => session.ask({ type: 'stepping', ask: stepping });
const step = async (to: StepTarget) => (await ask({ type: 'step', to })) as Stop;
const until = (expression: string) => step({ type: 'condition', expression });
const evaluate = async (expression: string) => (await ask({ type: 'evaluate', expression })) as Evaluation;
const request = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
  session.ask({ type: 'request', request: { method, path, ...(body === undefined ? {} : { body }) } });
const create = (count = 3, more: object = {}) =>
  request('POST', CONTROLLERS, { ...replicas('ReplicationController', count, more) });
const kill = (name: string) =>
  session.ask({
    type: 'fault',
    fault: { type: 'exitContainer', namespace: 'default', pod: name, container: 'main', code: 1 },
  });
const podNames = () =>
  session.cluster.store.list('/registry/pods/default/').entries.map(({ value }) => value.metadata.name);
function status(): SimulationStatus {
  const seat = session.open();
  const told = session.frame(seat)?.status;
  if (told === undefined) throw new Error('nothing is told');
  return told;
}
/** As the loop around a session does it. */
async function play(ms: number, speed = 1): Promise<void> {
  await session.ask({ type: 'setSpeed', speed });
  await session.ask({ type: 'play' });
  for (const end = wall + ms; wall < end && session.health.type === 'running'; ) {
    wall = Math.min(wall + 10, end);
    while (session.behind) await session.slice();
  }
}

test('a step to the next change tells what was written', async () => {
  await create();
  const stop = await step({ type: 'change' });
  expect(stop).toMatchObject({ type: 'step', at: session.cluster.now(), what: expect.stringMatching(/^pod\/kubia-/) });
  expect(stop.object).toMatchObject({ kind: 'Pod', namespace: 'default', name: podNames()[0] });
  expect(session.cluster.store.changeAt(stop.revision as never)?.value.metadata.name).toBe(stop.object?.name);
  expect(status().stopped).toEqual(stop);
});

test('a step to the next change of an object passes by all others', async () => {
  await create();
  await until('ready == 3');
  const [name = ''] = podNames();
  await request('DELETE', `${PODS}/${name}`);
  const stop = await step({
    type: 'change',
    object: { kind: 'ReplicationController', namespace: 'default', name: 'kubia' },
  });
  expect(stop.what).toBe('replicationcontroller/kubia');
});

test('an object that is replaced is not its successor', async () => {
  await create(1);
  await until('ready == 1');
  const [name = ''] = podNames();
  const uid = session.cluster.store.get(`/registry/pods/default/${name}`)?.value.metadata.uid ?? '';
  await request('DELETE', `${PODS}/${name}`);
  const object = { kind: 'Pod', namespace: 'default', name, uid } as const;
  const stops: Stop[] = [];
  for (
    let last = await step({ type: 'change', object });
    last.type === 'step';
    last = await step({ type: 'change', object })
  ) {
    stops.push(last);
  }
  expect(stops.length).toBeGreaterThan(0);
  expect(podNames()).not.toContain(name);
});

test('a step to a reconcile stops at one that changes nothing, too', async () => {
  await create();
  const first = await step({ type: 'reconcile', controller: 'replication-controller' });
  expect(first.what).toBe('replication-controller default/kubia');
  await until('ready == 3');
  const any = await step({ type: 'reconcile' });
  expect(any).toMatchObject({ type: 'step', what: expect.stringContaining(' ') });
});

test('the controllers that run are told by their names', async () => {
  const names = await ask({ type: 'controllers' });
  expect(names).toContain('replication-controller');
  expect(names).toContain('garbage-collector-controller');
  expect(names).not.toContain('volume-provisioner');
});

test('a step to a probe stops at one that succeeds', async () => {
  await create(2, { livenessProbe: httpGet('/', 8080), image: 'luksa/kubia' });
  await until('ready == 2');
  const [first, second] = podNames();
  const stop = await step({ type: 'probe', pod: { kind: 'Pod', namespace: 'default', name: second ?? '' } });
  expect(stop).toMatchObject({
    type: 'step',
    what: `pod/${second}`,
    probe: { type: 'liveness', container: 'main', result: 'success' },
  });
  const next = await step({ type: 'probe' });
  expect([`pod/${first}`, `pod/${second}`]).toContain(next.what);
  expect(await step({ type: 'probe', pod: { kind: 'Pod', namespace: 'default', name: 'other' } })).toMatchObject({
    type: 'nothing',
    at: next.at + 600_000,
  });
});

test('probes of the system are passed by unless they are asked for', async () => {
  session = await Session.create({ addons: USUAL_ADDONS }, () => wall);
  expect((await step({ type: 'probe' })).type).toBe('nothing');
  const stop = await step({ type: 'probe', withSystem: true });
  expect(stop).toMatchObject({ type: 'step', object: { namespace: 'kube-system' } });
});

test('the clock stops at the first moment at which a condition holds', async () => {
  await create();
  expect(await until('ready == 3')).toMatchObject({ type: 'step', expression: 'ready == 3', object: { kind: 'Pod' } });
  expect((await evaluate('ready')).value).toBe('3');
  await kill(podNames()[0] ?? '');
  const before = now();
  expect((await until('ready < 3')).type).toBe('step');
  expect(now()).toBeGreaterThan(before);
  expect((await evaluate('ready')).value).toBe('2');
  // It holds already: no time passes.
  const at = now();
  expect((await until('ready < 3')).at - STARTED_AT).toBe(at);
});

test('a condition that never holds ends after ten minutes, and says what it could not tell', async () => {
  await create(1);
  await until('ready == 1');
  const at = now();
  expect(await until("object('Pod', 'other').status.phase == 'Failed'")).toMatchObject({
    type: 'nothing',
    error: 'No such key: status',
  });
  expect(now() - at).toBe(600_000);
});

test('what is no expression, and what is neither true nor false, is refused and moves nothing', async () => {
  await create();
  await expect(until('ready <')).rejects.toThrow('Unexpected token: EOF');
  await expect(until('redy < 2')).rejects.toThrow('Unknown variable: redy');
  await expect(until('ready')).rejects.toThrow('ready is neither true nor false');
  expect(now()).toBe(0);
  expect(await evaluate('ready + 1')).toEqual({ value: '1', holds: false, isCondition: false });
});

test('a breakpoint stops the clock as it becomes true, while it plays', async () => {
  await create();
  await until('ready == 3');
  await ask({ type: 'breakpoints', breakpoints: [{ id: 'a', expression: 'ready < 3' }] });
  expect(status().breakpoints).toEqual([{ id: 'a', expression: 'ready < 3' }]);
  await kill(podNames()[0] ?? '');
  await play(60_000);
  expect(session.health.type).toBe('paused');
  const { stopped } = status();
  expect(stopped).toMatchObject({ type: 'breakpoint', expression: 'ready < 3', object: { kind: 'Pod' } });
  expect(stopped?.at).toBe(session.cluster.now());
  expect((await evaluate('ready')).value).toBe('2');
  // It is true: it does not stop again until it has been false.
  await play(60_000);
  expect(session.health.type).toBe('running');
  expect(status().stopped).toBeUndefined();
  expect((await evaluate('ready')).value).toBe('3');
});

test('a breakpoint stops a step, and one that is off does not', async () => {
  await create();
  await until('ready == 3');
  const breakpoints = [{ id: 'a', expression: 'ready < 3' }];
  await ask({ type: 'breakpoints', breakpoints: breakpoints.map((each) => ({ ...each, isOff: true as const })) });
  await kill(podNames()[0] ?? '');
  expect((await until('pods.size() > 5')).type).toBe('nothing');
  await ask({ type: 'breakpoints', breakpoints });
  await kill(podNames()[1] ?? '');
  expect(await until('pods.size() > 5')).toMatchObject({ type: 'breakpoint', expression: 'ready < 3' });
  await ask({ type: 'breakpoints', breakpoints: [] });
  expect(status().breakpoints).toBeUndefined();
});

test('what somebody does may be what a breakpoint waits for', async () => {
  await create();
  await until('ready == 3');
  await ask({ type: 'breakpoints', breakpoints: [{ id: 'a', expression: 'ready < 3' }] });
  await session.ask({ type: 'play' });
  const [name = ''] = podNames();
  await request('DELETE', `${PODS}/${name}`);
  expect(session.health.type).toBe('paused');
  expect(status().stopped).toMatchObject({ type: 'breakpoint', expression: 'ready < 3', what: `pod/${name}` });
});

test('a mistake in one breakpoint keeps those that were set', async () => {
  await ask({ type: 'breakpoints', breakpoints: [{ id: 'a', expression: 'ready > 1' }] });
  await expect(ask({ type: 'breakpoints', breakpoints: [{ id: 'a', expression: 'ready >' }] })).rejects.toThrow(
    'Syntax error',
  );
  expect(status().breakpoints).toEqual([{ id: 'a', expression: 'ready > 1' }]);
});

test('a breakpoint on what is not there yet says so, and waits for it', async () => {
  const expression = "object('ReplicationController', 'kubia').status.readyReplicas == 3";
  await ask({ type: 'breakpoints', breakpoints: [{ id: 'a', expression }] });
  expect(status().breakpoints).toEqual([{ id: 'a', expression, error: 'No such key: status' }]);
  await create();
  await play(60_000);
  expect(status().stopped).toMatchObject({ type: 'breakpoint', expression, what: 'replicationcontroller/kubia' });
  expect(status().breakpoints).toEqual([{ id: 'a', expression, holds: true }]);
});

test('a long step lets messages through, and ends when something else is done', async () => {
  await create();
  await until('ready == 3');
  let rests = 0;
  // Every look at the clock takes its time: a slice is over after one event.
  onRest = () => {
    rests += 1;
    if (rests === 3) void session.ask({ type: 'pause' });
  };
  const { cluster } = session;
  const hasty = new Session(cluster, { wall: () => (wall += 5), rest: async () => onRest?.() });
  session = hasty;
  const at = now();
  expect((await until('ready == 9')).type).toBe('interrupted');
  expect(rests).toBe(3);
  expect(now() - at).toBeLessThan(600_000);
  expect(status().stopped).toBeUndefined();
});

const seek = (atMs: number) => session.ask({ type: 'history', ask: { type: 'seek', to: { atMs } } });

test('in the past, a step meets what was done there', async () => {
  await create();
  await until('ready == 3');
  const at = now();
  await play(5_000);
  await session.ask({ type: 'pause' });
  const [name = ''] = podNames();
  await kill(name);
  await play(60_000);
  await session.ask({ type: 'pause' });
  const hash = await session.ask({ type: 'stateHash' });
  const end = now();
  await seek(at);
  const stop = await until('ready < 3');
  expect(stop).toMatchObject({ type: 'step', object: { kind: 'Pod', name } });
  expect(stop.at - STARTED_AT).toBeGreaterThanOrEqual(at + 5_000);
  await step({ type: 'change' });
  await seek(end);
  expect(await session.ask({ type: 'stateHash' })).toBe(hash);
});

test('a breakpoint stops the clock in the past too, but no seek', async () => {
  await create();
  await until('ready == 3');
  const at = now();
  await kill(podNames()[0] ?? '');
  await session.cluster.advance(0);
  await play(60_000);
  await session.ask({ type: 'pause' });
  const end = now();
  await ask({ type: 'breakpoints', breakpoints: [{ id: 'a', expression: 'ready < 3' }] });
  await seek(0);
  await seek(end);
  expect(now()).toBe(end);
  expect(status().stopped).toBeUndefined();
  await seek(at - 1);
  await play(60_000);
  expect(status().stopped).toMatchObject({ type: 'breakpoint', expression: 'ready < 3' });
  expect(now()).toBeLessThan(end);
  // It holds where the clock is put now: it has not become true there.
  const held = now();
  await seek(held + 1);
  expect(status().stopped).toBeUndefined();
  await play(500);
  expect(session.health.type).toBe('running');
});

test('stepping changes nothing of the run', async () => {
  const run = async (act: () => Promise<unknown>) => {
    session = await Session.create({}, () => wall);
    await create(2, { readinessProbe: httpGet('/', 8080) });
    await act();
    await session.cluster.advance(120_000 - now());
    return session.ask({ type: 'stateHash' });
  };
  const plain = await run(async () => {});
  const stepped = await run(async () => {
    await ask({ type: 'breakpoints', breakpoints: [{ id: 'a', expression: 'ready > 0' }] });
    for (let n = 0; n < 10; n += 1) await step({ type: 'change' });
    for (let n = 0; n < 5; n += 1) await step({ type: 'reconcile' });
    for (let n = 0; n < 5; n += 1) await step({ type: 'probe' });
  });
  expect(stepped).toBe(plain);
});
