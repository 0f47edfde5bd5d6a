/**
 * A seeded swarm of random commands and faults, with invariants after every event. A seed that failed stays here under
 * the name of what was wrong.
 */
import { expect, test } from 'vitest';
import { STARTED_AT } from '../../src/cluster/clusterOptions';
import { Cluster } from '../../src/cluster/cluster';
import type { Instant } from '../../src/sim/clock';
import { execute, replay, swarm } from './swarm';

const RUNS = 125;
const CHUNK = 25;

for (let first = 1; first <= RUNS; first += CHUNK) {
  test(`runs ${first} to ${first + CHUNK - 1} keep every invariant, converge and replay to the same hash`, async () => {
    for (let seed = first; seed < first + CHUNK; seed++) {
      const { run, hash, events } = await swarm(seed, 25);
      expect(events).toBeGreaterThan(100);
      expect((await replay(run)).stateHash(), `seed ${seed} replays`).toBe(hash);
    }
  }, 120_000);
}

test('a run that is restored at any command goes on to the same hash', async () => {
  for (const seed of [1_001, 1_002, 1_003, 1_004, 1_005]) {
    const { run, hash } = await swarm(seed, 20);
    const cluster = await Cluster.create({ seed });
    for (const command of run.commands) {
      const before = cluster.checkpoint();
      const at = cluster.stateHash();
      await execute(cluster, command);
      await cluster.advance(5_000);
      cluster.restore(before);
      expect(cluster.stateHash(), `seed ${seed} restores`).toBe(at);
      await execute(cluster, command);
    }
    await cluster.kernel.advanceTo((STARTED_AT + run.untilMs) as Instant);
    expect(cluster.stateHash(), `seed ${seed} goes on`).toBe(hash);
  }
}, 120_000);

test('nothing is pending between two events', async () => {
  const { run } = await swarm(2_001, 12);
  const cluster = await Cluster.create({ seed: 2_001 });
  for (const command of run.commands) {
    await execute(cluster, command);
    const until = (cluster.now() + 15_000) as Instant;
    for (let settled = false; !settled; ) {
      settled = await cluster.kernel.advanceTo(until, () => true);
      const hash = [cluster.store.revision, cluster.kernel.pending, cluster.kernel.trace.end].join();
      await new Promise((resolve) => setImmediate(resolve));
      expect([cluster.store.revision, cluster.kernel.pending, cluster.kernel.trace.end].join()).toBe(hash);
    }
  }
}, 120_000);
