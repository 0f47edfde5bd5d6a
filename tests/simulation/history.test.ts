/**
 * Going back and forth in time: any moment of any run is the same however it is reached. Runs are those of the swarm.
 */
import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../src/addons/usualAddons';
import type { Command, Run } from '../../src/client/simulation';
import { Cluster } from '../../src/cluster/cluster';
import { STARTED_AT } from '../../src/cluster/clusterOptions';
import { Session } from '../../src/cluster/session';
import type { Instant } from '../../src/sim/clock';
import { Random } from './random';
import { type SwarmPlan, replay, swarm } from './swarm';
import { nextTraffic } from './trafficCommands';

const MOMENTS_PER_RUN = 10;
/** What follows the last command is peace: half an hour without news. */
const AFTER_MS = 60_000;

/** A run to go back in. */
interface Lived extends Pick<Run, 'seed' | 'commands' | 'untilMs'> {
  readonly addons: readonly string[];
}

/** What came of a command in the swarm: faults that find nothing are refused, and no part of a run. */
async function accepted(seed: number, count: number, plan: SwarmPlan = {}): Promise<Lived> {
  const { run } = await swarm(seed, count, plan);
  const addons = plan.addons ?? [];
  const cluster = await Cluster.create({ seed, addons });
  const commands: Command[] = [];
  for (const command of run.commands) {
    const isRefused = await cluster.execute(command).then(
      () => false,
      (error: unknown) => error instanceof Error && error.name === 'Error' && command.type === 'fault',
    );
    if (!isRefused) commands.push(command);
  }
  return { seed, addons, commands, untilMs: (commands.at(-1)?.atMs ?? 0) + AFTER_MS };
}

/** A session that has lived through a run. Its wall clock is quick, so that many moments are kept. */
async function lived({ seed, addons, commands, untilMs }: Lived): Promise<Session> {
  let wall = 0;
  const session = await Session.create({ seed, addons }, () => (wall += 1));
  const run = { ...session.exportRun(), commands, untilMs };
  expect(await session.ask({ type: 'load', run })).toBeInstanceOf(Array);
  return session;
}

/** The hash of a new cluster on which the run was played from its start. */
async function hashAt({ seed, addons, commands }: Lived, atMs: number): Promise<string> {
  const done = commands.filter((command) => command.atMs <= atMs);
  const run: Run = { version: 1, profile: 'v1.36', seed, nodes: [], addons, files: {}, commands: done, untilMs: atMs };
  return (await replay(run)).stateHash();
}

let moments = 0;

async function compare(run: Lived): Promise<void> {
  const session = await lived(run);
  const random = new Random(run.seed);
  for (let count = 0; count < MOMENTS_PER_RUN; count += 1) {
    const atMs = random.whole(0, run.untilMs);
    await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs } } });
    expect(session.cluster.now() - STARTED_AT).toBe(atMs);
    expect(session.cluster.stateHash(), `seed ${run.seed} at ${atMs}`).toBe(await hashAt(run, atMs));
    moments += 1;
  }
}

for (const seeds of [
  [3_001, 3_002, 3_003, 3_004, 3_005],
  [3_006, 3_007, 3_008, 3_009, 3_010],
  [3_011, 3_012, 3_013, 3_014, 3_015],
  [3_016, 3_017, 3_018, 3_019, 3_020],
]) {
  test(`every moment of runs ${seeds[0]} to ${seeds.at(-1)} is the same by the way back as by a replay from the start`, async () => {
    for (const seed of seeds) {
      // Every fifth run is one with names, Services and requests.
      const plan = seed % 5 === 0 ? { addons: USUAL_ADDONS, traffic: nextTraffic } : {};
      await compare(await accepted(seed, 15, plan));
    }
  }, 120_000);
}

test('that were two hundred moments', () => {
  expect(moments).toBe(200);
});

test('after going back, the same commands at the same instants lead to the same future', async () => {
  for (const seed of [3_101, 3_102, 3_103]) {
    const run = await accepted(seed, 15);
    const { commands, untilMs } = run;
    const session = await lived(run);
    const hash = session.cluster.stateHash();
    const random = new Random(seed);
    const back = random.whole(0, commands.length - 1);
    const { atMs = 0 } = commands[back] ?? {};
    // Before the first command of that instant: from there everything is done again, by hand.
    const first = commands.findIndex((command) => command.atMs === atMs);
    await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs, commands: first } } });
    for (const command of commands.slice(first)) {
      const until = (STARTED_AT + command.atMs) as Instant;
      // In another branch nothing comes by itself.
      await session.cluster.advanceTo(until);
      await doAgain(session, command);
    }
    await session.cluster.advanceTo((STARTED_AT + untilMs) as Instant);
    expect(session.cluster.stateHash(), `seed ${seed} from ${atMs}`).toBe(hash);
    expect(session.exportRun().commands).toEqual(commands);
    expect(session.exportRun().branches).toHaveLength(2);
    await session.ask({ type: 'history', ask: { type: 'switch', id: '1' } });
    expect(session.cluster.stateHash(), `seed ${seed} on main`).toBe(hash);
  }
}, 120_000);

test('a long run stays within its budget, and every moment of it can be reached', async () => {
  const budget = 3 * 2 ** 20;
  const run = await accepted(3_201, 25);
  let wall = 0;
  const session = new Session(await Cluster.create({ seed: run.seed }), {
    wall: () => (wall += 1),
    historyBytes: budget,
  });
  const untilMs = run.untilMs + 8 * 3_600_000;
  await session.ask({ type: 'load', run: { ...session.exportRun(), commands: run.commands, untilMs } });
  const kept = () => session.frame(session.open())?.status?.history?.keptBytes;
  expect(kept()).toBeGreaterThan(budget / 2);
  for (const share of [0.02, 0.9, 0.5, 0.1, 0.7]) {
    const atMs = Math.floor(untilMs * share);
    await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs } } });
    expect(session.cluster.stateHash(), `at ${atMs}`).toBe(await hashAt(run, atMs));
    expect(kept()).toBeLessThanOrEqual(budget);
  }
}, 120_000);

test('going back while time passes stops the clock there, whatever was under way', async () => {
  const run = await accepted(3_301, 15);
  const session = await lived(run);
  const random = new Random(run.seed);
  await session.ask({ type: 'setSpeed', speed: 60 });
  for (let count = 0; count < 20; count += 1) {
    await session.ask({ type: 'play' });
    const sliced = session.slice();
    const atMs = random.whole(0, run.untilMs);
    const sought = session.ask({ type: 'history', ask: { type: 'seek', to: { atMs } } });
    // What is asked for meanwhile is answered from there.
    const asked = session.ask({ type: 'stateHash' });
    await Promise.all([sliced, sought, session.slice()]);
    expect(session.health.type).toBe('paused');
    expect(session.cluster.now() - STARTED_AT).toBe(atMs);
    const hash = await hashAt(run, atMs);
    expect(session.cluster.stateHash(), `at ${atMs}`).toBe(hash);
    expect(await asked).toBe(hash);
    for (let slices = random.whole(0, 3); slices > 0; slices -= 1) await session.slice();
  }
}, 120_000);

async function doAgain(session: Session, command: Command): Promise<void> {
  switch (command.type) {
    case 'request':
      return void (await session.ask({ type: 'request', request: command.request }));
    case 'fault':
      return void (await session.ask({ type: 'fault', fault: command.fault }));
    default:
      // Streams reach a cluster by themselves.
      await session.cluster.execute(command);
      session.cluster.onCommand?.(command);
  }
}
