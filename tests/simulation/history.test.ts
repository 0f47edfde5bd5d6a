/**
 * Going back and forth in time: any moment of any run is the same however it is reached. Runs are those of the swarm.
 */
import { expect, test } from 'vitest';
import type { Command, Run } from '../../src/client/simulation';
import { Cluster } from '../../src/cluster/cluster';
import { STARTED_AT } from '../../src/cluster/clusterOptions';
import { Session } from '../../src/cluster/session';
import type { Instant } from '../../src/sim/clock';
import { Random } from './random';
import { replay, swarm } from './swarm';

const MOMENTS_PER_RUN = 10;
/** What follows the last command is peace: half an hour without news. */
const AFTER_MS = 60_000;

/** What came of a command in the swarm: faults that find nothing are refused, and no part of a run. */
async function accepted(seed: number, count: number): Promise<{ commands: readonly Command[]; untilMs: number }> {
  const { run } = await swarm(seed, count);
  const cluster = await Cluster.create({ seed });
  const commands: Command[] = [];
  for (const command of run.commands) {
    const isRefused = await cluster.execute(command).then(
      () => false,
      (error: unknown) => error instanceof Error && error.name === 'Error' && command.type === 'fault',
    );
    if (!isRefused) commands.push(command);
  }
  return { commands, untilMs: (commands.at(-1)?.atMs ?? 0) + AFTER_MS };
}

/** A session that has lived through a run. Its wall clock is quick, so that many moments are kept. */
async function lived(seed: number, commands: readonly Command[], untilMs: number): Promise<Session> {
  let wall = 0;
  const session = await Session.create({ seed }, () => (wall += 1));
  const run = { ...session.exportRun(), commands, untilMs };
  expect(await session.ask({ type: 'load', run })).toBeInstanceOf(Array);
  return session;
}

/** The hash of a new cluster on which the run was played from its start. */
async function hashAt(seed: number, commands: readonly Command[], atMs: number): Promise<string> {
  const done = commands.filter((command) => command.atMs <= atMs);
  const run: Run = { version: 1, profile: 'v1.36', seed, nodes: [], files: {}, commands: done, untilMs: atMs };
  return (await replay(run)).stateHash();
}

let moments = 0;

for (const seeds of [
  [3_001, 3_002, 3_003, 3_004, 3_005],
  [3_006, 3_007, 3_008, 3_009, 3_010],
  [3_011, 3_012, 3_013, 3_014, 3_015],
  [3_016, 3_017, 3_018, 3_019, 3_020],
]) {
  test(`every moment of runs ${seeds[0]} to ${seeds.at(-1)} is the same by the way back as by a replay from the start`, async () => {
    for (const seed of seeds) {
      const { commands, untilMs } = await accepted(seed, 15);
      const session = await lived(seed, commands, untilMs);
      const random = new Random(seed);
      for (let count = 0; count < MOMENTS_PER_RUN; count += 1) {
        const atMs = random.whole(0, untilMs);
        await session.ask({ type: 'history', ask: { type: 'seek', to: { atMs } } });
        expect(session.cluster.now() - STARTED_AT).toBe(atMs);
        const hash = await hashAt(seed, commands, atMs);
        expect(session.cluster.stateHash(), `seed ${seed} at ${atMs}`).toBe(hash);
        moments += 1;
      }
    }
  }, 120_000);
}

test('that were two hundred moments', () => {
  expect(moments).toBe(200);
});

test('after going back, the same commands at the same instants lead to the same future', async () => {
  for (const seed of [3_101, 3_102, 3_103]) {
    const { commands, untilMs } = await accepted(seed, 15);
    const session = await lived(seed, commands, untilMs);
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
